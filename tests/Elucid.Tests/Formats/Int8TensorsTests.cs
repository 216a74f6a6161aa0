using Elucid.Tests.Autograd;

namespace Elucid.Tests.Formats;

[AnyWidth]
public sealed class Int8TensorsTests
{
    static readonly ModelFile File = new()
    {
        Recipe = new() { Hidden = [64, 48] },
        Activation = "elu",
        FeatureShape = [50],
        OutputNames = ["a", "b", "c"],
        Task = LearningTask.Classification,
        Data = "noise",
        IsInt8 = true,
    };

    static Module Build() => File.Recipe.BuildNetwork([50], 3, Elucid.Activations.Elu(), new RandomStream(0));

    static byte[] Save(ModelFile file, Module network)
    {
        using MemoryStream stream = new();
        file.Save(network, stream);
        return stream.ToArray();
    }

    static IReadOnlyDictionary<string, SafetensorsEntry> Entries(byte[] file) => SafetensorsFile.Read(new MemoryStream(file)).Entries;

    [Fact]
    public void Wide_layers_take_a_byte_for_a_weight_and_the_others_stay()
    {
        Module network = Build();
        byte[] floats = Save(File with { IsInt8 = false }, network), bytes = Save(File, network);
        Assert.Equal((4 - 1) * (50 * 64 + 64 * 48) - 4 * (64 + 48), floats.Length - bytes.Length, 300.0);
        IReadOnlyDictionary<string, SafetensorsEntry> entries = Entries(bytes);
        Assert.Equal([64, 50], entries["0.weight.int8"].Shape);
        Assert.Equal([64], entries["0.weight.scales"].Shape);
        Assert.Equal([3, 48], entries["4.weight"].Shape);
        Assert.All(entries["0.weight.int8"].Values.ToArray(), q => Assert.InRange(q, -127, 127));
        Assert.Contains(-127f, entries["0.weight.int8"].Values.ToArray().Select(q => -Math.Abs(q)));
    }

    [Fact]
    public void A_model_answers_with_the_same_bits_before_it_is_saved_and_after_and_saves_the_same_file_again()
    {
        Module network = Build();
        Tensor one = Grid.Tensor([1, 50], seed: 4);
        float[] x = one.Values.ToArray();
        byte[] saved = Save(File, network);
        (ModelFile file, Module loaded) = ModelFile.Load(new MemoryStream(saved));
        Assert.True(file.IsInt8);
        Assert.Equal(saved, Save(file, loaded));
        double[] answers = [.. new TrainedModel(File, network).Predict(x).Probabilities.Values];
        Assert.Equal(answers, TrainedModel.Load(saved).Predict(x).Probabilities.Values);
        Assert.Equal(Inference.Quantize(network).Predict(one).Values.ToArray(), file.InUse(loaded).Predict(one).Values.ToArray());
        Assert.NotEqual(answers, new TrainedModel(File with { IsInt8 = false }, network).Predict(x).Probabilities.Values);
        // Floats, rounded already, for whoever trains on.
        Assert.Equal([64, 50], loaded.NamedParameters().First().Value.Shape.ToArray());
        Weights.Load(network, new MemoryStream(saved));
        Assert.Equal(loaded.NamedState().First().Value.Values, network.NamedState().First().Value.Values);
    }

    [Fact]
    public void Of_weights_in_eight_bits_that_are_mostly_zeros_the_others_are_stored_alone()
    {
        Module network = Build();
        int whole = Save(File, network).Length;
        PruningMask.Weights(network, 0.9);
        byte[] saved = Save(File, network);
        Assert.True(saved.Length < 0.5 * whole);
        IReadOnlyDictionary<string, SafetensorsEntry> entries = Entries(saved);
        Assert.True(entries["0.weight.int8.values"].IsInteger);
        Assert.Equal(saved, Save(File, ModelFile.Load(new MemoryStream(saved)).Network));
        Weights.Load(network, new MemoryStream(saved));
    }

    [Fact]
    public void A_network_without_wide_layers_is_stored_and_answers_in_floats()
    {
        ModelFile narrow = File with { Recipe = new() { Hidden = [16] } };
        Module network = narrow.Recipe.BuildNetwork([50], 3, Elucid.Activations.Elu(), new RandomStream(0));
        Assert.Same(network, narrow.InUse(network));
        Assert.Equal(["0.bias", "0.weight", "2.bias", "2.weight"], Entries(Save(narrow, network)).Keys.Order());
    }

    [Theory]
    [InlineData(new[] { 4, 5 }, 4, 3f, "")]
    [InlineData(new[] { 4, 5 }, 3, 3f, "a scale for each of the outermost axis for 'x', but there are 3 scales for numbers of shape [4, 5].")]
    [InlineData(new int[0], 1, 3f, "a scale for each of the outermost axis for 'x', but there are 1 scales for numbers of shape [].")]
    [InlineData(new[] { 0, 5 }, 0, 3f, "a scale for each of the outermost axis for 'x', but there are 0 scales for numbers of shape [0, 5].")]
    [InlineData(new[] { 4, 5 }, 4, 128f, "numbers from −127 to 127 for 'x', but there is 128.")]
    [InlineData(new[] { 4, 5 }, 4, float.NaN, "numbers from −127 to 127 for 'x', but there is NaN.")]
    public void A_file_whose_parts_contradict_each_other_is_refused(int[] shape, int scales, float number, string complaint)
    {
        SafetensorsFile Read(params SafetensorsEntry[] more)
        {
            using MemoryStream stream = new();
            float[] numbers = new float[shape.Aggregate(1, (product, length) => product * length)];
            numbers.AsSpan().Fill(number);
            SafetensorsFile.Write(
                stream, [new("x.int8", shape, numbers), new("x.scales", [scales], Enumerable.Repeat(0.5f, scales).ToArray()), .. more]);
            stream.Position = 0;
            return PackedTensors.Unpack(SafetensorsFile.Read(stream), "file");
        }
        if (complaint.Length > 0)
        {
            Assert.StartsWith($"'file': expected {complaint}", Assert.Throws<ModelFormatException>(() => Read()).Message);
            return;
        }
        Assert.Equal(Enumerable.Repeat(1.5f, 20), Read().Entries["x"].Values.ToArray());
        Assert.StartsWith(
            "'file': expected one form for 'x', but there are both 'x' and 'x.int8'.",
            Assert.Throws<ModelFormatException>(() => Read(new SafetensorsEntry("x", [1], new float[1]))).Message);
    }
}
