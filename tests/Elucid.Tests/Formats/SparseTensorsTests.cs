namespace Elucid.Tests.Formats;

[AnyWidth]
public sealed class SparseTensorsTests
{
    static readonly ModelFile File = new()
    {
        Recipe = new() { Hidden = [64, 32] },
        Activation = "elu",
        FeatureShape = [50],
        OutputNames = ["a", "b", "c"],
        Task = LearningTask.Classification,
        Data = "noise",
    };

    static Module Build() => File.Recipe.BuildNetwork([50], 3, Elucid.Activations.Elu(), new RandomStream(0));

    static byte[] Save(Module network)
    {
        using MemoryStream stream = new();
        File.Save(network, stream);
        return stream.ToArray();
    }

    [Fact]
    public void Removed_weights_take_a_bit_each_and_come_back_as_zeros()
    {
        Module network = Build();
        int whole = Save(network).Length;
        PruningMask mask = PruningMask.Weights(network, 0.9);
        byte[] file = Save(network);
        Assert.Equal(mask.Count * 4, whole - file.Length, 0.25 * whole);
        Module loaded = ModelFile.Load(new MemoryStream(file)).Network;
        Assert.All(network.NamedState().Zip(loaded.NamedState()), pair => Assert.Equal(pair.First.Value.Values, pair.Second.Value.Values));

        IReadOnlyDictionary<string, SafetensorsEntry> entries = SafetensorsFile.Read(new MemoryStream(file)).Entries;
        Assert.Equal([64f, 50f], entries["0.weight.shape"].Values.ToArray());
        Assert.Equal([400], entries["0.weight.nonzero"].Shape);
        float[] values = network.NamedParameters().First().Value.Values.ToArray();
        Assert.Equal(values.Where(value => value != 0), entries["0.weight.values"].Values.ToArray());
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(
            values[i] != 0, ((int)entries["0.weight.nonzero"].Values.Span[i / 8] >> i % 8 & 1) == 1));
    }

    [Fact]
    public void Weights_are_loaded_from_such_a_file_too()
    {
        Module network = Build(), other = Build();
        PruningMask.Weights(network, 0.8);
        Weights.Load(other, new MemoryStream(Save(network)));
        Assert.All(network.NamedState().Zip(other.NamedState()), pair => Assert.Equal(pair.First.Value.Values, pair.Second.Value.Values));
    }

    [Fact]
    public void A_network_without_zeros_is_stored_as_it_was() => Assert.DoesNotContain(
        SafetensorsFile.Read(new MemoryStream(Save(Build()))).Entries.Keys, key => key.EndsWith("nonzero", StringComparison.Ordinal));

    [Fact]
    public void No_bit_is_lost()
    {
        float[] values = new float[1001];
        (values[3], values[500], values[1000], values[7]) = (-0f, float.Epsilon, float.NaN, -3);
        using MemoryStream stream = new();
        SafetensorsFile.Write(stream, SparseTensors.Pack([new("x", [7, 11, 13], values)]));
        Assert.True(stream.Length < 700);
        stream.Position = 0;
        SafetensorsEntry read = Assert.Single(SparseTensors.Unpack(SafetensorsFile.Read(stream), "file").Entries.Values);
        Assert.Equal([7, 11, 13], read.Shape);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData(new[] { 4f, 5 }, new[] { 1f, 0, 0 }, new[] { 2f }, "")]
    [InlineData(new[] { 4f, 500 }, new[] { 1f, 0, 0 }, new[] { 2f },
        "a bit for each of 2000 numbers and a value for each bit that is set for 'x', but there are 3 bytes with 1 bits set, and 1 values.")]
    [InlineData(new[] { 4f, 5 }, new[] { 3f, 0, 0 }, new[] { 2f },
        "a bit for each of 20 numbers and a value for each bit that is set for 'x', but there are 3 bytes with 2 bits set, and 1 values.")]
    [InlineData(new[] { 4f, 5 }, new[] { 0f, 0, 128 }, new[] { 2f },
        "a bit for each of 20 numbers and a value for each bit that is set for 'x', but there are 3 bytes with 1 bits set, and 1 values.")]
    [InlineData(new[] { 4f, 5 }, new[] { 256f, 0, 0 }, new[] { 2f }, "bytes of bits for 'x', but there is 256.")]
    [InlineData(new[] { 4f, -5 }, new[] { 1f, 0, 0 }, new[] { 2f },
        "a shape of at most 16 sizes and 2147483591 numbers for 'x', but it has 2, 4, -5.")]
    [InlineData(new[] { 1e9f, 1e9f, 1e9f }, new[] { 1f }, new[] { 2f },
        "a shape of at most 16 sizes and 2147483591 numbers for 'x', but it has 3, 1E+09, 1E+09, 1E+09.")]
    public void A_file_whose_parts_contradict_each_other_is_refused_before_memory_is_taken(
        float[] shape, float[] bits, float[] values, string complaint)
    {
        SafetensorsFile Read(params SafetensorsEntry[] more)
        {
            using MemoryStream stream = new();
            SafetensorsFile.Write(stream,
            [
                new("x.shape", [shape.Length], shape), new("x.nonzero", [bits.Length], bits), new("x.values", [values.Length], values), .. more,
            ]);
            stream.Position = 0;
            return SparseTensors.Unpack(SafetensorsFile.Read(stream), "file");
        }
        if (complaint.Length > 0)
        {
            Assert.StartsWith($"'file': expected {complaint}", Assert.Throws<ModelFormatException>(() => Read()).Message);
            return;
        }
        Assert.Equal(20, Read().Entries["x"].Values.Length);
        Assert.StartsWith(
            "'file': expected one form for 'x', but there are both 'x' and 'x.nonzero'.",
            Assert.Throws<ModelFormatException>(() => Read(new SafetensorsEntry("x", [1], new float[1]))).Message);
    }
}
