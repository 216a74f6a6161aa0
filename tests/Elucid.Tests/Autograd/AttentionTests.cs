using Elucid.Kernels;

namespace Elucid.Tests.Autograd;

public sealed class AttentionTests
{
    const float Hidden = float.NegativeInfinity;

    /// <summary>Batch, heads, queries, keys, head width: one of each, odd ones, and several blocks of both.</summary>
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 1 },
        { 2, 2, 3, 5, 4 },
        { 1, 3, 7, 7, 5 },
        { 2, 1, 33, 40, 8 },
        { 1, 2, 40, 150, 12 },
        { 1, 1, 70, 300, 20 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Values_are_those_of_the_composition(int batch, int heads, int queries, int keys, int width)
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch, heads, queries, keys, width);
        Tensor mask = Grid.Tensor([batch, heads, queries, keys], seed: 9).Keep();
        AssertNear(Composition(q, k, v, heads), Ops.Attention(q, k, v, heads));
        AssertNear(Composition(q, k, v, heads, mask), Ops.Attention(q, k, v, heads, mask));
        if (queries == keys)
            AssertNear(Composition(q, k, v, heads, AttentionMasks.Causal(keys)), Ops.Attention(q, k, v, heads, isCausal: true));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Gradients_are_those_of_the_composition(int batch, int heads, int queries, int keys, int width)
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch, heads, queries, keys, width);
        Tensor mask = Grid.Tensor([queries, keys], seed: 9).Keep();
        float[][] expected = Gradients(() => Composition(q, k, v, heads, mask), q, k, v),
            actual = Gradients(() => Ops.Attention(q, k, v, heads, mask), q, k, v);
        for (int i = 0; i < 3; i++)
            AssertNear(expected[i], actual[i]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_agree_with_difference_quotients(bool isCausal)
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 2, heads: 2, queries: 5, keys: 6, width: 3);
        GradientCheck.Run(() => Ops.Attention(q, k, v, heads: 2, isCausal: isCausal), q, k, v);
    }

    [Fact]
    public void Gradients_agree_with_difference_quotients_where_weights_are_dropped()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 2, heads: 1, queries: 5, keys: 6, width: 3);
        GradientCheck.Run(() => Ops.Attention(q, k, v, dropout: 0.25, random: new RandomStream(5)), q, k, v);
    }

    [Fact]
    public void One_tensor_may_be_queries_keys_and_values()
    {
        Tensor x = Grid.Tensor([2, 5, 6], seed: 1, reach: 1), y = Grid.Tensor([2, 5, 6], seed: 2, reach: 1);
        GradientCheck.Run(() => Ops.Attention(x, x, x, heads: 2), x);
        GradientCheck.Run(() => Ops.Attention(x, y, x, heads: 2), x, y);
        GradientCheck.Run(() => Ops.Attention(y, x, x, heads: 2), x, y);
    }

    [Fact]
    public void Operands_without_gradients_are_left_alone()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 1, heads: 1, queries: 2, keys: 3, width: 4);
        k = k.Keep();
        GradientCheck.Run(() => Ops.Attention(q, k, v), q, v);
        Assert.False(k.HasGradient);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(170)]
    public void The_future_changes_no_bit_of_the_past(int position)
    {
        const int Length = 200;
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 1, heads: 2, queries: Length, keys: Length, width: 8);
        float[] before = Ops.Attention(q, k, v, heads: 2, isCausal: true).Values.ToArray();
        foreach (Tensor x in (Tensor[])[q, k, v])
            x.Edit()[(position * 16)..].Fill(3);
        float[] after = Ops.Attention(q, k, v, heads: 2, isCausal: true).Values.ToArray();
        Assert.Equal(before[..(position * 16)], after[..(position * 16)]);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void A_late_query_alone_gets_the_bits_that_it_gets_among_all()
    {
        const int Length = 150;
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 1, heads: 2, queries: Length, keys: Length, width: 8);
        float[] all = Ops.Attention(q, k, v, heads: 2, isCausal: true).Values.ToArray();
        foreach (int last in (int[])[1, 5, 128, 129, 150])
        {
            Tensor alone = Ops.Attention(Ops.Slice(q, 1, last - 1, 1), Ops.Slice(k, 1, 0, last), Ops.Slice(v, 1, 0, last), heads: 2, isCausal: true);
            Assert.Equal(all[((last - 1) * 16)..(last * 16)], alone.Values.ToArray());
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 4, heads: 4, queries: 100, keys: 200, width: 16);
        float[][] Run(int threads)
        {
            using ThreadLimit limit = Threads.Limit(threads);
            return [Ops.Attention(q, k, v, heads: 4).Values.ToArray(),
                .. Gradients(() => Ops.Attention(q, k, v, heads: 4, dropout: 0.5, random: new RandomStream(1)), q, k, v)];
        }
        Assert.Equal(Run(1), Run(3));
    }

    [Fact]
    public void A_sample_does_not_depend_on_its_batch()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 3, heads: 2, queries: 9, keys: 20, width: 4);
        float[] all = Ops.Attention(q, k, v, heads: 2).Values.ToArray();
        Tensor alone = Ops.Attention(Ops.Slice(q, 0, 1, 1), Ops.Slice(k, 0, 1, 1), Ops.Slice(v, 0, 1, 1), heads: 2);
        Assert.Equal(all[72..144], alone.Values.ToArray());
    }

    [Fact]
    public void Large_scores_neither_overflow_nor_lose_the_order()
    {
        Tensor q = new([1, 1, 1], [1e4f]), k = new([1, 3, 1], [1e4f, 1e4f, -1e4f]), v = new([1, 3, 1], [1, 3, 100]);
        Assert.Equal(2, Ops.Attention(q, k, v).ToScalar());
    }

    [Fact]
    public void A_query_that_sees_no_key_gets_zeros_and_no_gradient()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 1, heads: 1, queries: 3, keys: 4, width: 2);
        Tensor mask = new([3, 4]);
        mask.Edit()[4..8].Fill(Hidden);
        using Tape tape = Tape.Start();
        Tensor y = Ops.Attention(q, k, v, mask: mask);
        Assert.Equal([0, 0], y.Values[2..4].ToArray());
        tape.Backward(Ops.Sum(y));
        Assert.Equal([0, 0], q.Gradient[2..4].ToArray());
        Assert.All(k.Gradient.ToArray(), g => Assert.True(float.IsFinite(g)));

        // More queries than keys: the first ones stand before all keys.
        Assert.Equal([0, 0], Ops.Attention(k, q, Ops.Slice(v, 1, 0, 3), isCausal: true).Values[..2].ToArray());
    }

    [Fact]
    public void Hidden_keys_do_not_count()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 2, heads: 2, queries: 5, keys: 6, width: 4);
        Tensor y = Ops.Attention(q, k, v, heads: 2, AttentionMasks.Padding([6, 4], keys: 6));
        Tensor shorter =
            Ops.Attention(Ops.Slice(q, 0, 1, 1), Ops.Slice(Ops.Slice(k, 0, 1, 1), 1, 0, 4), Ops.Slice(Ops.Slice(v, 0, 1, 1), 1, 0, 4), heads: 2);
        Assert.Equal(shorter.Values.ToArray(), y.Values[40..].ToArray());
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        (Tensor q, Tensor k, Tensor v) = Operands(batch: 1, heads: 1, queries: 2, keys: 3, width: 2);
        q.Edit()[0] = float.NaN;
        float[] y = Ops.Attention(q, k, v).Values.ToArray();
        Assert.True(float.IsNaN(y[0]) && float.IsNaN(y[1]));
        Assert.True(float.IsFinite(y[2]) && float.IsFinite(y[3]));
    }

    [Fact]
    public void Empty_batches_and_lengths_are_fine()
    {
        Assert.Equal([0, 3, 4], Ops.Attention(new Tensor([0, 3, 4]), new Tensor([0, 2, 4]), new Tensor([0, 2, 4])).Shape);
        Assert.Equal([1, 0, 4], Ops.Attention(new Tensor([1, 0, 4]), new Tensor([1, 2, 4]), new Tensor([1, 2, 4])).Shape);
        Assert.Equal(new float[8], Ops.Attention(new Tensor([1, 2, 4]), new Tensor([1, 0, 4]), new Tensor([1, 0, 4])).Values.ToArray());
    }

    [Fact]
    public void Dropped_weights_keep_the_expected_value()
    {
        Tensor q = new([1, 1000, 1]), k = new([1, 4, 1]), v = new([1, 4, 1], [1, 1, 1, 1]);
        float[] y = Ops.Attention(q, k, v, dropout: 0.25, random: new RandomStream(3)).Values.ToArray();
        Assert.Equal(1, y.Average(), 0.05);
        Assert.Contains(y, value => value < 0.7f);
        Assert.Contains(y, value => value > 1.3f);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Tensor q = new([2, 3, 8]), k = new([2, 5, 8]);
        Refused.With<ShapeException>(
            "Attention: expected queries of shape [batch, queries, 3 · width], but got [2, 3, 8]. Each row holds its heads one after the other.",
            () => Ops.Attention(q, k, k, heads: 3));
        Refused.With<ShapeException>(
            "Attention: expected keys and values of shape [2, keys, 8] for queries of shape [2, 3, 8], but got [2, 5, 8] and [2, 4, 8].",
            () => Ops.Attention(q, k, new Tensor([2, 4, 8])));
        Refused.With<ShapeException>(
            "Attention: expected a mask of shape [2, 4, 3, 5], that is [batch, heads, queries, keys], but got [2, 3, 5]. Leading axes may be "
                + "missing or 1 and are then repeated.",
            () => Ops.Attention(q, k, k, heads: 4, new Tensor([2, 3, 5])));
        Refused.With<ArgumentOutOfRangeException>(
            "AttentionMasks.Padding: expected lengths from 0 to 5, the padded length, but got 6 for sequence 1. (Parameter 'lengths')",
            () => AttentionMasks.Padding([5, 6], keys: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Attention(q, k, k, dropout: 1, random: new RandomStream(1)));
        Assert.Throws<ArgumentNullException>(() => Ops.Attention(q, k, k, dropout: 0.5));
    }

    static (Tensor Q, Tensor K, Tensor V) Operands(int batch, int heads, int queries, int keys, int width) => (
        Grid.Tensor([batch, queries, heads * width], seed: 1, reach: 1), Grid.Tensor([batch, keys, heads * width], seed: 2, reach: 1),
        Grid.Tensor([batch, keys, heads * width], seed: 3, reach: 1));

    /// <summary>The same from products and a softmax.</summary>
    static Tensor Composition(Tensor q, Tensor k, Tensor v, int heads, Tensor? mask = null)
    {
        Tensor Split(Tensor x) => Ops.Transpose(Ops.Reshape(x, x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads), 1, 2);
        Tensor scores = Ops.Scale(Ops.MatMul(Split(q), Ops.Transpose(Split(k))), 1 / MathF.Sqrt(q.Shape[2] / heads));
        if (mask is not null)
            scores = Ops.Add(scores, mask);
        return Ops.Reshape(Ops.Transpose(Ops.MatMul(Ops.Softmax(scores), Split(v)), 1, 2), q.Shape);
    }

    static float[][] Gradients(Func<Tensor> f, params Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
            input.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = f();
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        return [.. inputs.Select(input => input.Gradient.ToArray())];
    }

    static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        AssertNear(expected.Values.ToArray(), actual.Values.ToArray());
    }

    static void AssertNear(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 5e-6f * Math.Max(1, Math.Abs(expected[i])));
    }
}
