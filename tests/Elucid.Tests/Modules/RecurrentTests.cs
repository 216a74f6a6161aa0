using Elucid.Kernels;
using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

public sealed class RecurrentTests
{
    public static TheoryData<string> Kinds => ["rnn", "gru", "lstm"];

    [Fact]
    public void Parameters_have_PyTorchs_names_in_PyTorchs_order()
    {
        Sequential model = new(new Gru(3, 4, new RandomStream(1), new RecurrentOptions { Layers = 2, Bidirectional = true }));
        Assert.Equal(
            [
                "0.weight_ih_l0 [12, 3]", "0.weight_hh_l0 [12, 4]", "0.bias_ih_l0 [12]", "0.bias_hh_l0 [12]",
                "0.weight_ih_l0_reverse [12, 3]", "0.weight_hh_l0_reverse [12, 4]", "0.bias_ih_l0_reverse [12]", "0.bias_hh_l0_reverse [12]",
                "0.weight_ih_l1 [12, 8]", "0.weight_hh_l1 [12, 4]", "0.bias_ih_l1 [12]", "0.bias_hh_l1 [12]",
                "0.weight_ih_l1_reverse [12, 8]", "0.weight_hh_l1_reverse [12, 4]", "0.bias_ih_l1_reverse [12]", "0.bias_hh_l1_reverse [12]",
            ],
            model.NamedParameters().Select(p => $"{p.Name} {p.Value.Shape}"));
        Assert.Equal(
            ["weight_ih_l0", "weight_hh_l0"],
            new Rnn(3, 4, new RandomStream(1), new RecurrentOptions { Bias = false }).NamedParameters().Select(p => p.Name));
    }

    // 79 units are lanes of 16 in two blocks and lanes of 8, 4 and 1 behind them; the gates of 128 lie a power of two apart.
    public static TheoryData<string, string, int> Compositions => new()
    {
        { "rnn", "tanh", 79 }, { "rnn", "elu", 2 }, { "gru", "tanh", 79 }, { "gru", "elu:alpha=0.5", 5 }, { "gru", "leaky-relu", 4 },
        { "lstm", "tanh", 79 }, { "lstm", "tanh", 128 }, { "lstm", "elu", 7 }, { "lstm", "selu", 3 }, { "lstm", "identity", 4 },
        { "rnn", "elu:clip=-0.5", 19 }, { "lstm", "selu:clip=-0.25", 7 },
    };

