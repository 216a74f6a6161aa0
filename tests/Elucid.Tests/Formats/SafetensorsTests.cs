using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Elucid.Tests.Formats;

public class SafetensorsTests
{
    static readonly SafetensorsEntry[] Two =
    [
        new("weight", [2, 2], new float[] { 1, -2, 0.5f, float.NaN }),
        new("bias", [], new float[] { 3 }),
    ];

    [Fact]
    public void The_bytes_are_those_of_the_reference_implementation()
    {
        // Written down by hand from the format's description: sorted names, 2 spaces to make the header's 160 bytes a multiple of 8.
        const string header = """{"__metadata__":{"a":"é \" <1>","b":"2"}""" + ""","bias":{"dtype":"F32","shape":[],"data_offsets":[0,4]}"""
            + ""","weight":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]}}  """;
        byte[] expected =
        [
            160, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header),
            0x00, 0x00, 0x40, 0x40,
            0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x00, 0x3F, 0x00, 0x00, 0xC0, 0xFF,
        ];
        Assert.Equal(expected, Bytes(Two, new() { ["b"] = "2", ["a"] = "é \" <1>" }));
    }

    [Fact]
    public void Integers_stand_first_where_every_number_is_aligned()
    {
        const string header =
            """{"count":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"bias":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""" + "       ";
        SafetensorsEntry count = new("count", [], new float[] { -2 }) { IsInteger = true };
        byte[] bytes = Bytes([Two[1], count]);
        Assert.Equal(
            [120, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x40, 0x40],
            bytes);
        SafetensorsEntry back = Read(bytes).Entries["count"];
        Assert.True(back.IsInteger);
        Assert.Equal(-2, back.Values.Span[0]);
        Refused.With<ArgumentException>("Tensor 'count': expected whole numbers of 64 bits, but got 0.5. Store it as F32: leave IsInteger out.",
            () => Bytes([count with { Values = new float[] { 0.5f } }]));
        Assert.Throws<ArgumentException>(() => Bytes([count with { Values = new[] { 9.223372e18f } }]));
    }

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        using TemporaryDirectory directory = new();
        SafetensorsFile.Write(directory["model.safetensors"], Two, new Dictionary<string, string> { ["activation"] = "elu 😀" });
        SafetensorsFile file = SafetensorsFile.Read(directory["model.safetensors"]);
        Assert.Equal(["bias", "weight"], file.Entries.Keys.Order());
        Assert.Equal([2, 2], file.Entries["weight"].Shape);
        Assert.Equal(Two[0].Values.ToArray(), file.Entries["weight"].Values.ToArray());
        Assert.Empty(file.Entries["bias"].Shape);
        Assert.Equal("elu 😀", Assert.Single(file.Metadata).Value);
    }

    [Fact]
    public void A_file_of_nothing_and_tensors_of_nothing_are_valid()
    {
        Assert.Empty(Read(Bytes([])).Entries);
        Assert.Equal([3, 0], Read(Bytes([new("none", [3, 0], default)])).Entries["none"].Shape);
    }

    [Theory]
    [InlineData("F64", "000000000000F83F00000000000000C0", 1.5f, -2f)]
    [InlineData("F16", "003E00C0", 1.5f, -2f)]
    [InlineData("BF16", "C03F00C0", 1.5f, -2f)]
    [InlineData("F8_E4M3", "3CC0", 1.5f, -2f)]
    [InlineData("F8_E4M3", "7E01", 448f, 0.001953125f)]
    [InlineData("F8_E5M2", "3EC0", 1.5f, -2f)]
    [InlineData("F8_E5M2", "7BFC", 57344f, float.NegativeInfinity)]
    [InlineData("BOOL", "0100", 1f, 0f)]
    [InlineData("I8", "7FFE", 127f, -2f)]
    [InlineData("U8", "7FFE", 127f, 254f)]
    [InlineData("I16", "FF7FFEFF", 32767f, -2f)]
    [InlineData("U16", "FF7FFEFF", 32767f, 65534f)]
    [InlineData("I32", "00000001FEFFFFFF", 16777216f, -2f)]
    [InlineData("U32", "00000001000000FF", 16777216f, 4278190080f)]
    [InlineData("I64", "0000000100000000FEFFFFFFFFFFFFFF", 16777216f, -2f)]
    [InlineData("U64", "00000001000000000300000000000000", 16777216f, 3f)]
    public void Other_number_formats_become_float32(string type, string data, float first, float second)
    {
        byte[] bytes = Convert.FromHexString(data);
        string header = $$$"""{"x":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{bytes.Length}}}]}}""";
        Assert.Equal([first, second], Read(File(header, bytes)).Entries["x"].Values.ToArray());
    }

    [Theory]
    [InlineData("I64", "01000000000020000000000000000000")]       // 2⁵³ + 1, which a double rounds to a number that float32 holds
    [InlineData("U64", "FFFFFFFFFFFFFFFF0000000000000000")]
    [InlineData("I64", "000000000000008000000000000000FF")]
    public void A_long_integer_that_a_double_rounds_first_is_refused_too(string type, string data) =>
        Assert.Contains("expected integers that float32 holds exactly, but value 0 of 'x'", Assert.Throws<ModelFormatException>(() =>
            Read(File($$$"""{"x":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,16]}}""", Convert.FromHexString(data)))).Message,
                StringComparison.Ordinal);

    [Fact]
    public void Integers_that_float32_cannot_hold_are_refused_in_a_sentence() =>
        Refused.With<ModelFormatException>("'stream': expected integers that float32 holds exactly, but value 1 of 'x' (I32) is not one. Store that "
            + "tensor as F32, or read the file without it.",
            () => Read(File("""{"x":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", [1, 0, 0, 0, 1, 0, 0, 1])));

    [Fact]
    public void Doubles_beyond_float32_are_refused_in_a_sentence() =>
        Refused.With<ModelFormatException>(
            "'stream': expected numbers within float32's range, up to 3.4e38, but value 0 of 'x' (F64) is not one. Store that tensor as F32, or "
                + "read the file without it.",
            () => Read(File("""{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", BitConverter.GetBytes(1e39))));

    [Fact]
    public void What_is_not_wanted_or_not_known_is_passed_over_by_name()
    {
        byte[] bytes =
            File(
                """{"a":{"dtype":"F4","shape":[8],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"c":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}""",
            [1, 2, 3, 4, .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(long.MaxValue)]);
        using TemporaryDirectory directory = new();
        string path = directory.Write("m.safetensors", bytes);
        SafetensorsFile file = SafetensorsFile.Read(path, name => name != "c");
        Assert.Equal([2], Assert.Single(file.Entries).Value.Values.ToArray());
        Assert.Equal([("a", "F4"), ("c", "I64")], file.Skipped.Select(pair => (pair.Key, pair.Value)));

        Module module = new One("b"), other = new One("a");
        Refused.With<ModelFormatException>(
            $"'{path}': expected weights of One only, but it has a, c as well. Load the weights that were saved from a module like it, or say "
                + $"which to skip.",
            () => Weights.Load(module, path));
        Weights.Load(module, path, skip: name => name is "a" or "c");
        Assert.Equal(2, module.NamedParameters().Single().Value.ToScalar());
        ModelFormatException refusal = Assert.Throws<ModelFormatException>(() => Weights.Load(other, path, skip: _ => true));
        Assert.Equal(FileProblem.NotSupported, refusal.Problem);
        Assert.Equal(
            $"'{path}': tensor 'a' has the type F4, which Elucid does not support. Supported: F32, F64, F16, BF16, F8_E4M3, F8_E5M2, BOOL, I8, U8, "
                + $"I16, U16, I32, U32, I64, U64.", refusal.Message);
    }

    [Fact]
    public void A_tensor_larger_than_an_array_is_passed_over_and_refused_only_where_it_is_wanted()
    {
        using TemporaryDirectory directory = new();
        string path = directory["large.safetensors"];
        const long Size = 3_000_000_000;
        using (FileStream stream = System.IO.File.Create(path))
        {
            stream.Write(
                File(
                    $$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[{{{Size}}}],"data_offsets":[4,{{{Size + 4}}}]}}""", [0, 0, 0, 64]));
            stream.SetLength(stream.Length + Size);           // a hole, which takes no room
        }
        Assert.Equal(2, SafetensorsFile.Read(path, name => name == "a").Entries["a"].Values.Span[0]);
        Refused.With<ModelFormatException>(
            $"'{path}': tensor 'b' has the shape [3000000000], which Elucid does not support. Supported: up to 2147483591 numbers in a tensor.", () =>
                SafetensorsFile.Read(path));
    }

    sealed class One : Module
    {
        public One(string name) => Parameter(name, [1]);

        public override Tensor Forward(Tensor x) => x;

        public override Shape OutputShape(Shape input) => input;

        public override string ToString() => "One";
    }

    [Theory]
    [InlineData("08071203",
        "an ONNX model. Read it with OnnxImport.Load, or change its activations with OnnxSwap.Apply; give Weights.Load the model.safetensors that "
            + "Weights.Save saved.")]
    [InlineData("504B03040A",
        "a zip archive, as PyTorch's .pt and NumPy's .npz files are. In Python, safetensors.torch.save_file writes weights as safetensors, and "
            + "torch.onnx.export a network as ONNX.")]
    [InlineData("76657273696F6E2068747470733A2F2F6769742D6C66732E6769746875622E636F6D2F737065632F7631",
        "a pointer of Git LFS to a large file. Fetch the file itself with `git lfs pull`.")]
    [InlineData("612C622C630A312C322C330A", "text, such as a table. Give the model; data comes after it.")]
    [InlineData("3C21444F43545950452068746D6C3E", "a web page. Download the file itself, not the page about it.")]
    public void A_file_of_another_kind_is_called_what_it_is(string start, string kind)
    {
        ModelFormatException refusal = Assert.Throws<ModelFormatException>(() => Read(Convert.FromHexString(start)));
        Assert.Equal(($"'stream': expected a safetensors file, but it is {kind}", FileProblem.WrongKind), (refusal.Message, refusal.Problem));
    }

    [Fact]
    public void A_model_in_several_files_is_read_through_its_index()
    {
        using TemporaryDirectory directory = new();
        SafetensorsFile.Write(directory["1.safetensors"], [Two[0]], null);
        SafetensorsFile.Write(directory["2.safetensors"], [Two[1], new SafetensorsEntry("elsewhere", [], new float[1])], null);
        string index = WriteIndex("""{"metadata":{"total_size":20},"weight_map":{"weight":"1.safetensors","bias":"2.safetensors"}}""");
        SafetensorsFile file = SafetensorsFile.Read(index);
        Assert.Equal(["bias", "weight"], file.Entries.Keys.Order());
        Assert.Equal(["bias"], SafetensorsFile.Read(index, name => name == "bias").Entries.Keys);
        Assert.Equal(["weight"], SafetensorsFile.Read(index, name => name == "bias").Skipped.Keys);

        const string Damaged = "The file is damaged or was not written as an index of safetensors files; copy or export it again.";
        RefusesIndex("""{"weight_map":{"ghost":"1.safetensors"}}""", $"expected 'ghost' in the file '1.safetensors', but it is not there. {Damaged}");
        RefusesIndex("""{"weights":{}}""", $"expected an object with a 'weight_map', but there is none. {Damaged}");
        RefusesIndex("""{"weight_map":{"a":1}}""", $"expected the name of a file for 'a', but there is Number. {Damaged}");
        RefusesIndex("""{"weight_map":""", $"expected JSON, but it cannot be read. {Damaged}");
        RefusesIndex(
            """{"weight_map":{"a":"3.safetensors"}}""",
            "tensors are stored in the file '3.safetensors', which does not exist. Copy it beside the model.");
        foreach (string outside in new[] { "../1.safetensors", "/etc/passwd", "a/../../1.safetensors", "C:1.safetensors" })
            RefusesIndex(
                $$$"""{"weight_map":{"a":"{{{outside}}}"}}""",
                $"tensors are stored in the file '{outside}', which is not a path below the model's own directory: such files are not read. "
                + "Put the numbers beside the model, or export it into one file.");
        System.IO.File.CreateSymbolicLink(directory["link.safetensors"], directory["1.safetensors"]);
        RefusesIndex(
            """{"weight_map":{"weight":"link.safetensors"}}""",
            "tensors are stored in the file 'link.safetensors', which is reached through a link: such files are not read. Put the file itself "
                    + "beside the model.");

        // As Hugging Face's cache has it: links, the index among them, to files side by side.
        using TemporaryDirectory blobs = new();
        System.IO.File.Move(index, blobs["index"]);
        System.IO.File.CreateSymbolicLink(index, blobs["index"]);
        System.IO.File.Delete(directory["link.safetensors"]);
        System.IO.File.CreateSymbolicLink(directory["link.safetensors"], blobs["one"]);
        System.IO.File.Move(directory["1.safetensors"], blobs["one"]);
        Assert.Equal(["weight"], SafetensorsFile.Read(index).Entries.Keys);

        string WriteIndex(string json) => directory.Write("model.safetensors.index.json", Encoding.UTF8.GetBytes(json));
        void RefusesIndex(string json, string sentence) =>
            Refused.With<ModelFormatException>($"'{WriteIndex(json)}': {sentence}", () => SafetensorsFile.Read(index));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F4","shape":[1],"data_offsets":[4,0]}}""",
        "0 or more bytes for 'x' (F4, shape [1]), but its data_offsets are 4 and 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "8 bytes for 'x' (F32, shape [2]), but its data_offsets are 0 and 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "4 bytes for 'x' (F32, shape [1]), but its data_offsets are 4 and 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""",
        "at most 16 whole numbers for the shape of 'x', but there is -1 at position 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""",
        "at most 16 whole numbers for the shape of 'x', but there is 1.0 at position 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""",
        "two whole numbers for the data_offsets of 'x', but there is 99999999999999999999 at position 1")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""",
        "at most 16 whole numbers for the shape of 'x', but there is 1 at position 16")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""",
        "over 9223372036854775807 bytes for 'x' (F32, shape [4294967296, 4294967296, 4294967296]), but its data_offsets are 0 and 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,4]}}""",
        "17179869184 bytes for 'x' (F32, shape [65536, 65536]), but its data_offsets are 0 and 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "the data of 'x' to begin at byte 0, where the tensor before it ends, but they begin at 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""",
        "the data of 'y' to begin at byte 4, where the tensor before it ends, but they begin at 2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "8 bytes of data, but there are 4")]
    [InlineData("""{}""", "0 bytes of data, but there are 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "each name once, but 'x' occurs twice")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "dtype, shape and data_offsets of 'x', each once, but there is another 'dtype'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":[[[[[]]]]]}}""",
        "only dtype, shape and data_offsets for 'x', but there is 'more'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", "dtype, shape and two data_offsets of 'x', but one is missing")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "dtype, shape and two data_offsets of 'x', but one is missing")]
    [InlineData("""{"x":{"dtype":null}}""", "a string for the dtype of 'x', but there is 'null'")]
    [InlineData("""{"x":7}""", "an object for 'x', but there is 7")]
    [InlineData("""[1]""", "an object of tensors, but there is an array")]
    [InlineData("""{"__metadata__":{"a":1}}""", "a string for the metadata 'a', but there is 1")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "each key of the metadata once, but 'a' occurs twice")]
    [InlineData("""{"x":""", "a header in JSON, but it cannot be read near byte 5")]
    [InlineData("""{} {}""", "a header in JSON, but it cannot be read near byte 3")]
    [InlineData("""not JSON""", "a header in JSON, but it cannot be read near byte 0")]
    [InlineData("""{"\ud800":1}""", "a header in JSON, but it cannot be read near byte 10")]
    [InlineData("""{"\u001b[31mzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz":7}""",
        "an object for ' [31mzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz…', but there is 7")]
    [InlineData("""{"x":{"shape":[[[[[[[[[1]]]]]]]]]}}""", "at most 16 whole numbers for the shape of 'x', but there is an array at position 0")]
    public void A_hostile_header_is_refused_in_a_sentence(string header, string expectedAndGot) =>
        Refused.With<ModelFormatException>($"'stream': expected {expectedAndGot}. The file is damaged or was not written as safetensors; copy or "
            + "export it again.",
            () => Read(File(header, new byte[4])));

    [Fact]
    public void A_header_that_is_not_text_or_longer_than_its_file_is_refused_in_a_sentence()
    {
        Refused.With<ModelFormatException>("'stream': expected a header in UTF-8, but it is not. The file is damaged or was not written as "
            + "safetensors; copy or export it again.", () => Read([2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0x28]));
        Refused.With<ModelFormatException>("'stream': expected a safetensors file, but it has only 3 bytes. Copy or download it "
            + "again.", () => Read([1, 2, 3]));
        Refused.With<ModelFormatException>("'stream': expected a safetensors file, whose first 8 bytes say how long its header is, but they say 100 "
            + "bytes, of 1 that "
            + "follow and 100000000 that are allowed. The file is cut short or of another format.", () => Read([100, 0, 0, 0, 0, 0, 0, 0, 0]));
        Refused.With<ModelFormatException>("'stream': expected a safetensors file, whose first 8 bytes say how long its header is, but they say "
            + "18446744073709551615 bytes, of 0 that follow and 100000000 that are allowed. The file is cut short or of another "
            + "format.", () => Read([255, 255, 255, 255, 255, 255, 255, 255]));
        Refused.With<ModelFormatException>("'/nowhere/m.safetensors': expected a safetensors file, but there is no such file. Check the path.",
            () => SafetensorsFile.Read("/nowhere/m.safetensors"));
        Refused.With<ModelFormatException>("'/': expected a safetensors file, but it is a directory. Check the "
            + "path.", () => SafetensorsFile.Read("/"));
    }

    [Fact]
    public void Every_mutation_of_a_valid_file_is_read_or_refused_and_nothing_else()
    {
        byte[] valid = Bytes(Two, new() { ["activation"] = "elu" });
        string[] splices =
            ["{", "}", "[", "]", "\"", ",", "-1", "99999999999999999999", "\\u0000", "\"x\":{},", "null", "1e9", "F16",
            "I64", "__metadata__", "\0", "\uD7FF"];
        RandomStream random = new(1);
        int read = 0;
        for (int i = 0; i < 3000; i++)
        {
            List<byte> mutant = [.. valid];
            for (int edits = 1 + random.NextInt32(3); edits > 0 && mutant.Count > 0; edits--)
            {
                int at = random.NextInt32(mutant.Count);
                switch (random.NextInt32(5))
                {
                    case 0: mutant[at] = (byte)random.NextInt32(256); break;
                    case 1: mutant[at] ^= (byte)(1 << random.NextInt32(8)); break;
                    case 2: mutant.RemoveRange(at, Math.Min(mutant.Count - at, 1 + random.NextInt32(16))); break;
                    case 3: mutant.InsertRange(at, Encoding.UTF8.GetBytes(splices[random.NextInt32(splices.Length)])); break;
                    default: mutant.InsertRange(at, mutant.GetRange(at, Math.Min(mutant.Count - at, 1 + random.NextInt32(64)))); break;
                }
            }
            if (random.NextInt32(2) == 0 && mutant.Count >= 8)          // let half of them through the first gate
                BinaryPrimitives.WriteInt64LittleEndian(CollectionsMarshal.AsSpan(mutant), Math.Max(0, mutant.Count - 28));
            try
            {
                Read([.. mutant]);
                read++;
            }
            catch (ModelFormatException)
            {
            }
        }
        Assert.InRange(read, 100, 2000);                                // the mutations reach both outcomes
    }

    [Fact]
    public void Entries_that_cannot_be_written_are_refused_in_sentences_and_leave_the_old_file()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("model.safetensors", "old");
        Refused.With<ArgumentException>(
            "Expected tensors with names of their own, but 'bias' occurs twice. Rename it.", () => Bytes([Two[1], Two[1] with { IsInteger = true }]));
        Refused.With<ArgumentException>("Expected tensors with names of their own, but 'bias' occurs twice. Rename it.",
            () => SafetensorsFile.Write(path, [Two[1], Two[1]], null));
        Refused.With<ArgumentException>("Expected tensors with names of their own, but '__metadata__' is the format's name for its strings. Rename "
            + "it.",
            () => SafetensorsFile.Write(path, [Two[1] with { Name = "__metadata__" }], null));
        Refused.With<ArgumentException>("Tensor 'bias': expected as many values as its shape [2, 3] says, but got 1.",
            () => SafetensorsFile.Write(path, [Two[1] with { Shape = [2, 3] }], null));
        Assert.Equal("old", System.IO.File.ReadAllText(path));
    }

    static byte[] File(string header, byte[] data) =>
        [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. data];

    static byte[] Bytes(SafetensorsEntry[] entries, Dictionary<string, string>? metadata = null)
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(stream, entries, metadata);
        return stream.ToArray();
    }

    static SafetensorsFile Read(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes));
}
