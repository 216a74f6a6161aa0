namespace Elucid.Onnx.Tests;

/// <summary>Files that nobody vouches for are refused in a sentence that names what is wrong with them, and cost no more memory than their length
/// allows.</summary>
[AnyWidth]
public sealed class HostileFileTests
{
    const string Advice = "The file is damaged or was not written as ONNX; copy or export it again.";

    static readonly byte[] Good = Sample.Golden("mlp");

    static void Refuses(string sentence, byte[] model) => Refused.With<ModelFormatException>(sentence, () => OnnxImport.Load(model));

    static Message Tensor(params long[] shape) => TinyModel.Tensor("w", shape, new byte[12]);

    [Fact]
    public void Cycles_are_refused()
    {
        Message a = new Message().Add(1, "x").Add(1, "b").Add(2, "a").Add(3, "first").Add(4, "Add");
        Refuses($"'model.onnx': expected a graph without cycles, but node 'first' (Add) waits for its own output, directly or through other "
            + $"nodes. {Advice}",
            TinyModel.Of([a, TinyModel.Node("Relu", "a", "b", "second"), TinyModel.Node("Relu", "b", "y")]));
        Refuses($"'model.onnx': expected a graph without cycles, but node 'self' (Relu) waits for its own output, directly or through other "
            + $"nodes. {Advice}",
            TinyModel.Of([TinyModel.Node("Relu", "y", "y", "self")]));
    }

    [Fact]
    public void A_node_that_reads_what_nobody_gives_is_refused() => Refuses(
        $"'model.onnx': expected a node, tensor or input called 'ghost', which node 'n' (Relu) reads, but there is none. {Advice}",
        TinyModel.Of([TinyModel.Node("Relu", "ghost", "y", "n")]));

    [Fact]
    public void Names_that_occur_twice_are_refused()
    {
        Refuses($"'model.onnx': expected each value from one place, but 'y' comes from node 'b' (Relu) and from elsewhere. {Advice}",
            TinyModel.Of([TinyModel.Node("Relu", "x", "y", "a"), TinyModel.Node("Relu", "x", "y", "b")]));
        Refuses($"'model.onnx': expected each name once, but the graph has two tensors 'w'. {Advice}",
            TinyModel.Of([TinyModel.Node("Relu", "x", "y")], Tensor(3), Tensor(3)));
        Refuses($"'model.onnx': expected each value from one place, but 'x' comes from node 'n' (Relu) and from elsewhere. {Advice}",
            TinyModel.Of([TinyModel.Node("Relu", "x", "x", "n")]));
    }

