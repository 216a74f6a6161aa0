namespace Elucid.Onnx.Tests;

/// <summary>A swap changes the nodes that it is asked to change, and no other byte.</summary>
[EveryActivation]
public sealed class SwapTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void Relu_becomes_Elu_and_ONNX_Runtime_computes_what_the_network_computes_with_it()
    {
        byte[] swapped = new OnnxSwap("Relu", ActivationCatalog.Parse("elu:alpha=0.5")).Apply(Sample.Golden("mlp"), out OnnxSwapResult result);
        Assert.Equal(["/2/Relu"], result.Replaced);
        OnnxFile file = OnnxFile.Parse(swapped, "swapped");
        Assert.Equal(["Flatten", "Gemm", "Elu", "Gemm", "Elu", "Gemm"], file.Nodes.Select(node => node.OpType));
        Assert.Equal([0.5f, 1], file.Nodes.Where(node => node.OpType == "Elu").Select(node => node.Attributes["alpha"].Float));

        GraphModule module = OnnxImport.Load(swapped);
        module.Eval();
        Tensor x = Sample.Normal([4, 3, 4]);
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(swapped, x), module.Forward(x)), 1e-6);
    }

    [Fact]
    public void Everything_else_stays_byte_for_byte()
    {
        // Fields that onnx.proto does not have, numbers in more bytes than they need, and an order of fields that no writer uses.
        Message node =
            new Message().Add(7, "").Add(4, "Relu").Add(99, "unknown").Add(2, "h").Add(6, "documentation").Add(1, "x")
                .Add(5, new Message().Add(1, "old").Add(20, 2));
        byte[] other = [0x0A, 0x94, 0x80, 0x00, .. new Message().Add(2, "y").Add(4, "Sigmoid").Add(1, "h").Add(98, 123456).ToArray()];
        Assert.Equal(0x14, other.Length - 4);
        byte[] graph =
            [.. new Message().Add(77, 5).Add(1, node).ToArray(), .. other,
                .. new Message().Add(12, TinyModel.Value("y")).Add(11, TinyModel.Value("x")).ToArray()];
        byte[] model = new Message().Add(8, new Message().Add(2, 17)).Add(7, graph).Add(200, "after").ToArray();

        Message newNode = new Message().Add(7, "").Add(4, "Elu").Add(99, "unknown").Add(2, "h").Add(6, "documentation").Add(1, "x")
            .Add(5, new Message().Add(1, "alpha").Add(2, 1f).Add(20, 1));
        byte[] newGraph =
            [.. new Message().Add(77, 5).Add(1, newNode).ToArray(), .. other,
                .. new Message().Add(12, TinyModel.Value("y")).Add(11, TinyModel.Value("x")).ToArray()];
        byte[] expected = new Message().Add(8, new Message().Add(2, 17)).Add(7, newGraph).Add(200, "after").ToArray();

        Assert.Equal(expected, new OnnxSwap("relu", Elu).Apply(model, out OnnxSwapResult result));
        Assert.Equal(["h"], result.Replaced);
    }

    [Fact]
    public void There_and_back_again_gives_the_same_bytes()
    {
        byte[] model = Sample.Golden("mlp");
        byte[] there = new OnnxSwap("Relu", ActivationCatalog.Parse("tanh")).Apply(model, out _);
        Assert.Equal(model, new OnnxSwap("Tanh", ActivationCatalog.Parse("relu")).Apply(there, out _));
    }

    public static TheoryData<string> Functions => [.. ActivationCatalog.All.Where(info => !info.Create().IsLearned).Select(info => info.Name)];

    [Theory, MemberData(nameof(Functions))]
    public void Every_function_of_the_catalog_with_fixed_parameters_can_take_the_place(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        byte[] swapped = new OnnxSwap("Relu", f).Apply(TinyModel.Of([TinyModel.Node("Relu", "x", "y")]), out _);
        Tensor x = Sample.Normal([20, 3]), y = OnnxRuntime.Run(swapped, x);
        for (int i = 0; i < x.Shape.Size; i++)
            Assert.Equal(f.Evaluate(x.Values[i]), y.Values[i], 1e-5);
    }

    [Fact]
    public void Nodes_in_branches_and_functions_are_found()
    {
        Message branch = new Message().Add(1, TinyModel.Node("Relu", "x", "b", "inner")).Add(12, TinyModel.Value("b"));
        Message condition =
            new Message().Add(1, "c").Add(2, "y").Add(4, "If").Add(3, "if").Add(5, new Message().Add(1, "then_branch").Add(6, branch).Add(20, 5));
        Message function = new Message().Add(1, "F").Add(7, TinyModel.Node("Relu", "a", "b", "in function")).Add(9, new Message().Add(2, 17));
        byte[] model = [.. TinyModel.Of([condition]), .. new Message().Add(25, function).ToArray()];

        new OnnxSwap("Relu", Elu).Apply(model, out OnnxSwapResult result);
        Assert.Equal(["inner", "in function"], result.Replaced);
    }

    [Fact]
    public void An_operator_of_another_domain_is_left_alone()
    {
        Message foreign = TinyModel.Node("Relu", "x", "h").Add(7, "com.example");
        new OnnxSwap("Relu", Elu).Apply(TinyModel.Of([foreign, TinyModel.Node("Relu", "h", "y")]), out OnnxSwapResult result);
        Assert.Equal(["y"], result.Replaced);
    }

    [Fact]
    public void The_two_functions_that_share_an_operator_are_told_apart()
    {
        Message tanh = TinyModel.Node("Gelu", "x", "h").Add(5, new Message().Add(1, "approximate").Add(4, "tanh").Add(20, 3));
        byte[] model = TinyModel.Of([tanh, TinyModel.Node("Gelu", "h", "y")], [], opset: 20);
        new OnnxSwap("gelu-tanh", Elu).Apply(model, out OnnxSwapResult ofTanh);
        new OnnxSwap("gelu", Elu).Apply(model, out OnnxSwapResult exact);
        Assert.Equal(["h"], ofTanh.Replaced);
        Assert.Equal(["y"], exact.Replaced);
    }

    [Fact]
    public void What_cannot_be_replaced_is_refused_in_a_sentence()
    {
        byte[] model = Sample.Golden("mlp");
        Refused.With<ModelFormatException>(
            "'model.onnx' has no node with the operator Tanh, so nothing was written. It has Elu (1), Relu (1): name one of these with OnnxSwap.",
            () => new OnnxSwap("tanh", Elu).Apply(model, out _));
        Refused.With<ArgumentException>(
            "'prelu' learns its parameters, which no file has for it yet: choose a function whose parameters are fixed, such as elu, or import the "
                + "file and train it.",
            () => new OnnxSwap("Relu", ActivationCatalog.Parse("prelu")));
        Refused.With<ModelFormatException>(
            "'model.onnx': node 'c' (Clip) takes [x, x] and gives [y], but only a function of one value can be replaced by another. Nothing "
                + "was written.",
            () => new OnnxSwap("Clip", Elu).Apply(TinyModel.Of([TinyModel.Node("Clip", "x", "y", "c").Add(1, "x")]), out _));
        Refused.With<ModelFormatException>(
            "'model.onnx' states operator set 7, in which gelu cannot be written: that needs 9. Export the model with a later one, or choose "
                + "another function. Nothing was written.",
            () => new OnnxSwap("Relu", ActivationCatalog.Parse("gelu")).Apply(TinyModel.Of([TinyModel.Node("Relu", "x", "y")], [], opset: 7), out _));
        Refused.With<ModelFormatException>(
            "'model.onnx': expected an ONNX model, but it is empty. Copy or export it again.",
            () => new OnnxSwap("Relu", Elu).Apply(Array.Empty<byte>(), out _));
    }

    public static TheoryData<string, int, int> FunctionsByType
    {
        get
        {
            TheoryData<string, int, int> data = [];
            foreach (string name in Functions.Select(row => row.Data))
                foreach ((int type, int opset) in new[] { (10, 14), (11, 20) })
                    data.Add(name, type, opset);
            return data;
        }
    }

    [Theory, MemberData(nameof(FunctionsByType))]
    public void In_float16_and_double_graphs_the_new_nodes_fit(string name, int type, int opset)
    {
        byte[] model = Typed(type, opset);
        byte[] swapped = new OnnxSwap("Relu", ActivationCatalog.Parse(name)).Apply(model, out _);
        OnnxRuntime.Load(swapped);
        // In a file with other types as well a constant takes the type of the value in its place; before operator set 15 nothing does.
        byte[] mixed = [.. Typed(type, 17, extra: TinyModel.Tensor("other", [1], new byte[4]))];
        OnnxRuntime.Load(new OnnxSwap("Relu", ActivationCatalog.Parse(name)).Apply(mixed, out _));
    }

    // As far as bfloat16 goes, what is not refused is a file that ONNX Runtime takes.
    [Theory, MemberData(nameof(Functions))]
    public void In_bfloat16_graphs_the_new_nodes_fit_or_are_refused(string name)
    {
        foreach (int opset in (int[])[15, 17, 20, 22])
            try
            {
                OnnxRuntime.Load(new OnnxSwap("Relu", ActivationCatalog.Parse(name)).Apply(Typed(16, opset), out _));
            }
            catch (ModelFormatException refusal)
            {
                Assert.Contains(
                    " among numbers of the types BFloat16 needs an operator that operator set ", refusal.Message, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void What_fits_no_type_of_the_file_is_refused()
    {
        Refused.With<ModelFormatException>(
            "'model.onnx': elu among numbers of the types BFloat16 needs an operator that operator set 17 has not for all of them, which Elucid "
                + "does not support. Supported: float32; or another function, such as tanh or sigmoid. "
            + "Nothing was written.", () => new OnnxSwap("Relu", Elu).Apply(Typed(16, 17), out _));
        Refused.With<ModelFormatException>(
            "'model.onnx': swish needs constants of the type of 'x', which the file does not state in operator set 14, with numbers of the types "
                + "Float, Float16, which Elucid does not support. Supported: one type in the whole file, "
            + "or operator set 15, or a function that is one operator, such as elu. Nothing was written.",
            () => new OnnxSwap("Relu", ActivationCatalog.Parse("swish:beta=2"))
                .Apply(Typed(10, 14, extra: TinyModel.Tensor("other", [1], new byte[4])), out _));
        new OnnxSwap("Relu", ActivationCatalog.Parse("tanh")).Apply(Typed(16, 17), out OnnxSwapResult result);
        Assert.Equal(["y"], result.Replaced);
    }

    [Fact]
    public void Constants_in_double_graphs_keep_the_digits_of_double()
    {
        byte[] swapped = new OnnxSwap("Relu", ActivationCatalog.Parse("gelu")).Apply(Typed(11, 17), out _);
        Assert.True(swapped.AsSpan().IndexOf(BitConverter.GetBytes(Math.Sqrt(2))) > 0);
    }

    static byte[] Typed(int type, int opset, params Message[] extra)
    {
        Message Value(string name) =>
            new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, type).Add(2, new Message().Add(1, new Message().Add(1, 3)))));
        Message graph = new Message().Add(1, TinyModel.Node("Relu", "x", "y")).Add(2, "typed").Add(5, extra).Add(11, Value("x")).Add(12, Value("y"));
        return new Message().Add(1, 8).Add(8, new Message().Add(1, "").Add(2, opset)).Add(7, graph).ToArray();
    }

    [Fact]
    public void Files_with_weights_beside_the_model_are_named()
    {
        Message external = new Message().Add(1, 3).Add(2, 1).Add(8, "w").Add(14, 1).Add(13, new Message().Add(1, "location").Add(2, "weights.bin"));
        new OnnxSwap("Relu", Elu).Apply(TinyModel.Of([TinyModel.Node("Relu", "x", "y")], external), out OnnxSwapResult result);
        Assert.Equal(["weights.bin"], result.ExternalFiles);
    }

    [Fact]
    public void Weights_beside_the_model_are_not_overwritten_by_it()
    {
        using TemporaryDirectory directory = new();
        Message external = new Message().Add(1, 3).Add(2, 1).Add(8, "w").Add(14, 1).Add(13, new Message().Add(1, "location").Add(2, "weights.bin"));
        string model = directory.Write("model.onnx", TinyModel.Of([TinyModel.Node("Relu", "x", "y")], external)),
            weights = directory.Write("weights.bin", "weights");
        Refused.With<ArgumentException>(
            $"'{weights}' holds weights of '{model}', which would be lost: write another file. (Parameter 'output')", () =>
                new OnnxSwap("Relu", Elu).Apply(model, weights));
        Assert.Equal("weights", File.ReadAllText(weights));
        new OnnxSwap("Relu", Elu).Apply(model, directory["other.onnx"]);
    }
}
