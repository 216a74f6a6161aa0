namespace Elucid.Onnx.Tests;

/// <summary>ONNX's recurrent operators, one node at a time, against ONNX Runtime.</summary>
[EveryActivation]
public sealed class RecurrentImportTests
{
    const int Length = 4, Batch = 3, Inputs = 2, Units = 5;

    public static TheoryData<string, string, string[]> Cells => new()
    {
        { "RNN", "forward", ["Tanh"] },
        { "RNN", "reverse", ["LeakyRelu"] },
        { "GRU", "reverse", ["Sigmoid", "Elu"] },
        { "GRU", "bidirectional", ["Sigmoid", "Tanh"] },
        { "LSTM", "forward", ["Sigmoid", "Softplus", "Softplus"] },
        { "LSTM", "reverse", ["Sigmoid", "Tanh", "Tanh"] },
        { "LSTM", "bidirectional", ["Sigmoid", "Elu", "Elu"] },
    };

    // Every function of the catalog that ONNX knows in cells.
    public static TheoryData<string> Functions => [.. CatalogOperator.ForCells.Keys];

    [Theory, MemberData(nameof(Functions))]
    public void Every_function_of_cells_gives_the_outputs_of_onnx_runtime(string function) =>
        Every_output_is_that_of_onnx_runtime("RNN", "reverse", [function]);

    [Theory, MemberData(nameof(Cells))]
    public void Every_output_is_that_of_onnx_runtime(string op, string direction, string[] functions)
    {
        foreach (bool hasBias in new[] { true, false })
            foreach (bool hasState in new[] { true, false })
            {
                Cell cell = new(op, direction) { Functions = functions, HasBias = hasBias, HasState = hasState };
                Tensor x = Sample.Normal([Length, Batch, Inputs]);
                GraphModule module = OnnxImport.Load(cell.Model());
                Tensor[] expected = OnnxRuntime.RunAll(cell.Model(), x), actual = module.Run(x);
                Assert.Equal(op == "LSTM" ? 3 : 2, actual.Length);
                foreach ((Tensor e, Tensor a) in expected.Zip(actual))
                    Assert.Equal(0, OnnxRuntime.Difference(e, a), 1e-6);
            }
    }

