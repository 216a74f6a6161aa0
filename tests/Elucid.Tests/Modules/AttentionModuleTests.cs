using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

[EveryActivation]
public sealed class AttentionModuleTests
{
    const int Batch = 2, Length = 140, Features = 12, Heads = 3;

    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void Positions_one_by_one_get_the_bits_of_the_whole_sequence()
    {
        MultiHeadAttention layer = new(Features, Heads, new RandomStream(1));
        Tensor x = Grid.Tensor([Batch, Length, Features], seed: 2).Keep();
        KeyValueCache cache = new(Batch, Length, Features);
        AssertSame(layer.Forward(x, mask: null, isCausal: true), x, part => layer.ForwardCached(part, cache));
        Assert.Equal(Length, cache.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encoder_blocks_give_the_same_bits_with_a_cache(bool normFirst)
    {
        RandomStream random = new(1);
        TransformerEncoder encoder =
            new(2, _ => new TransformerEncoderLayer(Features, Heads, 20, Elu, random, normFirst: normFirst), new LayerNorm(Features));
        Tensor x = Grid.Tensor([Batch, Length, Features], seed: 2).Keep();
        IReadOnlyList<KeyValueCache> caches = encoder.CreateCaches(Batch, Length);
        AssertSame(encoder.Forward(x, mask: null, isCausal: true), x, part => encoder.ForwardCached(part, caches));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decoder_blocks_give_the_same_bits_with_a_cache(bool normFirst)
    {
        TransformerDecoderLayer decoder = new(Features, Heads, 20, Elu, new RandomStream(1), normFirst: normFirst);
        Tensor x = Grid.Tensor([Batch, Length, Features], seed: 2).Keep(), memory = Grid.Tensor([Batch, 9, Features], seed: 3).Keep();
        KeyValueCache cache = new(Batch, Length, Features), remembered = new(Batch, 9, Features);
        decoder.CacheMemory(memory, remembered);
        AssertSame(decoder.Forward(x, memory), x, part => decoder.ForwardCached(part, cache, remembered));
    }

    [Fact]
    public void A_cleared_cache_starts_again()
    {
        MultiHeadAttention layer = new(Features, Heads, new RandomStream(1));
        KeyValueCache cache = new(1, 4, Features);
        Tensor x = Grid.Tensor([1, 4, Features], seed: 2).Keep();
        float[] first = layer.ForwardCached(x, cache).Values.ToArray();
        cache.Clear();
        Assert.Equal(first, layer.ForwardCached(x, cache).Values.ToArray());
    }

    [Fact]
    public void Attention_to_itself_as_a_memory_is_self_attention()
    {
        MultiHeadAttention layer = new(Features, Heads, new RandomStream(1));
        Tensor x = Grid.Tensor([Batch, 7, Features], seed: 2).Keep();
        Assert.Equal(layer.Forward(x).Values.ToArray(), layer.ForwardCross(x, x).Values.ToArray());
    }

    [Fact]
    public void Dropout_acts_in_training_only_and_is_seeded()
    {
        Tensor x = Grid.Tensor([1, 7, Features], seed: 2).Keep();
        TransformerEncoderLayer Layer() => new(Features, Heads, 20, Elu, new RandomStream(1), dropout: 0.5);
        TransformerEncoderLayer first = Layer(), second = Layer();
        float[] dropped = first.Forward(x).Values.ToArray();
        Assert.Equal(dropped, second.Forward(x).Values.ToArray());
        Assert.NotEqual(dropped, first.Forward(x).Values.ToArray());
        first.Eval();
        Assert.Equal(first.Forward(x).Values.ToArray(), first.Forward(x).Values.ToArray());
    }

    [Fact]
    public void A_block_takes_any_activation()
    {
        Tensor x = Grid.Tensor([1, 3, Features], seed: 2).Keep();
        foreach (ActivationInfo info in ActivationCatalog.All)
            Assert.All(new TransformerEncoderLayer(Features, Heads, 20, info.Create(), new RandomStream(1)).Forward(x).Values.ToArray(), y =>
                Assert.True(float.IsFinite(y)));
    }

    [Fact]
    public void Sinusoids_follow_their_formula()
    {
        PositionalEncoding encoding = new(features: 5, maxLength: 4);
        Tensor y = encoding.Forward(new Tensor([1, 4, 5]));
        Assert.Equal([0, 1, 0, 1, 0], y.Values[..5].ToArray());
        for (int position = 0; position < 4; position++)
            for (int column = 0; column < 5; column++)
            {
                double angle = position * Math.Pow(10000, -2.0 * (column / 2) / 5);
                Assert.Equal(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), y[0, position, column], 1e-7);
            }
        Assert.Equal(y.Values[10..15].ToArray(), encoding.Forward(new Tensor([1, 1, 5]), start: 2).Values.ToArray());
    }

    [Fact]
    public void Learned_positions_are_added_and_learned()
    {
        LearnedPositionalEncoding positions = new(features: 4, maxLength: 6, new RandomStream(1));
        Tensor x = Grid.Tensor([2, 3, 4], seed: 2);
        GradientCheck.Run(() => positions.Forward(x), x, positions.Weight);
        GradientCheck.Run(() => positions.Forward(x, start: 3), x, positions.Weight);
        Assert.Equal(positions.Weight.Values[12..16].ToArray(), positions.Forward(new Tensor([1, 1, 4]), start: 3).Values.ToArray());
    }

    [Fact]
    public void Shapes_and_multiply_adds_are_known_beforehand()
    {
        TransformerEncoderLayer layer = new(Features, Heads, 20, Elu, new RandomStream(1));
        Assert.Equal(new Shape(2, 7, Features), layer.OutputShape([2, 7, Features]));
        const int Rows = 14;
        Assert.Equal(Rows * (4L * Features * Features + 2 * 7 * Features + 2 * Features * 20), layer.MultiplyAdds([2, 7, Features]));
        Assert.Equal("TransformerEncoderLayer(12, 3 heads, 20)", layer.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        RandomStream random = new(1);
        MultiHeadAttention layer = new(Features, Heads, random);
        Tensor x = new([2, 5, Features]);
        Refused.With<ArgumentException>(
            "MultiHeadAttention: expected a number of heads that divides the 12 features, but got 5. (Parameter 'heads')", () =>
                new MultiHeadAttention(12, 5, random));
        Refused.With<ShapeException>(
            "MultiHeadAttention: expected input of shape [batch, length, 12], but got [5, 12]. Its last axis must equal features; the batch "
                + "comes first.",
            () => layer.Forward(new Tensor([5, 12])));
        Refused.With<ShapeException>(
            "MultiHeadAttention: expected memory of shape [2, keys, 12], but got [1, 4, 12]. It must have as many sequences as the queries.",
            () => layer.ForwardCross(x, new Tensor([1, 4, 12])));
        Refused.With<ShapeException>(
            "KeyValueCache: it holds 1 sequences, but got 2. Make one for this batch.", () =>
                layer.ForwardCached(x, new KeyValueCache(1, 9, Features)));
        Refused.With<ShapeException>(
            "KeyValueCache: it holds 8 features, but MultiHeadAttention has 12. Make one for this layer.", () =>
                layer.ForwardCached(x, new KeyValueCache(2, 9, 8)));
        Refused.With<ShapeException>(
            "KeyValueCache: it holds 8 features, but MultiHeadAttention has 12. Make one for this layer.", () =>
                layer.CacheMemory(x, new KeyValueCache(2, 9, 8)));
        Refused.With<ShapeException>(
            "KeyValueCache: it holds 8 features, but MultiHeadAttention has 12. Make one for this layer.", () =>
                layer.ForwardCrossCached(x, new KeyValueCache(2, 9, 8)));
        Refused.With<InvalidOperationException>("KeyValueCache: 0 positions and 5 more exceed the capacity of 4. Clear it or make a larger one.",
            () => layer.ForwardCached(x, new KeyValueCache(2, 4, Features)));
        Refused.With<ShapeException>(
            "PositionalEncoding: expected input of shape [batch, length up to 4, 12], but got [2, 5, 12]. Longer sequences need a larger maxLength.",
            () => new PositionalEncoding(Features, 4).Forward(x));
        Refused.With<ShapeException>(
            "LearnedPositionalEncoding: expected input of shape [batch, length up to 4, 12], but got [2, 5, 12]. Its first row has position 5, and "
                + "maxLength is 9.",
            () => new LearnedPositionalEncoding(Features, 9, random).Forward(x, start: 5));
        Refused.With<NotSupportedException>(
            "TransformerDecoderLayer attends to a memory: call Forward(x, memory), or use a TransformerEncoderLayer, which needs none.",
            () => new TransformerDecoderLayer(Features, Heads, 20, Elu, random).Forward(x));
        using Tape tape = Tape.Start();
        Refused.With<InvalidOperationException>(
            "MultiHeadAttention: a cache is for generation, where no gradients are wanted: use Tape.StartWithoutGradients().",
            () => layer.ForwardCached(x, new KeyValueCache(2, 5, Features)));
    }

    /// <summary>First some positions together, then each alone.</summary>
    static void AssertSame(Tensor whole, Tensor x, Func<Tensor, Tensor> next)
    {
        for (int start = 0, count = 5; start < Length; start += count, count = 1)
            Assert.Equal(Ops.Slice(whole, 1, start, count).Values.ToArray(), next(Ops.Slice(x, 1, start, count)).Values.ToArray());
    }
}
