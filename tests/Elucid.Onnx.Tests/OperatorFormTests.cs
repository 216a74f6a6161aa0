namespace Elucid.Onnx.Tests;

/// <summary>Forms of operators that other programs write: right as ONNX Runtime has them, or refused when the file is read.</summary>
public sealed class OperatorFormTests
{
    [Theory]
    [InlineData("linear", "half_pixel", "floor", 0.5f, 7, new float[] { 1.5f, 3.5f, 5.5f })]
    [InlineData("nearest", "asymmetric", "floor", 1.7f, 7, new float[] { 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6 })]
    [InlineData("linear", "pytorch_half_pixel", "floor", 0.1f, 10, new float[] { 1 })]
    [InlineData("nearest", "asymmetric", "floor", 0.7f, 10, new float[] { 1, 2, 3, 5, 6, 8, 9 })]
    [InlineData("nearest", "half_pixel", "round_prefer_floor", 2.5f, 2, null)]
    [InlineData("nearest", "half_pixel", "round_prefer_ceil", 0.4f, 9, null)]
    [InlineData("nearest", "asymmetric", "ceil", 1.3f, 8, null)]
    [InlineData("nearest", "align_corners", "round_prefer_ceil", 3f, 4, null)]
    [InlineData("linear", "asymmetric", "floor", 1.9f, 6, null)]
    [InlineData("linear", "align_corners", "floor", 2f, 5, null)]
    [InlineData("nearest", "half_pixel", "round_prefer_ceil", 64 / 26f, 26, null)]
    [InlineData("linear", "half_pixel", "floor", 2.5f, 3, null)]
    public void A_scale_is_taken_as_it_is_given(string mode, string place, string nearest, float scale, int length, float[]? expected)
    {
        Message resize =
            Node("Resize", ["x", "", "scales"], Word("mode", mode), Word("coordinate_transformation_mode", place), Word("nearest_mode", nearest));
        byte[] model = Model(4, [resize], TinyModel.Tensor("scales", [4], Floats(1, 1, 1, scale)));
        Tensor x = Counting([1, 1, 1, length]), y = Run(model, x);
        if (expected is not null)
            Assert.Equal(expected, y.Values.ToArray());
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(model, x), y), 1e-6);
        byte[] sequence = Model(3, [resize], TinyModel.Tensor("scales", [3], Floats(1, 1, scale)));
        Assert.Equal(y.Values.ToArray(), Run(sequence, Counting([1, 1, length])).Values.ToArray());
    }

    // 4.5 and 14.5, which a scale in float32 makes a little less: onnx/onnx issue 7841.
    [Fact]
    public void A_place_halfway_is_rounded_as_the_node_says()
    {
        Message resize =
            Node("Resize", ["x", "", "", "sizes"], Word("mode", "nearest"), Word("coordinate_transformation_mode", "half_pixel"),
                Word("nearest_mode", "round_prefer_ceil"));
        Tensor y = Run(Model(4, [resize], Longs("sizes", [1, 1, 1, 6])), Counting([1, 1, 1, 20]));
        Assert.Equal([2, 6, 9, 12, 16, 19], y.Values.ToArray());
    }

    [Theory]
    [InlineData("nearest", 1.5f)]
    [InlineData("nearest", 2f)]
    [InlineData("linear", 1.7f)]
    [InlineData("linear", 0.34f)]
    public void Operator_set_10_has_its_scales_in_the_second_place(string mode, float scale)
    {
        byte[] model =
            Model(4, [Node("Resize", ["x", "scales"], Word("mode", mode))], opset: 10, TinyModel.Tensor("scales", [4], Floats(1, 1, 1, scale)));
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(model, Counting([1, 1, 1, 7])), Run(model, Counting([1, 1, 1, 7]))), 1e-6);
    }

    [Fact]
    public void Operator_set_10_does_not_say_which_pixel_is_nearest_where_it_shrinks() => Refuses(
        "node 'n' (Resize) shrinks to nearest pixels, or by scales that the file does not state, in operator set 10, which Elucid does not support. "
            + "Supported: stated scales from 1 on, or operator set 11.",
        Model(4, [Node("Resize", ["x", "scales"])], opset: 10, TinyModel.Tensor("scales", [4], Floats(1, 1, 1, 0.34f))));

    [Fact]
    public void Scales_are_no_parameters()
    {
        GraphModule module = OnnxImport.Load(Model(4, [Node("Resize", ["x", "", "scales"])], TinyModel.Tensor("scales", [4], Floats(1, 1, 2, 2))));
        Assert.Empty(module.NamedParameters());
    }

    [Fact]
    public void Aligned_corners_at_a_scale_that_leaves_a_fraction_are_refused() => Refuses(
        "node 'n' (Resize) aligns corners at the scales [1, 1, 0.5, 1], which Elucid does not support. Supported: whole scales, or sizes, with "
            + "align_corners.",
        Model(4, [Node("Resize", ["x", "", "scales"], Word("mode", "linear"), Word("coordinate_transformation_mode", "align_corners"))],
            TinyModel.Tensor("scales", [4], Floats(1, 1, 0.5f, 1))));

    [Fact]
    public void A_beta_of_0_ignores_what_would_be_added()
    {
        byte[] model =
            Model(2, [Node("Gemm", ["x", "w", "c"], Number("beta", 0f))], TinyModel.Tensor("w", [3, 2], Floats(1, 2, 3, 4, 5, 6)),
                TinyModel.Tensor("c", [2], Floats(float.NaN, 1)));
        Assert.Equal([22, 28], Run(model, Counting([1, 3])).Values.ToArray());
    }

    [Fact]
    public void Weights_in_constant_nodes_are_parameters_under_the_names_of_their_values()
    {
        Message weight =
            new Message().Add(2, "fc.w").Add(4, "Constant")
                .Add(5, new Message().Add(1, "value").Add(5, TinyModel.Tensor("", [3, 2], Floats(1, 2, 3, 4, 5, 6))).Add(20, 4));
        Message bias =
            new Message().Add(2, "fc.b").Add(4, "Constant").Add(5, new Message().Add(1, "value_floats").Add(7, 10f).Add(7, 20f).Add(20, 6));
        GraphModule module = OnnxImport.Load(Model(2, [weight, bias, Node("Gemm", ["x", "fc.w", "fc.b"])]));
        Assert.Equal(["fc.b", "fc.w"], module.NamedParameters().Select(p => p.Name).Order());
        Assert.Equal([32, 48], module.Forward(Counting([1, 3])).Values.ToArray());
        Assert.Equal(3, module.NodeCount);
    }

    [Fact]
    public void The_default_of_an_attribute_may_be_written_out()
    {
        Message[] statistics =
            [.. new[] { "scale", "b", "mean", "var" }.Select((name, i) => TinyModel.Tensor(name, [3], Floats(i + 1, i + 1, i + 1)))];
        byte[] Norm(int spatial) =>
            Model(3, [Node("BatchNormalization", ["x", "scale", "b", "mean", "var"], Whole("spatial", spatial))], opset: 8, statistics);
        Tensor x = Sample.Normal([2, 3, 4]);
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(Norm(1), x), Run(Norm(1), x)), 1e-5);
        Refuses("node 'n' (BatchNormalization) has 'spatial' of 0, statistics for each place, which Elucid does not support. Supported: 'spatial' "
            + "of 1, statistics for each channel.", Norm(0));
    }

    [Theory]
    [InlineData(new long[] { -1 }, new long[] { -100 }, new long[] { -1 })]
    [InlineData(new long[] { 6 }, new long[] { 0 }, new long[] { -2 })]
    [InlineData(new long[] { 1 }, new long[] { long.MaxValue }, new long[] { 3 })]
    [InlineData(new long[] { 5 }, new long[] { 2 }, new long[] { 1 })]
    public void Slices_have_any_steps(long[] starts, long[] ends, long[] steps)
    {
        byte[] model = Model(3, [Node("Slice", ["x", "s", "e", "a", "t"])], Longs("s", starts), Longs("e", ends), Longs("a", [2]), Longs("t", steps));
        Agrees(model, Counting([2, 3, 7]));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void Indices_have_any_shape_and_gradients_flow_back(int axis)
    {
        byte[] model =
            Model(3, [Node("Gather", ["x", "i"], Whole("axis", axis))],
                TinyModel.Tensor("i", [2, 3], [.. new long[] { 0, 1, -1, 1, 0, 1 }.SelectMany(BitConverter.GetBytes)], type: 7));
        Tensor x = Sample.Normal([3, 2, 4]);
        Agrees(model, x);
        GraphModule module = OnnxImport.Load(model);
        x = new Tensor(x.Shape, requiresGradient: true);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(module.Forward(x)));
        Assert.Equal(6 * x.Shape.Size / x.Shape[axis], x.Gradient.ToArray().Sum());
    }

    [Theory]
    [InlineData(new long[] { 4, 2, 3, 5 }, 3)]
    [InlineData(new long[] { 2, 3, 5 }, 4)]
    [InlineData(new long[] { 4, 1, 3, 5 }, 4)]
    public void Stacks_of_matrices_are_broadcast(long[] shape, int rank)
    {
        byte[] model =
            Model(rank, [Node("MatMul", ["x", "w"])],
                TinyModel.Tensor("w", shape, Floats(Sample.Normal([(int)shape.Aggregate(1L, (a, b) => a * b)]).Values.ToArray())));
        Agrees(model, Sample.Normal(rank == 3 ? [2, 2, 3] : [4, 2, 2, 3]));
    }

    [Theory]
    [InlineData(-1f), InlineData(4f), InlineData(-0.5f), InlineData(0.5f), InlineData(-3f), InlineData(2.5f), InlineData(0f), InlineData(-0.3f)]
    public void Powers_that_are_known_are_those_of_onnx_runtime(float exponent) =>
        Agrees(Model(2, [Node("Pow", ["x", "p"])], TinyModel.Tensor("p", [], Floats(exponent))), Counting([2, 3]));

    [Fact]
    public void An_exponent_is_computed_before_the_network_runs()
    {
        Message sum = Node("Add", ["whole", "whole"], "p").Add(3, "sum");
        Agrees(Model(2, [sum, Node("Pow", ["x", "p"])], TinyModel.Tensor("whole", [], BitConverter.GetBytes(2L), type: 7)), Counting([2, 3]));
    }

    [Fact]
    public void Means_over_uneven_padding_leave_it_out() => Agrees(
        Model(4, [Node("AveragePool", ["x"], Wholes("kernel_shape", 3, 2), Wholes("strides", 2, 1), Wholes("pads", 0, 1, 2, 0))]),
        Sample.Normal([1, 2, 6, 5]));

    [Theory]
    [InlineData("MaxPool", 2, 3, 1), InlineData("AveragePool", 2, 3, 1), InlineData("MaxPool", 3, 2, 1), InlineData("AveragePool", 3, 2, 1),
        InlineData("MaxPool", 1, 2, 0)]
    public void Rounding_up_gives_the_windows_that_onnx_runtime_has(string op, int kernel, int stride, int padding)
    {
        foreach (int length in new[] { 5, 6, 7, 8 })
            Agrees(Model(
                3, [Node(op, ["x"], Wholes("kernel_shape", kernel), Wholes("strides", stride), Wholes("pads", padding, padding),
                    Whole("ceil_mode", 1))]), Sample.Normal([1, 2, length]));
    }

    [Fact]
    public void Padding_below_zero_cuts_off() =>
        Agrees(Model(3, [Node("Pad", ["x", "p"])], Longs("p", [0, 0, -1, 0, 1, 2])), Sample.Normal([2, 2, 5]));

    [Fact]
    public void What_cannot_be_done_is_refused_when_the_file_is_read()
    {
        Refuses("node 'n' (Pow) has other exponents than one number that the file states, which Elucid does not support. Supported: one finite "
            + "exponent in the file.",
            Model(2, [Node("Pow", ["x", "p"])], TinyModel.Tensor("p", [2], Floats(1, 2))));
        Refuses("node 'n' (Where) reads numbers with fractions from 'x', which Elucid does not support. Supported: whole numbers there.",
            Model(2, [Node("Where", ["c", "x", "x"])], TinyModel.Tensor("c", [3], new byte[3], type: 9)));
        Refuses("node 'n' (Conv) moves its window along 3 axes, which Elucid does not support. Supported: 1 and 2.",
            Model(5, [Node("Conv", ["x", "w"])], TinyModel.Tensor("w", [1, 1, 1, 1, 1], Floats(1))));
        Refuses("node 'n' (Resize) reads 5 axes from 'x', which Elucid does not support. Supported: 3 to 4.",
            Model(5, [Node("Resize", ["x", "", "s"])], TinyModel.Tensor("s", [5], Floats(1, 1, 2, 2, 2))));
        Refuses("output 'y' holds whole numbers, which Elucid does not support. Supported: outputs with fractions.",
            Model(2, [Node("Shape", ["x"])]));
        Refuses("tensor 'p' has the number 1E+300, which Elucid does not support. Supported: doubles that float32 can hold, up to 3.4e38.",
            Model(2, [Node("Pow", ["x", "p"])], TinyModel.Tensor("p", [], BitConverter.GetBytes(1e300), type: 11)));
    }

    static void Refuses(string sentence, byte[] model)
    {
        ModelFormatException refusal = Assert.Throws<ModelFormatException>(() => OnnxImport.Load(model));
        Assert.Equal(($"'model.onnx': {sentence}", FileProblem.NotSupported), (refusal.Message, refusal.Problem));
    }

    static void Agrees(byte[] model, Tensor x) => Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(model, x), Run(model, x)), 1e-5);

    static Tensor Run(byte[] model, Tensor x)
    {
        GraphModule module = OnnxImport.Load(model);
        module.Eval();
        return module.Forward(x);
    }

    static Tensor Counting(int[] shape) => new(new Shape(shape), [.. Enumerable.Range(1, new Shape(shape).Size).Select(i => (float)i)]);

    static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    static Message Longs(string name, long[] values) =>
        TinyModel.Tensor(name, [values.Length], [.. values.SelectMany(BitConverter.GetBytes)], type: 7);

    static Message Node(string op, string[] inputs, params Message[] attributes) => Node(op, inputs, "y", attributes);

    static Message Node(string op, string[] inputs, string output, params Message[] attributes) =>
        inputs.Aggregate(new Message(), (message, input) => message.Add(1, input)).Add(2, output).Add(3, "n").Add(4, op).Add(5, attributes);

    static Message Word(string name, string value) => new Message().Add(1, name).Add(4, value).Add(20, 3);

    static Message Number(string name, float value) => new Message().Add(1, name).Add(2, value).Add(20, 1);

    static Message Whole(string name, long value) => new Message().Add(1, name).Add(3, value).Add(20, 2);

    static Message Wholes(string name, params long[] values) =>
        values.Aggregate(new Message().Add(1, name), (message, value) => message.Add(8, value)).Add(20, 7);

    static byte[] Model(int rank, Message[] nodes, params Message[] initializers) => Model(rank, nodes, opset: 17, initializers);

    static byte[] Model(int rank, Message[] nodes, int opset, params Message[] initializers)
    {
        Message shape = Enumerable.Range(0, rank).Aggregate(new Message(), (message, axis) => message.Add(1, new Message().Add(2, $"d{axis}")));
        Message x = new Message().Add(1, "x").Add(2, new Message().Add(1, new Message().Add(1, 1).Add(2, shape))),
            y = new Message().Add(1, "y").Add(2, new Message().Add(1, new Message().Add(1, 1)));
        Message graph = new Message().Add(1, nodes).Add(2, "form").Add(5, initializers).Add(11, x).Add(12, y);
        return new Message().Add(1, 8).Add(8, new Message().Add(1, "").Add(2, opset)).Add(7, graph).ToArray();
    }
}