    [Theory, MemberData(nameof(Compositions))]
    public void A_network_is_what_its_formulas_say(string kind, string activation, int units)
    {
        const int Batch = 9, Steps = 3;
        Recurrent network = Make(kind, 6, units, new RecurrentOptions { Activation = ActivationCatalog.Parse(activation) });
        Tensor x = Grid.Tensor([Batch, Steps, 6], seed: 2), h = Grid.Tensor([1, Batch, units], seed: 3), c = Grid.Tensor([1, Batch, units], seed: 4);
        RecurrentState initial = new(h, kind == "lstm" ? c : null);
        Tensor[] inputs = [x, h, .. kind == "lstm" ? new[] { c } : [], .. network.NamedParameters().Select(p => p.Value)];
        float[][] actual = Results(() => network.ForwardWithState(x, initial).Output, inputs);
        float[][] expected = Results(() => Formulas(kind, ActivationCatalog.Parse(activation).Kernel(), network, x, h, c), inputs);
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < expected[i].Length; j++)
                Assert.Equal(expected[i][j], actual[i][j], 2e-5 * Math.Max(1, Math.Abs(expected[i][j])));
    }

    public static TheoryData<string, int, bool, bool> Differences => new()
    {
        { "rnn", 1, false, false }, { "gru", 1, false, false }, { "lstm", 1, false, false },
        { "rnn", 2, true, true }, { "gru", 2, true, true }, { "lstm", 2, true, true },
    };

    [Theory, MemberData(nameof(Differences))]
    public void Gradients_are_difference_quotients(string kind, int layers, bool bidirectional, bool hasLengths)
    {
        Recurrent network =
            Make(kind, 3, 5,
                new RecurrentOptions
                {
                    Layers = layers,
                    Bidirectional = bidirectional,
                    Activation = hasLengths ? ActivationCatalog.Parse("mish")
                    : null
                });
        int[] lengths = hasLengths ? [2, 3, 1] : [];
        (Tensor x, RecurrentState initial, Tensor[] inputs) = Inputs(kind, network, batch: 3, steps: 3);
        GradientCheck.Run(() => network.ForwardWithState(x, initial, lengths).Output, inputs);
        GradientCheck.Run(() => network.ForwardWithState(x, initial, lengths).Final.Hidden, inputs);
        if (kind == "lstm")
            GradientCheck.Run(() => network.ForwardWithState(x, initial, lengths).Final.Cell!, inputs);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Outputs_and_gradients_have_the_same_bits_on_any_number_of_threads(string kind)
    {
        Recurrent network = Make(kind, 8, 100, new RecurrentOptions { Bidirectional = true });
        (Tensor x, RecurrentState initial, Tensor[] inputs) = Inputs(kind, network, batch: 37, steps: 24);
        int[] lengths = [.. Enumerable.Range(0, 37).Select(i => 1 + i * 7 % 24)];
        float[][] Run(int threads)
        {
            using ThreadLimit limit = Threads.Limit(threads);
            return Results(() => network.ForwardWithState(x, initial, lengths).Output, inputs);
        }
        float[][] one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(5));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_sequence_gives_the_same_bits_alone_and_in_any_batch(string kind)
    {
        Recurrent network = Make(kind, 4, 21, new RecurrentOptions { Layers = 2, Bidirectional = true });
        Tensor x = Grid.Tensor([11, 6, 4], seed: 5);
        int[] lengths = [3, 6, 1, 6, 4, 2, 2, 5, 6, 1, 3];
        (Tensor y, RecurrentState final) = network.ForwardWithState(x, lengths: lengths);
        using (Tape.Start())
            Assert.Equal(network.ForwardWithState(x, lengths: lengths).Output.Values, y.Values);
        for (int i = 0; i < 11; i++)
        {
            Tensor own = Ops.Slice(Ops.Slice(x, 0, i, 1), 1, 0, lengths[i]);
            (Tensor alone, RecurrentState state) = network.ForwardWithState(own);
            Assert.Equal(alone.Values, Ops.Slice(Ops.Slice(y, 0, i, 1), 1, 0, lengths[i]).Values);
            Assert.Equal(state.Hidden.Values, Ops.Slice(final.Hidden, 1, i, 1).Values);
            if (state.Cell is not null)
                Assert.Equal(state.Cell.Values, Ops.Slice(final.Cell!, 1, i, 1).Values);
            Assert.All(Ops.Slice(Ops.Slice(y, 0, i, 1), 1, lengths[i], 6 - lengths[i]).Values.ToArray(), v => Assert.Equal(0, v));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Padding_is_never_read_and_gets_no_gradient(string kind)
    {
        Recurrent network = Make(kind, 2, 3, new RecurrentOptions { Bidirectional = true, Layers = 2 });
        Tensor x = Grid.Tensor([2, 4, 2], seed: 6);
        x.Edit()[4..8].Fill(float.NaN);      // steps 2 and 3 of the first sequence
        float[][] results =
            Results(() => network.ForwardWithState(x, lengths: [2, 4]).Output, [x, .. network.NamedParameters().Select(p => p.Value)]);
        Assert.All(results.SelectMany(v => v), v => Assert.True(float.IsFinite(v)));
        Assert.All(results[1][4..8], v => Assert.Equal(0, v));
        Assert.All(results[1][..4], v => Assert.NotEqual(0, v));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nan_stays_in_its_sequence(string kind)
    {
        Recurrent network = Make(kind, 2, 3, new RecurrentOptions());
        Tensor x = Grid.Tensor([2, 4, 2], seed: 6);
        x[0, 1, 0] = float.NaN;
        float[] y = network.Forward(x).Values.ToArray();
        Assert.All(y[3..12], v => Assert.True(float.IsNaN(v)));
        Assert.All(y[..3].Concat(y[12..]), v => Assert.True(float.IsFinite(v)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Going_on_from_a_state_gives_the_bits_of_one_run(string kind)
    {
        foreach (bool batchFirst in new[] { true, false })
        {
            Recurrent network = Make(kind, 3, 18, new RecurrentOptions { Layers = 2, BatchFirst = batchFirst });
            int steps = batchFirst ? 1 : 0;
            Tensor x = Grid.Tensor(batchFirst ? [2, 5, 3] : [5, 2, 3], seed: 7);
            (Tensor whole, RecurrentState end) = network.ForwardWithState(x);
            (Tensor first, RecurrentState middle) = network.ForwardWithState(Ops.Slice(x, steps, 0, 3));
            (Tensor second, RecurrentState same) = network.ForwardWithState(Ops.Slice(x, steps, 3, 2), middle);
            Assert.Equal(whole.Values, Ops.Concat(steps, first, second).Values);
            Assert.Equal(end.Hidden.Values, same.Hidden.Values);

            RecurrentState? state = null;
            for (int t = 0; t < 5; t++)
            {
                using Tape tape = Tape.StartWithoutGradients();
                (Tensor y, RecurrentState next) = network.Step(Ops.Reshape(Ops.Slice(x, steps, t, 1), 2, 3), state);
                Assert.Equal(Ops.Reshape(Ops.Slice(whole, steps, t, 1), 2, 18).Values, y.Values);
                state = next.Keep();
            }
            Assert.Equal(end.Hidden.Values, state!.Hidden.Values);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void One_of_everything_and_none_of_a_batch(string kind)
    {
        Recurrent network = Make(kind, 1, 1, new RecurrentOptions { Bidirectional = true });
        Assert.Equal([1, 1, 2], network.Forward(new Tensor([1, 1, 1])).Shape);
        Tensor x = new([0, 3, 1], requiresGradient: true);
        float[][] results = Results(() => network.Forward(x), [x, .. network.NamedParameters().Select(p => p.Value)]);
        Assert.Empty(results[0]);
        Assert.All(results[2..].SelectMany(v => v), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Weights_start_as_PyTorchs_or_as_asked_for()
    {
        Assert.All(new Lstm(5, 16, new RandomStream(1)).NamedParameters(), p =>
            Assert.All(p.Value.Values.ToArray(), v => Assert.InRange(v, -0.25f, 0.25f)));

        Lstm remembering = new(5, 4, new RandomStream(1), new RecurrentOptions { Bidirectional = true }, forgetBias: 1);
        foreach ((string name, Tensor value) in remembering.NamedParameters().Where(p => p.Name.StartsWith("bias", StringComparison.Ordinal)))
            Assert.All(value.Values[4..8].ToArray(), v => Assert.Equal(name.StartsWith("bias_ih", StringComparison.Ordinal) ? 1 : 0, v));

        Gru glorot = new(5, 4, new RandomStream(7), new RecurrentOptions { Initializer = Initializer.Glorot });
        float[] expected = new float[20];
        Initializer.Glorot.Fill(expected, 5, 4, new RandomStream(7));
        Assert.Equal(expected, glorot.NamedParameters().First().Value.Values[..20].ToArray());
        Assert.All(glorot.NamedParameters().Last().Value.Values.ToArray(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Dropout_stands_between_layers_in_training_only()
    {
        Tensor x = Grid.Tensor([4, 3, 5], seed: 8);
        Rnn two = new(5, 6, new RandomStream(1), new RecurrentOptions { Layers = 2, Dropout = 0.5 }),
            one = new(5, 6, new RandomStream(1), new RecurrentOptions { Dropout = 0.5 });
        Assert.NotEqual(two.Forward(x).Values.ToArray(), two.Forward(x).Values.ToArray());
        Assert.Equal(one.Forward(x).Values, one.Forward(x).Values);
        two.Eval();
        Assert.Equal(two.Forward(x).Values, two.Forward(x).Values);
        Assert.Equal(new Rnn(5, 6, new RandomStream(1), new RecurrentOptions { Layers = 2 }).Forward(x).Values, two.Forward(x).Values);
    }

    [Fact]
    public void Shapes_costs_and_names_are_told()
    {
        Lstm network =
            new(128, 256, new RandomStream(1),
                new RecurrentOptions { Layers = 2, Bidirectional = true, Dropout = 0.1, Activation = ActivationCatalog.Parse("elu") });
        Assert.Equal([32, 50, 512], network.OutputShape([32, 50, 128]));
        Assert.Equal(1600L * 2 * 1024 * (128 + 256 + 512 + 256), network.MultiplyAdds([32, 50, 128]));
        Assert.Equal("Lstm(128 → 512, 2 layers, bidirectional, dropout 0.1, elu)", network.ToString());
        Assert.Equal("Rnn(3 → 4)", new Rnn(3, 4, new RandomStream(1)).ToString());
    }

    [Fact]
    public void Wrong_shapes_lengths_and_states_are_named()
    {
        Lstm lstm = new(3, 4, new RandomStream(1));
        Gru gru = new(3, 4, new RandomStream(1), new RecurrentOptions { BatchFirst = false, Bidirectional = true });
        Refused.With<ShapeException>(
            "Lstm: expected input of shape [batch, length, 3], but got [2, 3]. Its last axis must equal inputSize; BatchFirst in the options "
                + "decides which of the others is the batch.",
            () => lstm.Forward(new Tensor([2, 3])));
        Refused.With<ShapeException>(
            "Gru: expected input of shape [length, batch, 3] with at least one step, but got [0, 2, 3]. A sequence without steps has no last state.",
            () => gru.Forward(new Tensor([0, 2, 3])));
        Refused.With<ArgumentException>(
            "Lstm: expected one length for each of 2 sequences, but got 3. (Parameter 'lengths')", () =>
                lstm.ForwardWithState(new Tensor([2, 5, 3]), lengths: [1, 2, 3]));
        foreach (int wrong in new[] { 0, 6 })
            Refused.With<ArgumentException>(
                $"Lstm: expected lengths from 1 to 5, the length of the axis of steps, but sequence 1 has {wrong}. Leave out sequences without "
                    + $"steps. (Parameter 'lengths')",
                () => lstm.ForwardWithState(new Tensor([2, 5, 3]), lengths: [1, wrong]));
        Refused.With<ShapeException>(
            "Lstm: expected hidden state of shape [1, 2, 4], that is [layers · directions, batch, hiddenSize], but got [2, 4]. Leave it out to "
                + "start from zeros.",
            () => lstm.ForwardWithState(new Tensor([2, 5, 3]), new RecurrentState(new Tensor([2, 4]), new Tensor([2, 4]))));
        Refused.With<ShapeException>(
            "Lstm: expected cell state of shape [1, 2, 4], that is [layers · directions, batch, hiddenSize], but got [2, 4]. Leave it out to start "
                + "from zeros.",
            () => lstm.ForwardWithState(new Tensor([2, 5, 3]), new RecurrentState(new Tensor([1, 2, 4]), new Tensor([2, 4]))));
        Refused.With<ArgumentException>(
            "Lstm: expected a state with hidden and cell state, but it has no cell state. Pass both, or none to start from zeros. "
                + "(Parameter 'state')",
            () => lstm.ForwardWithState(new Tensor([2, 5, 3]), new RecurrentState(new Tensor([1, 2, 4]))));
        Refused.With<ArgumentException>(
            "Gru: expected a state without cell state, but it has one. Only an Lstm has cells. (Parameter 'state')",
            () => gru.ForwardWithState(new Tensor([5, 2, 3]), new RecurrentState(new Tensor([2, 2, 4]), new Tensor([2, 2, 4]))));
        Refused.With<InvalidOperationException>(
            "Gru also reads its sequences backwards and so cannot go on step by step: call ForwardWithState with whole sequences.", () =>
                gru.Step(new Tensor([2, 3])));
        Refused.With<ShapeException>(
            "Lstm: expected the input of a step of shape [batch, 3], but got [2, 1, 3]. For a whole sequence call Forward.", () =>
                lstm.Step(new Tensor([2, 1, 3])));
        Refused.With<ArgumentException>(
            "Lstm: a forget bias of 1 needs biases. Set Bias in the options, or leave forgetBias out. (Parameter 'forgetBias')",
            () => new Lstm(3, 4, new RandomStream(1), new RecurrentOptions { Bias = false }, forgetBias: 1));
        Refused.With<ArgumentException>(
            "Gru: expected an activation with fixed parameters, but got one that learns its own (Pelu), which a recurrent cell does not train. "
                + "Choose a fixed one, such as elu or leaky-relu, "
            + "or put the learned one behind the network as a layer: new ActivationLayer(activation, units).",
            () => new Gru(3, 4, new RandomStream(1), new RecurrentOptions { Activation = ActivationCatalog.Parse("pelu") }));
        Refused.With<ArgumentOutOfRangeException>(
            "Rnn: expected at least 1 layer, but got 0. (Parameter 'options')", () =>
                new Rnn(3, 4, new RandomStream(1), new RecurrentOptions { Layers = 0 }));
        Assert.Equal("hiddenSize", Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(3, 0, new RandomStream(1))).ParamName);
    }

    static Recurrent Make(string kind, int inputSize, int hiddenSize, RecurrentOptions options) => kind switch
    {
        "rnn" => new Rnn(inputSize, hiddenSize, new RandomStream(1), options),
        "gru" => new Gru(inputSize, hiddenSize, new RandomStream(1), options),
        _ => new Lstm(inputSize, hiddenSize, new RandomStream(1), options),
    };

    /// <summary>Input and states, and with them all parameters, of which each is a multiple of 1/1024.</summary>
    static (Tensor X, RecurrentState Initial, Tensor[] All) Inputs(string kind, Recurrent network, int batch, int steps)
    {
        foreach ((_, Tensor parameter) in network.NamedParameters())
            Grid.Tensor(parameter.Shape, seed: (ulong)parameter.Shape.Size, reach: 0.75f).Values.CopyTo(parameter.Edit());
        Shape states = [network.Options.Layers * (network.Options.Bidirectional ? 2 : 1), batch, network.HiddenSize];
        Tensor x = Grid.Tensor([batch, steps, network.InputSize], seed: 2, reach: 1), h = Grid.Tensor(states, seed: 3, reach: 1),
            c = Grid.Tensor(states, seed: 4, reach: 1);
        RecurrentState initial = new(h, kind == "lstm" ? c : null);
        return (x, initial, [x, h, .. kind == "lstm" ? new[] { c } : [], .. network.NamedParameters().Select(p => p.Value)]);
    }

    /// <summary>The outputs of one layer, [batch, steps, units], by the formulas in the documentation.</summary>
    static Tensor Formulas(string kind, ActivationKernel<float> f, Recurrent network, Tensor x, Tensor h0, Tensor c0)
    {
        Tensor[] weights = [.. network.NamedParameters().Select(p => p.Value)];
        int batch = x.Shape[0], steps = x.Shape[1], units = network.HiddenSize;
        Tensor h = Ops.Reshape(h0, batch, units), c = Ops.Reshape(c0, batch, units);
        ActivationKernel<float> sigmoid = ActivationCatalog.Parse("sigmoid").Kernel();
        List<Tensor> outputs = [];
        for (int t = 0; t < steps; t++)
        {
            Tensor ofX = Ops.Linear(Ops.Reshape(Ops.Slice(x, 1, t, 1), batch, network.InputSize), weights[0], weights[2]),
                ofH = Ops.Linear(h, weights[1], weights[3]);
            Tensor OfX(int gate) => Ops.Slice(ofX, 1, gate * units, units);
            Tensor OfH(int gate) => Ops.Slice(ofH, 1, gate * units, units);
            Tensor Gate(int gate) => Ops.Apply(sigmoid, Ops.Add(OfX(gate), OfH(gate)));
            if (kind == "rnn")
            {
                h = Ops.Apply(f, Ops.Add(ofX, ofH));
            }
            else if (kind == "gru")
            {
                Tensor z = Gate(1), n = Ops.Apply(f, Ops.Add(OfX(2), Ops.Multiply(Gate(0), OfH(2))));
                h = Ops.Add(Ops.Subtract(n, Ops.Multiply(z, n)), Ops.Multiply(z, h));
            }
            else
            {
                c = Ops.Add(Ops.Multiply(Gate(1), c), Ops.Multiply(Gate(0), Ops.Apply(f, Ops.Add(OfX(2), OfH(2)))));
                h = Ops.Multiply(Gate(3), Ops.Apply(f, c));
            }
            outputs.Add(Ops.Reshape(h, batch, 1, units));
        }
        return Ops.Concat(1, [.. outputs]);
    }

    static float[][] Results(Func<Tensor> f, Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
            input.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = f();
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        return [y.Values.ToArray(), .. inputs.Select(input => input.Gradient.ToArray())];
    }
}
