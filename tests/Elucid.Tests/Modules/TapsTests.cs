using System.Runtime.CompilerServices;

namespace Elucid.Tests.Modules;

/// <summary>Looking into networks.</summary>
public sealed class TapsTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void Inputs_outputs_and_their_gradients_are_those_of_the_formula()
    {
        Linear first = new(3, 4, new RandomStream(1)), second = new(4, 2, new RandomStream(2));
        Sequential model = new(first, new ActivationLayer(Elu), second);
        Tensor x = new([2, 3], [1, -2, 3, -1, 2, -3]);
        using Tape tape = Tape.Start();
        using Taps taps = Taps.On(model, module => module is ActivationLayer or Linear);
        Tensor y = model.Forward(x);
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        Assert.Equal(["0", "1", "2"], taps.Readings.Select(reading => reading.Layer));
        TapReading linear = taps.Readings[0], activation = taps.Readings[1];
        Assert.Equal(x.Values, linear.Input.Values);
        Assert.Equal(linear.Output.Values, activation.Input.Values);
        Assert.Equal(y.Values, taps.Readings[2].Output.Values);
        // dL/dh = 2·y·W of the second layer, and times f′ before the activation.
        for (int row = 0; row < 2; row++)
            for (int unit = 0; unit < 4; unit++)
            {
                double expected = 2 * (y[row, 0] * second.Weight[0, unit] + y[row, 1] * second.Weight[1, unit]);
                Assert.Equal(expected, activation.Output.Gradient[row * 4 + unit], 1e-4);
                double slope = activation.Input[row, unit] > 0 ? 1 : Math.Exp(activation.Input[row, unit]);
                Assert.Equal(expected * slope, activation.Input.Gradient[row * 4 + unit], 1e-4);
            }
    }

    [Fact]
    public void Layers_in_any_network_are_seen()
    {
        RandomStream random = new(1);
        (Module Net, Shape Input)[] networks =
        [
            (new TransformerEncoder(2, _ => new TransformerEncoderLayer(8, 2, 16, Elu, random), new LayerNorm(8)), [2, 3, 8]),
            (new LstmForecaster(2, 4, random), [2, 5, 1]),
            (new Gpt(new() { VocabularySize = 5, MaxLength = 4, Layers = 1, Heads = 1, Features = 4, TiedHead = false }, random), [2, 3]),
            (ImageNetworks.ResNet([3, 8, 8], 2, blocks: 1, [4, 8], Elu, random), [2, 3, 8, 8]),
            (ImageNetworks.LeNet([1, 28, 28], 2, Elu, random), [2, 1, 28, 28]),
            (new GridDetector([1, 8, 8], 2, Elu, random, [2]), [2, 1, 8, 8]),
            (new Autoencoder(6, Elu, random, [4, 2]), [2, 6]),
            (new VariationalAutoencoder(6, 2, Elu, random, [4]), [2, 6]),
            (new Recomputed(new Sequential(new Linear(3, 3, random), new ActivationLayer(Elu))), [2, 3]),
            (new Concat(new Linear(3, 3, random), new Sequential(new LayerNorm(3), new Add(new Linear(3, 2, random), new Linear(3, 2, random)))),
                [2, 3]),
        ];
        foreach ((Module net, Shape input) in networks)
        {
            Tensor x = new(input);
            using Taps taps = Taps.On(net, _ => true);
            Tensor y = net.Predict(x);
            string[] missing = [.. net.NamedModules().Select(m => m.Name).Except(taps.Readings.Select(reading => reading.Layer))];
            // Attention drops its weights itself.
            Assert.All(missing, name => Assert.EndsWith("self_attn.dropout", name, StringComparison.Ordinal));
            TapReading whole = taps.Readings.Single(reading => reading.Module == net);
            Assert.Equal(x.Values, whole.Input.Values);
            Assert.Equal(y.Values, whole.Output.Values);
        }
    }

    [Fact]
    public void A_network_is_not_changed_by_being_looked_at()
    {
        RandomStream random = new(1);
        TransformerEncoder model = new(2, _ => new TransformerEncoderLayer(8, 2, 16, Elu, random));
        Tensor x = new([2, 3, 8]);
        random.FillGaussian(x.Edit());
        float[] expected = [.. model.Forward(x).Values];
        using Taps taps = Taps.On(model, _ => true);
        Assert.Equal(expected, model.Forward(x).Values);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Attention_weights_are_those_of_the_formula(bool isCausal, bool isMasked)
    {
        const int Length = 3, Width = 4, Heads = 2;
        RandomStream random = new(3);
        MultiHeadAttention attention = new(Heads * Width, Heads, random);
        Tensor x = new([2, Length, Heads * Width]), mask = AttentionMasks.Padding([3, 2], Length);
        random.FillGaussian(x.Edit());
        using Taps taps = Taps.On(attention, module => module is MultiHeadAttention);
        attention.Forward(x, isMasked ? mask : null, isCausal);
        Tensor weights = taps.Readings.Single().AttentionWeights!;
        Assert.Equal([2, Heads, Length, Length], weights.Shape);
        Tensor projected = Ops.Linear(x, attention.Weight, attention.Bias);
        for (int example = 0; example < 2; example++)
            for (int head = 0; head < Heads; head++)
            {
                Tensor q = Part(projected, example, head * Width), k = Part(projected, example, (Heads + head) * Width);
                Tensor scores = Ops.Scale(Ops.MatMul(q, Ops.Transpose(k, 0, 1)), 1 / MathF.Sqrt(Width));
                for (int i = 0; i < Length; i++)
                    for (int j = 0; j < Length; j++)
                        if (isCausal && j > i || isMasked && example == 1 && j == 2)
                            scores[i, j] = float.NegativeInfinity;
                Tensor expected = Ops.Softmax(scores);
                for (int i = 0; i < Length; i++)
                    for (int j = 0; j < Length; j++)
                        Assert.Equal(expected[i, j], weights[example, head, i, j], 1e-6f);
            }

        static Tensor Part(Tensor projected, int example, int start) =>
            Ops.Reshape(Ops.Slice(Ops.Slice(projected, 0, example, 1), 2, start, Width), new Shape(Length, Width));
    }

    [Fact]
    public void A_layer_used_twice_has_a_reading_for_each_use_and_cleared_taps_count_anew()
    {
        ActivationLayer shared = new(Elu);
        Sequential model = new(shared, new Flatten(), shared);
        using Taps taps = Taps.On(model, module => module == shared);
        model.Forward(new Tensor([1, 2]));
        Assert.Equal(["0", "0 (use 2)"], taps.Readings.Select(reading => reading.Layer));
        taps.Clear();
        Assert.Empty(taps.Readings);
        model.Forward(new Tensor([1, 2]));
        Assert.Equal(["0", "0 (use 2)"], taps.Readings.Select(reading => reading.Layer));
    }

    [Fact]
    public void A_module_of_ones_own_shows_itself_and_its_children_are_seen_anyway()
    {
        Own own = new();
        using Taps taps = Taps.On(own, _ => true);
        own.Forward(new Tensor([1, 2], [1, 2]));
        Assert.Equal(["inner", ""], taps.Readings.Select(reading => reading.Layer));
    }

    [Fact]
    public void Taps_end_with_their_scope_and_nest()
    {
        Sequential model = new(new ActivationLayer(Elu), new Flatten());
        using (Taps outer = Taps.On(model, module => module is ActivationLayer))
        {
            using (Taps inner = Taps.On(model, module => module is Flatten))
            {
                model.Forward(new Tensor([1, 2]));
                Assert.Equal(["1"], inner.Readings.Select(reading => reading.Layer));
            }
            Assert.Single(outer.Readings);
            model.Forward(new Tensor([1, 2]));
            Assert.Equal(2, outer.Readings.Count);
        }
        Assert.All(model.Children, child => Assert.False(TapWatch.Includes(child.Module)));
    }

    [Fact]
    public void Forgotten_taps_are_collected()
    {
        Sequential model = new(new ActivationLayer(Elu));
        Forget(model);
        GC.Collect();
        Assert.False(TapWatch.Includes(model.Children[0].Module));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Forget(Module model)
    {
        _ = Taps.On(model, module => module is ActivationLayer);
        model.Forward(new Tensor([1, 2]));
    }

    [Fact]
    public void A_predicate_that_chooses_nothing_is_refused() => Refused.With<ArgumentException>(
        "Taps.On: expected a predicate that chooses modules of Sequential, but it chooses none of its 2. (Parameter 'where')",
        () => Taps.On(new Sequential(new Flatten()), module => module is Lstm).Dispose());

    [Fact]
    public void Statistics_of_units_are_over_the_examples()
    {
        UnitStatistics statistics = UnitStatistics.Of(new Tensor([2, 3], [1, 0, -2, 3, 0, 2]));
        Assert.Equal([2, 0, 0], statistics.Mean);
        Assert.Equal([1, 0, 2], statistics.Deviation);
        Assert.Equal([0, 1, 0], statistics.ZeroShare);
        Assert.Equal([1, 1, 1], UnitStatistics.OfGradient(new Tensor([2, 3])).ZeroShare);
        Refused.With<ShapeException>(
            "UnitStatistics: expected a batch of shape [batch, …] with at least one example, but got []. Its first axis holds the examples.",
            () => UnitStatistics.Of(new Tensor(new Shape())));
    }

    sealed class Own : Module
    {
        readonly Linear _inner;

        public Own() => _inner = Child("inner", new Linear(2, 2, new RandomStream(1)));

        public override Tensor Forward(Tensor x) => Tapped(x, Ops.Scale(_inner.Forward(x), 2));

        public override Shape OutputShape(Shape input) => input;
    }
}