    [Theory]
    [InlineData("RNN", "reverse")]
    [InlineData("GRU", "bidirectional")]
    [InlineData("LSTM", "bidirectional")]
    public void Where_the_batch_comes_first_all_is_the_same_in_another_order(string op, string direction)
    {
        Cell cell = new(op, direction) { HasState = true };
        Tensor x = Sample.Normal([Length, Batch, Inputs]);
        Tensor[] expected = OnnxImport.Load(cell.Model()).Run(x),
            actual = OnnxImport.Load((cell with { BatchFirst = true }).Model()).Run(Ops.Transpose(x, 0, 1));
        // [length, directions, batch, units] and [batch, length, directions, units]
        Tensor y = Ops.Transpose(Ops.Transpose(expected[0], 1, 2), 0, 1);
        Assert.Equal(y.Shape, actual[0].Shape);
        Assert.Equal(y.Values, actual[0].Values);
        for (int i = 1; i < actual.Length; i++)
            Assert.Equal(Ops.Transpose(expected[i], 0, 1).Values, actual[i].Values);
    }

    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void Weights_are_trained_and_the_first_state_is_not(string op)
    {
        GraphModule module = OnnxImport.Load(new Cell(op, "bidirectional") { HasState = true }.Model());
        Assert.Equal(["B", "R", "W"], module.NamedParameters().Select(p => p.Name).Order());
        Assert.Equal(op == "LSTM" ? ["c", "h"] : ["h"], module.NamedBuffers().Select(p => p.Name).Order());

        Tensor x = Sample.Normal([Length, Batch, Inputs]), target = Ops.Scale(Sample.Normal([Length, 2, Batch, Units], seed: 2), 0.3f);
        Sgd optimizer = new(module, 5);
        List<float> losses = [];
        for (int i = 0; i < 20; i++)
        {
            using Tape tape = Tape.Start();
            Tensor error = Ops.Subtract(module.Forward(x), target), loss = Ops.Mean(Ops.Multiply(error, error));
            losses.Add(loss.ToScalar());
            tape.Backward(loss);
            optimizer.Step();
        }
        Assert.True(losses[^1] < 0.7 * losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
    }

    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void Gradients_are_difference_quotients(string op)
    {
        GraphModule module = OnnxImport.Load(new Cell(op, "reverse") { HasState = true }.Model());
        Tensor x = Sample.Normal([Length, Batch, Inputs]);
        Tensor LossOf()
        {
            Tensor[] y = module.Run(x);
            return y.Select((part, i) => Ops.Sum(Ops.Multiply(part, Sample.Normal(part.Shape, seed: 7 + (ulong)i)))).Aggregate(Ops.Add);
        }
        foreach ((string name, Tensor value) in module.NamedParameters())
        {
            Tensor direction = Sample.Normal(value.Shape, seed: 3);
            double slope = 0;
            using (Tape tape = Tape.Start())
            {
                tape.Backward(LossOf());
                for (int i = 0; i < value.Shape.Size; i++)
                    slope += (double)value.Gradient[i] * direction.Values[i];
            }
            foreach ((_, Tensor parameter) in module.NamedParameters())
                parameter.ClearGradient();
            float[] start = value.Values.ToArray();
            double At(float step)
            {
                for (int i = 0; i < start.Length; i++)
                    value.Edit()[i] = start[i] + step * direction.Values[i];
                double loss = LossOf().ToScalar();
                start.CopyTo(value.Edit());
                return loss;
            }
            const float Step = 3e-3f;
            double quotient = (At(Step) - At(-Step)) / (2 * Step);
            Assert.True(Math.Abs(quotient - slope) <= 2e-3 * Math.Max(1, Math.Abs(quotient)), $"{name}: {slope}, but the quotient is {quotient}");
        }
    }

    [Fact]
    public void What_a_cell_cannot_do_is_refused_with_the_nodes_name()
    {
        static void Refuses(string sentence, Cell cell) =>
            Refused.With<ModelFormatException>($"'model.onnx': {sentence}.", () => OnnxImport.Load(cell.Model()));
        static void Lacks(string node, string what, string supported, Cell cell) =>
            Refuses($"node 'cell' ({node}) has {what}, which Elucid does not support. Supported: {supported}", cell);
        Cell lstm = new("LSTM", "forward"), gru = new("GRU", "forward");
        Lacks("LSTM", "weights of peepholes", "cells without", lstm with { HasPeepholes = true });
        Lacks("LSTM", "'clip'", "cells that do not clip", lstm with { Extra = Attribute("clip", 3f) });
        Lacks("LSTM", "its forget gate coupled to the input gate, 'input_forget' of 1", "'input_forget' of 0",
            lstm with { Extra = Attribute("input_forget", 1) });
        Lacks("LSTM", "a length for each sequence, 'sequence_lens'", "sequences of one length", lstm with { HasLengths = true });
        Lacks("GRU", "its reset gate before the product, 'linear_before_reset' of 0", "'linear_before_reset' of 1, as PyTorch and cuDNN have it",
            gru with { LinearBeforeReset = 0 });
        Lacks("GRU", "Affine in its 'activations'", string.Join(", ", CatalogOperator.ForCells.Keys), gru with { Functions = ["Sigmoid", "Affine"] });
        Lacks("GRU", "gates with Tanh in its 'activations'", "gates with Sigmoid", gru with { Functions = ["Tanh", "Tanh"] });
        Lacks("LSTM", "[Sigmoid, Relu, Tanh] with relu and tanh as its 'activations'", "one function for candidates, cells and both directions",
            lstm with { Functions = ["Sigmoid", "Relu", "Tanh"] });
        const string Damaged = "The file is damaged or was not written as ONNX; copy or export it again";
        Refuses($"expected 'direction' to be forward, reverse or bidirectional, but node 'cell' (GRU) has sideways. {Damaged}",
            gru with { Direction = "sideways" });
        Refuses($"expected 2 functions in 'activations', but node 'cell' (GRU) has [Tanh]. {Damaged}", gru with { Functions = ["Tanh"] });
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_when_the_cell_runs()
    {
        GraphModule module = OnnxImport.Load(new Cell("GRU", "forward") { HasState = true }.Model());
        Refused.With<ShapeException>(
            "Cannot run node 'cell' (GRU): expected W of shape [1, 15, 7], but got [1, 15, 2].", () => module.Run(new Tensor([Length, Batch, 7])));
        Refused.With<ShapeException>(
            "Cannot run node 'cell' (GRU): expected initial state of shape [1, 2, 5], but got [1, 3, 5].", () =>
                module.Run(new Tensor([Length, 2, Inputs])));
        Refused.With<ShapeException>(
            "Cannot run node 'cell' (GRU): expected input of shape [length, batch, inputs], but got [0, 3, 2].", () =>
                module.Run(new Tensor([0, Batch, Inputs])));
    }

    static Message Attribute(string name, float value) => new Message().Add(1, name).Add(2, value).Add(20, 1);

    static Message Attribute(string name, long value) => new Message().Add(1, name).Add(3, value).Add(20, 2);

    static Message Attribute(string name, string value) => new Message().Add(1, name).Add(4, value).Add(20, 3);

    /// <summary>A file of one recurrent node; x is its input, and y, h1 and c1 all that it gives.</summary>
    sealed record Cell(string Op, string Direction)
    {
        public string[]? Functions { get; init; }

        public bool HasBias { get; init; } = true;

        public bool HasState { get; init; }

        public bool HasLengths { get; init; }

        public bool HasPeepholes { get; init; }

        public bool BatchFirst { get; init; }

        public long LinearBeforeReset { get; init; } = 1;

        public Message? Extra { get; init; }

        public byte[] Model()
        {
            int directions = Direction == "bidirectional" ? 2 : 1, gates = Op switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
            bool isLstm = Op == "LSTM";
            string[] inputs =
                ["x", "W", "R", HasBias ? "B" : "", HasLengths ? "lengths" : "", .. HasState ? isLstm ? ["h", "c"] : ["h"]
                    : new[] { "", "" }[..(isLstm ? 2 : 1)], .. HasPeepholes ? ["P"] : Array.Empty<string>()];
            string[] outputs = isLstm ? ["y", "h1", "c1"] : ["y", "h1"];
            Message node = new Message().Add(3, "cell").Add(4, Op).Add(5, Attribute("hidden_size", Units)).Add(5, Attribute("direction", Direction));
            foreach (string input in inputs)
                node.Add(1, input);
            foreach (string output in outputs)
                node.Add(2, output);
            if (Functions is not null)
            {
                Message list = new Message().Add(1, "activations"), alphas = new Message().Add(1, "activation_alpha");
                foreach (string function in Enumerable.Repeat(Functions, directions).SelectMany(f => f))
                {
                    list.Add(9, function);
                    if (CatalogOperator.ForCells.TryGetValue(function, out CatalogOperator? known) && known.Form.Numbers.Count > 0)
                        alphas.Add(7, 0.3f);
                }
                node.Add(5, list.Add(20, 8)).Add(5, alphas.Add(20, 6));
            }
            if (Op == "GRU")
                node.Add(5, Attribute("linear_before_reset", LinearBeforeReset));
            if (BatchFirst)
                node.Add(5, Attribute("layout", 1));
            if (Extra is not null)
                node.Add(5, Extra);
            ulong seed = 20;
            Message Stored(string name, Tensor values) =>
                TinyModel.Tensor(
                    name, [.. values.Shape.Select(length => (long)length)], [.. values.Values.ToArray().SelectMany(BitConverter.GetBytes)]);
            Message Tensor(string name, params int[] shape) => Stored(name, Ops.Scale(Sample.Normal(new Shape(shape), seed++), 0.5f));
            // The same states in either order of axes.
            Message State(string name)
            {
                Tensor state = Sample.Normal([directions, Batch, Units], seed++);
                return Stored(name, BatchFirst ? Ops.Transpose(state, 0, 1) : state);
            }
            Message graph = new Message().Add(1, node).Add(2, "cell")
                .Add(5, Tensor("W", directions, gates * Units, Inputs)).Add(5, Tensor("R", directions, gates * Units, Units));
            if (HasBias)
                graph.Add(5, Tensor("B", directions, 2 * gates * Units));
            if (HasState)
                graph.Add(5, State("h"));
            if (HasState && isLstm)
                graph.Add(5, State("c"));
            if (HasLengths)
                graph.Add(5, TinyModel.Tensor("lengths", [1], BitConverter.GetBytes(1), type: 6));
            if (HasPeepholes)
                graph.Add(5, Tensor("P", directions, 3 * Units));
            graph.Add(11, Value("x", 3));
            foreach (string output in outputs)
                graph.Add(12, Value(output, output == "y" ? 4 : 3));
            return new Message().Add(1, 8).Add(8, new Message().Add(1, "").Add(2, 17)).Add(7, graph).ToArray();
        }

        static Message Value(string name, int axes)
        {
            Message shape = new();
            for (int i = 0; i < axes; i++)
                shape.Add(1, new Message().Add(2, $"{name}{i}"));
            return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, 1).Add(2, shape)));
        }
    }
}
