using System.Runtime.InteropServices;

namespace Elucid.Onnx.Tests;

/// <summary>Files whose weights are whole numbers with scales: DequantizeLinear of tensors of the file.</summary>
public sealed class QuantizedImportTests
{
    const string Advice = "The file is damaged or was not written as ONNX; copy or export it again.",
        Known = "Supported: weights in whole numbers (DequantizeLinear of tensors of the file); quantize those alone, or export the network before "
            + "its activations are quantized.";

    const int Float = 1, UInt8 = 2, Int8 = 3, UInt16 = 4, Int16 = 5, Int32 = 6, Float16 = 10;

    static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    static Message Product(string left, string right, string output) => new Message().Add(1, left).Add(1, right).Add(2, output).Add(4, "MatMul");

    static Message Dequantize(string output = "w", long? axis = null, string zero = "zero", string numbers = "w_quantized")
    {
        Message node = new Message().Add(1, numbers).Add(1, "scale");
        if (zero.Length > 0)
            node.Add(1, zero);
        return Attribute(node.Add(2, output).Add(3, "n").Add(4, "DequantizeLinear"), "axis", axis);
    }

    static Message Attribute(Message node, string name, long? value) =>
        value is { } number ? node.Add(5, new Message().Add(1, name).Add(3, number).Add(20, 2)) : node;

    static Message Tensor(string name, int type, byte[] raw, params long[] shape) => TinyModel.Tensor(name, shape, raw, type);

    // [rows, 3] · [3, 2].
    static byte[] Model(Message node, params Message[] tensors) => TinyModel.Of([node, Product("x", "w", "y")], tensors, opset: 21);

    public static TheoryData<string, byte[]> Forms => new()
    {
        {
            "one scale", Model(
                Dequantize(zero: ""), Tensor("w_quantized", Int8, Bytes<sbyte>(-127, 5, 0, 127, -128, 1), 3, 2), Tensor("scale", Float, Bytes(0.1f)))
        },
        {
            "one scale in a list", Model(
                Dequantize(), Tensor("w_quantized", UInt8, [0, 255, 128, 3, 4, 5], 3, 2), Tensor("scale", Float, Bytes(0.03f), 1),
                Tensor("zero", UInt8, [128], 1))
        },
        {
            "a scale for each output", Model(
                Dequantize(axis: 1), Tensor("w_quantized", UInt8, [0, 255, 128, 3, 4, 5], 3, 2), Tensor("scale", Float, Bytes(0.03f, 0.7f), 2),
                Tensor("zero", UInt8, [128, 7], 2))
        },
        {
            "a scale for each input, symmetric", Model(
                Dequantize(axis: -2, zero: ""), Tensor("w_quantized", Int8, Bytes<sbyte>(1, 2, -3, 4, 5, -6), 3, 2),
                Tensor("scale", Float, Bytes(0.03f, 0.7f, 1f / 3), 3))
        },
        {
            "without an axis", Model(
                Dequantize(), Tensor("w_quantized", Int16, Bytes<short>(-32768, 2, -3, 4, 32767, -6), 3, 2),
                Tensor("scale", Float, Bytes(0.0003f, 0.0007f), 2), Tensor("zero", Int16, Bytes<short>(0, -12), 2))
        },
        {
            "sixteen bits without a sign", Model(
                Dequantize(), Tensor("w_quantized", UInt16, Bytes<ushort>(65535, 2, 3, 4, 32767, 6), 3, 2), Tensor("scale", Float, Bytes(0.0003f)),
                Tensor("zero", UInt16, Bytes<ushort>(32768)))
        },
        {
            "thirty-two bits", Model(
                Dequantize(zero: ""), Tensor("w_quantized", Int32, Bytes(-70_000, 2, 16_777_217, 4, 5, 6), 3, 2),
                Tensor("scale", Float, Bytes(0.0003f)))
        },
    };

    [Theory, MemberData(nameof(Forms))]
    public void It_has_the_weights_that_onnx_runtime_has(string form, byte[] model)
    {
        Tensor x = Sample.Normal([4, 3]);
        GraphModule network = OnnxImport.Load(model);
        Assert.True(OnnxRuntime.Difference(OnnxRuntime.RunAsWritten(model, x), network.Predict(x)) < 1e-6, form);
        (string name, Tensor weight) = Assert.Single(network.NamedParameters());
        Assert.Equal(("w", new Shape(3, 2)), (name, weight.Shape));
        byte[] written = OnnxExport.ToBytes(network, [1, 3], opset: 21);
        Assert.Equal(network.Predict(x).Values, OnnxImport.Load(written).Predict(x).Values);
    }