    [Theory]
    [InlineData(new long[] { -1, 3 }, "axes of length 0 to 2147483647, but tensor 'w' has the shape [-1, 3]")]
    [InlineData(new long[] { long.MaxValue, 0 }, "axes of length 0 to 2147483647, but tensor 'w' has the shape [9223372036854775807, 0]")]
    [InlineData(new long[] { 65536, 65536 }, "at most 2147483591 elements, but tensor 'w' has the shape [65536, 65536]")]
    [InlineData(new long[] { 2000000000 }, "8000000000 bytes for the shape [2000000000] of Float, but tensor 'w' has 12")]
    [InlineData(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3 },
        "at most 16 axes, but tensor 'w' has the shape [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …] of 17 axes")]
    [InlineData(new long[] { 4 }, "16 bytes for the shape [4] of Float, but tensor 'w' has 12")]
    public void Shapes_that_the_file_does_not_cover_are_refused(long[] shape, string problem)
    {
        // The name comes before the shape, as it may.
        Message tensor = new Message().Add(8, "w");
        foreach (long length in shape)
            tensor.Add(1, length);
        Refuses($"'model.onnx': expected {problem}. {Advice}",
            TinyModel.Of([TinyModel.Node("Relu", "x", "y")], tensor.Add(2, 1).Add(9, new byte[12])));
    }

    [Fact]
    public void An_absurd_shape_costs_no_memory()
    {
        byte[] model = TinyModel.Of([TinyModel.Node("Relu", "x", "y")], Tensor(2_000_000_000));
        Assert.Throws<ModelFormatException>(() => OnnxImport.Load(model));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => OnnxImport.Load(model));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Elements_of_types_without_numbers_are_refused() => Refuses(
        "'model.onnx': tensor 'w' has elements of type String, which Elucid does not support. Supported: real numbers of 8 to 64 bits, and "
            + "truth values.",
        TinyModel.Of([TinyModel.Node("Relu", "x", "y")], TinyModel.Tensor("w", [3], new byte[12], type: 8)));

    [Fact]
    public void Damaged_encodings_are_refused()
    {
        Refuses($"'model.onnx': expected numbers of at most 64 bits, but the model has a longer one before byte 11. {Advice}",
            [0x08, .. Enumerable.Repeat((byte)0xFF, 10), 0]);
        Refuses($"'model.onnx': expected a number, but the model has its end in the middle of one: it is cut short. {Advice}", [0x08, 0xFF]);
        Refuses($"'model.onnx': expected 1000 bytes in field 7, but the model has only 1 left: it is cut short. {Advice}", [0x3A, 0xE8, 0x07, 0]);
        Refuses($"'model.onnx': expected 18446744073709551615 bytes in field 7, but the model has only 0 left: it is cut short. {Advice}",
            [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
        Refuses($"'model.onnx': expected fields of the kinds 0, 1, 2 and 5, but the model has kind 3 in field 7. {Advice}", [0x3B]);
        Refuses($"'model.onnx': expected a field number between 1 and 536870911, but the model has 0 at byte 0. {Advice}", [0x00]);
        Refuses($"'model.onnx': expected field 7 to be stored as Bytes, but the model has it as Varint. {Advice}", new Message().Add(7, 5).ToArray());
        Refuses($"'model.onnx': expected text in UTF-8 in field 4, but node 0 has other bytes. {Advice}",
            TinyModel.Of([new Message().Add(2, "y").Add(4, new byte[] { 0xC3, 0x28 })]));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_means_something_else()
    {
        for (int length = 0; length < Good.Length; length++)
            Tolerates(Good[..length], [1, 3, 4]);
    }

    [Fact]
    public void Graphs_nested_without_end_are_refused()
    {
        Message graph = new Message().Add(1, TinyModel.Node("Relu", "x", "y"));
        for (int i = 0; i < 40; i++)
            graph = new Message().Add(1, new Message().Add(2, "y").Add(4, "If").Add(5, new Message().Add(1, "then_branch").Add(6, graph)));
        byte[] model = new Message().Add(8, new Message().Add(2, 17)).Add(7, graph).ToArray();
        Refused.With<ModelFormatException>(
            "'model.onnx': a graph in a node is more than 32 levels of graphs deep, which Elucid does not support. Supported: fewer.",
            () => new OnnxSwap("Relu", ActivationCatalog.Parse("elu")).Apply(model, out _));
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("inner/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("C:secret.bin")]
    [InlineData("./w.bin")]
    [InlineData("")]
    public void Weights_outside_the_directory_are_not_read(string location)
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("model.onnx", WithExternal(location));
        Refused.With<ModelFormatException>(
            $"'{path}': tensor 'w' is stored in the file '{location}', which is not a path below the model's own directory: such files are not read. "
            + "Put the numbers beside the model, or export it into one file.",
            () => OnnxImport.Load(path));
    }

    [Fact]
    public void Weights_beside_the_model_are_read_but_not_through_links()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("model.onnx", WithExternal("w.bin", ("offset", "4"), ("length", "12")));
        Refused.With<ModelFormatException>(
            $"'{path}': tensor 'w' is stored in the file 'w.bin', which does not exist. Copy it beside the model.", () => OnnxImport.Load(path));

        directory.Write("w.bin", [9, 9, 9, 9, .. new float[] { 1, 2, 3 }.SelectMany(BitConverter.GetBytes)]);
        Assert.Equal([1, 2, 3], OnnxImport.Load(path).NamedParameters().Single().Value.Values.ToArray());

        directory.Write("w.bin", new byte[8]);
        Refused.With<ModelFormatException>(
            $"'{path}': tensor 'w' is stored in the file 'w.bin', which has 8 bytes, but bytes 4 to 16 are asked for. Copy it again.", () =>
                OnnxImport.Load(path));

        File.Delete(directory["w.bin"]);
        File.CreateSymbolicLink(directory["w.bin"], "/etc/passwd");
        Refused.With<ModelFormatException>(
            $"'{path}': tensor 'w' is stored in the file 'w.bin', which is reached through a link: such files are not read. Put the file itself "
                + $"beside the model.",
            () => OnnxImport.Load(path));
    }

    [Fact]
    public void Attributes_that_are_not_known_or_of_another_kind_are_refused()
    {
        Refuses("'model.onnx': node 'n' (Relu) has the attribute 'slope', which Elucid does not support. Supported: none.",
            TinyModel.Of([TinyModel.Node("Relu", "x", "y", "n").Add(5, new Message().Add(1, "slope").Add(2, 0.1f))]));
        Refuses($"'model.onnx': expected 'alpha' to be of kind Float, but node 'n' (Elu) has it of kind Integer. {Advice}",
            TinyModel.Of([TinyModel.Node("Elu", "x", "y", "n").Add(5, new Message().Add(1, "alpha").Add(3, 1))]));
        Refuses("'model.onnx': node 'n' (Elu) has a parameter out of its range, which Elucid does not support. Supported: what fits. "
            + "Parameter 'alpha' of elu must be finite and at least 0, but is -1: it is the value −α at which large negative inputs saturate.",
            TinyModel.Of([TinyModel.Node("Elu", "x", "y", "n").Add(5, new Message().Add(1, "alpha").Add(2, -1f))]));
        Refuses($"'model.onnx': expected 1 inputs, but node 'n' (Relu) has [x, x]. {Advice}",
            TinyModel.Of([TinyModel.Node("Relu", "x", "y", "n").Add(1, "x")]));
    }

    [Fact]
    public void Missing_files_and_directories_are_refused()
    {
        using TemporaryDirectory directory = new();
        Refused.With<ModelFormatException>(
            $"'{directory["none.onnx"]}': expected an ONNX file, but there is no such file. Check the path.", () =>
                OnnxImport.Load(directory["none.onnx"]));
        Refused.With<ModelFormatException>(
            $"'{directory.Path}': expected an ONNX file, but it is a directory. Check the path.", () => OnnxImport.Load(directory.Path));
    }

    [Fact]
    public void Mutations_of_a_good_file_are_read_or_refused()
    {
        RandomStream random = new(7);
        // What a convolution is asked for may be large.
        foreach ((string name, Shape? input) in new (string, Shape?)[]
            { ("mlp", [1, 3, 4]), ("views", [1, 3, 4]), ("functions-17", [1, 5]), ("gru", [1, 4, 3]), ("lstm", [1, 4, 3]), ("cnn", null),
                ("resnet", null) })
        {
            byte[] good = Sample.Golden(name);
            for (int round = 0; round < 2000; round++)
                Tolerates(Mutated(good, random), input);
        }
        for (int round = 0; round < 2000; round++)
            Tolerates(Mutated(QuantizedImportTests.Good, random), [1, 3]);
    }

    static byte[] WithExternal(string location, params (string Key, string Value)[] more)
    {
        Message external = new Message().Add(1, 3).Add(2, 1).Add(8, "w").Add(14, 1).Add(13, new Message().Add(1, "location").Add(2, location));
        foreach ((string key, string value) in more)
            external.Add(13, new Message().Add(1, key).Add(2, value));
        return TinyModel.Of([new Message().Add(1, "x").Add(1, "w").Add(2, "y").Add(4, "Add")], external);
    }

    // No exception but the one that is promised, from import and swap, and from running what was imported.
    static void Tolerates(byte[] model, Shape? input)
    {
        try
        {
            new OnnxSwap("Relu", ActivationCatalog.Parse("mish")).Apply(model, out _);
        }
        catch (ModelFormatException)
        {
        }
        try
        {
            GraphModule module = OnnxImport.Load(model);
            if (input is { } shape)
                module.Forward(new Tensor(shape));
        }
        catch (Exception e) when (e is ModelFormatException or ShapeException)
        {
        }
    }

    static byte[] Mutated(byte[] good, RandomStream random)
    {
        List<byte> bytes = [.. good];
        for (int changes = 1 + random.NextInt32(3); changes > 0; changes--)
        {
            int at = random.NextInt32(bytes.Count);
            switch (random.NextInt32(5))
            {
                case 0: bytes[at] = (byte)random.NextInt32(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.NextInt32(8)); break;
                case 2: bytes.Insert(at, (byte)random.NextInt32(256)); break;
                case 3: bytes.RemoveAt(at); break;
                default:
                    int count = Math.Min(random.NextInt32(40), bytes.Count - at);
                    byte[] piece = [.. bytes.Skip(at).Take(count)];
                    bytes.InsertRange(random.NextInt32(bytes.Count), piece);
                    break;
            }
        }
        return [.. bytes];
    }
}