    [Fact]
    public void Scales_of_sixteen_bits_and_constants_among_the_nodes_are_read_too()
    {
        Message scale = new Message().Add(2, "scale").Add(4, "Constant").Add(5, new Message().Add(1, "value").Add(5,
            TinyModel.Tensor("", [2], Bytes((Half)0.25, (Half)0.5), Float16)).Add(20, 4));
        GraphModule network = OnnxImport.Load(TinyModel.Of(
            [scale, Dequantize(axis: 1, zero: ""), Product("x", "w", "y")], [Tensor("w_quantized", Int8, [1, 2, 3, 4, 5, 6], 3, 2)], opset: 21));
        Assert.Equal([0.25f, 1, 0.75f, 2, 1.25f, 3], Assert.Single(network.NamedParameters()).Value.Values.ToArray());
    }

    [Fact]
    public void It_is_a_body_to_put_a_new_head_on_and_old_files_that_list_their_weights_as_inputs_are()
    {
        Message graph = new Message().Add(1, Dequantize()).Add(1, Product("x", "w", "h")).Add(1, TinyModel.Node("Relu", "h", "a"))
            .Add(1, Product("a", "last", "y")).Add(2, "tiny").Add(5, Tensor("w_quantized", Int8, [1, 2, 3, 4, 5, 6], 3, 2))
            .Add(5, Tensor("scale", Float, Bytes(0.5f))).Add(5, Tensor("zero", Int8, [1])).Add(5, Tensor("last", Float, Bytes(1f, 2, 3, 4), 2, 2));
        foreach (string input in new[] { "w_quantized", "x", "scale", "last" })
            graph.Add(11, TinyModel.Value(input));
        byte[] model = new Message().Add(1, 3).Add(8, new Message().Add(1, "").Add(2, 17)).Add(7, graph.Add(12, TinyModel.Value("y"))).ToArray();
        PretrainedBody body = PretrainedBody.Load(new MemoryStream(model), "net.onnx");
        Module network = body.BuildNetwork(new NetworkRecipe { Hidden = [5] }, [3], 2, Activations.Elu(), new RandomStream(1));
        Assert.Equal(["body.w", "head.0.weight", "head.0.bias", "head.2.weight", "head.2.bias"], network.NamedParameters().Select(p => p.Name));
        Assert.Equal([0, 0.5f, 1, 1.5f, 2, 2.5f], network.NamedParameters().First().Value.Values.ToArray());
        ModelFile file = new()
        {
            Recipe = new NetworkRecipe { Hidden = [5] },
            Activation = "elu",
            FeatureShape = [3],
            OutputNames = ["a", "b"],
            Task = LearningTask.Classification,
            Data = "random",
            Body = body.Description,
        };
        using MemoryStream stored = new();
        file.Save(network, stored);
        stored.Position = 0;
        Tensor x = Sample.Normal([4, 3]);
        Assert.Equal(network.Predict(x).Values, ModelFile.Load(stored).Network.Predict(x).Values);
    }

    static readonly Message Numbers = Tensor("w_quantized", Int8, [1, 2, 3, 4, 5, 6], 3, 2), Scale = Tensor("scale", Float, Bytes(1f, 2), 2),
        Zero = Tensor("zero", Int8, [1, 2], 2);

    /// <summary>One of a scale for each output.</summary>
    public static byte[] Good => Model(Dequantize(axis: 1), Numbers, Scale, Zero);

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "an 'axis' of the shape [3, 2], but node 'n' (DequantizeLinear) has axis 2", Model(Dequantize(axis: 2), Numbers, Scale, Zero) },
        {
            "an 'axis' of the shape [3, 2], but node 'n' (DequantizeLinear) has axis -9223372036854775808",
            Model(Dequantize(axis: long.MinValue), Numbers, Scale, Zero)
        },
        {
            "one scale, or 3 for axis 0 of the shape [3, 2], but node 'n' (DequantizeLinear) has 2",
            Model(Dequantize(axis: 0), Numbers, Scale, Zero)
        },
        {
            "one scale, or 2 for axis 1 of the shape [3, 2], but node 'n' (DequantizeLinear) has 0",
            Model(Dequantize(), Numbers, Tensor("scale", Float, [], 0), Zero)
        },
        {
            "one scale, or a list of them, but node 'n' (DequantizeLinear) has scales of the shape [1, 2]",
            Model(Dequantize(), Numbers, Tensor("scale", Float, Bytes(1f, 2), 1, 2), Zero)
        },
        {
            "numbers with fractions as its scale, but node 'n' (DequantizeLinear) has Int32",
            Model(Dequantize(), Numbers, Tensor("scale", Int32, Bytes(1, 2), 2), Zero)
        },
        {
            "a zero point of type Int8, as the numbers are, but node 'n' (DequantizeLinear) has one of type UInt8",
            Model(Dequantize(), Numbers, Scale, Tensor("zero", UInt8, [1, 2], 2))
        },
        {
            "a zero point for each of 2 scales, but node 'n' (DequantizeLinear) has 1",
            Model(Dequantize(), Numbers, Scale, Tensor("zero", Int8, [1]))
        },
        {
            "2 to 3 inputs, but node 'n' (DequantizeLinear) has [w_quantized]",
            Model(new Message().Add(1, "w_quantized").Add(2, "w").Add(3, "n").Add(4, "DequantizeLinear"), Numbers)
        },
        {
            "at most 2147483591 elements, but tensor 'w_quantized' has the shape [65536, 65536]",
            Model(Dequantize(), Tensor("w_quantized", Int8, [1], 65536, 65536), Scale, Zero)
        },
        {
            "2000000000 bytes for the shape [2000000000, 1] of Int8, but tensor 'w_quantized' has 6",
            Model(Dequantize(), Tensor("w_quantized", Int8, new byte[6], 2_000_000_000, 1), Scale, Zero)
        },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void What_no_standard_knows_is_refused(string problem, byte[] model) => Refused.With<ModelFormatException>(
        $"'model.onnx': expected {problem}. {Advice}", () => OnnxImport.Load(model));

    public static TheoryData<string, byte[]> Unknown => new()
    {
        {
            "node 'n' (DequantizeLinear) dequantizes numbers of type Int64, which Elucid does not support. Supported: Int8, UInt8, Int16, UInt16, Int32.",
            Model(Dequantize(zero: ""), Tensor("w_quantized", 7, new byte[48], 3, 2), Scale)
        },
        {
            "node 'n' (DequantizeLinear) has scales for blocks, which Elucid does not support. Supported: one scale for a tensor, or one for each index "
                + "of an axis.",
            Model(Attribute(Dequantize(), "block_size", 2), Numbers, Scale, Zero)
        },
        {
            "node 'n' (DequantizeLinear) has 11 as its 'output_dtype', which Elucid does not support. Supported: float32, float16 and bfloat16.",
            Model(Attribute(Dequantize(), "output_dtype", 11), Numbers, Scale, Zero)
        },
        {
            "node 'n' (DequantizeLinear) has the attribute 'other', which Elucid does not support. Supported: axis, block_size, output_dtype.",
            Model(Attribute(Dequantize(), "other", 1), Numbers, Scale, Zero)
        },
        {
            $"node 'n' (DequantizeLinear) dequantizes what the network computes, which Elucid does not support. {Known}",
            TinyModel.Of([Dequantize(output: "y", numbers: "x")], Scale, Zero)
        },
        {
            $"node 'q' (QuantizeLinear) quantizes what the network computes, which Elucid does not support. {Known}",
            TinyModel.Of([new Message().Add(1, "x").Add(1, "scale").Add(2, "y").Add(3, "q").Add(4, "QuantizeLinear")], Scale)
        },
        {
            $"the DynamicQuantizeLinear node that gives 'y' quantizes what the network computes, which Elucid does not support. {Known}",
            TinyModel.Of([TinyModel.Node("DynamicQuantizeLinear", "x", "y")])
        },
    };

    [Theory, MemberData(nameof(Unknown))]
    public void What_the_standard_knows_and_elucid_does_not_is_refused(string problem, byte[] model) => Refused.With<ModelFormatException>(
        $"'model.onnx': {problem}", () => OnnxImport.Load(model));

    [Fact]
    public void A_small_file_does_not_ask_for_much_memory_by_dequantizing_a_tensor_often()
    {
        byte[] model = TinyModel.Of(
            [.. Enumerable.Range(0, 9).Select(i => Dequantize(output: $"w{i}")), Product("x", "w0", "y")],
            [Tensor("w_quantized", Int8, new byte[2_000_000], 1_000_000, 2), Scale, Zero], opset: 17);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused.With<ModelFormatException>(
            "'model.onnx': node 'n' (DequantizeLinear) dequantizes 'w_quantized' as do 8 other nodes, which Elucid does not support. Supported: 8 of "
                + "them for a tensor.", () => OnnxImport.Load(model));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }
}
