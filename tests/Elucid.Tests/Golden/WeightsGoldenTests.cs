using Elucid.Tests.Autograd;

namespace Elucid.Tests.Golden;

/// <summary>
/// Weights that PyTorch saved load under its own names and give its outputs, and are saved as they were. make_weights.py writes the files;
/// check_weights.py loads in PyTorch what Elucid saved.
/// </summary>
public sealed class WeightsGoldenTests
{
    const string Golden = "golden.";

    static readonly Activation Relu = ActivationCatalog.Parse("relu"), Elu = ActivationCatalog.Parse("elu");

    static readonly RandomStream Random = new(3);

    /// <summary>The networks of torch_networks.py.</summary>
    static readonly Dictionary<string, Func<Module>> Networks = new()
    {
        ["conv"] = () => new Sequential(
            new Conv2d(2, 4, 3, Random, padding: 1, bias: false), new BatchNorm2d(4), new ActivationLayer(Elu),
            new Conv2d(4, 6, 3, Random, stride: 2, groups: 2),
            new BatchNorm2d(6, affine: false), new ActivationLayer(ActivationCatalog.Parse("elu:alpha=0.5")), new MaxPool2d(2), new Flatten(),
            new Linear(6, 3, Random)),
        ["table"] = () => new Sequential(new Linear(5, 4, Random), new BatchNorm1d(4), new ActivationLayer(Elu), new Linear(4, 2, Random)),
        ["signal"] = () => new Sequential(
            new Conv1d(2, 4, 3, Random, padding: 1), new BatchNorm1d(4, momentum: null), new ActivationLayer(Elu), new Flatten(),
            new Linear(20, 2, Random)),
        ["generator"] = () => new Sequential(
            new ConvTranspose2d(3, 4, 3, Random, stride: 2, padding: 1, outputPadding: 1), new GroupNorm(2, 4), new ActivationLayer(Elu)),
        ["rnn"] = () => new Rnn(3, 4, Random, new RecurrentOptions { Layers = 2 }),
        ["gru"] = () => new Gru(3, 4, Random),
        ["lstm"] = () => new Lstm(3, 4, Random, new RecurrentOptions { Layers = 2, Bidirectional = true }),
        ["attention"] = () => new MultiHeadAttention(4, 2, Random),
        ["encoder"] = () => new Sequential(new Embedding(7, 4, Random), EncoderLayer(normFirst: false)),
        ["encoder-norm-first"] = () => new Sequential(new Embedding(7, 4, Random), EncoderLayer(normFirst: true)),
        ["encoder-stack"] = () => new TransformerEncoder(2, _ => EncoderLayer(normFirst: true), new LayerNorm([4])),
        ["decoder"] = () => new TransformerDecoderLayer(4, 2, 6, Elu, Random),
        ["decoder-norm-first"] = () => new TransformerDecoderLayer(4, 2, 6, Elu, Random, normFirst: true),
    };

    /// <summary>Those that are also exported to ONNX: tests/Elucid.Onnx.Tests/Golden/make_models.py.</summary>
    static readonly Dictionary<string, Func<Module>> Models = new()
    {
        ["mlp"] = () => new Sequential(
            new Flatten(), new Linear(12, 8, Random), new ActivationLayer(Relu), new Dropout(0.2, Random), new Linear(8, 6, Random),
            new ActivationLayer(Elu),
            new Linear(6, 3, Random)),
        ["prelu"] = () => new Sequential(
            new Linear(12, 4, Random), new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 4), new Linear(4, 2, Random, bias: false),
            new ActivationLayer(ActivationCatalog.Parse("softplus"))),
    };

    public static TheoryData<string> Names => [.. Networks.Keys, .. Models.Keys];

    static TransformerEncoderLayer EncoderLayer(bool normFirst) => new(4, 2, 6, Elu, Random, normFirst: normFirst);

    static Tensor Output(Module module, Tensor x, Tensor? memory) =>
        module is TransformerDecoderLayer decoder ? decoder.Forward(x, memory!) : module.Forward(x);

    [Theory, MemberData(nameof(Names))]
    public void Weights_of_PyTorch_give_its_outputs_and_are_saved_as_they_were(string name)
    {
        using TemporaryDirectory directory = new();
        SafetensorsFile file = Read(name);
        SafetensorsEntry[] weights = [.. file.Entries.Values.Where(entry => !entry.Name.StartsWith(Golden, StringComparison.Ordinal))];
        SafetensorsFile.Write(directory["pytorch.safetensors"], weights, metadata: null);

        Module module = Networks.GetValueOrDefault(name, Models.GetValueOrDefault(name)!)();
        Weights.Load(module, directory["pytorch.safetensors"]);
        module.Eval();
        Tensor y = Output(module, TensorOf(file, "input"), file.Entries.ContainsKey(Golden + "memory") ? TensorOf(file, "memory") : null),
            expected = TensorOf(file, "output");
        Assert.Equal(expected.Shape, y.Shape);
        for (int i = 0; i < y.Shape.Size; i++)
            Assert.Equal(expected.Values[i], y.Values[i], 2e-6);

        Weights.Save(module, directory["elucid.safetensors"]);
        Assert.Equal(File.ReadAllBytes(directory["pytorch.safetensors"]), File.ReadAllBytes(directory["elucid.safetensors"]));
    }

    [Fact]
    public void Batches_are_counted_in_integers_as_in_PyTorch()
    {
        SafetensorsEntry count = Read("conv").Entries["4.num_batches_tracked"];
        Assert.True(count.IsInteger);
        Assert.Empty(count.Shape);
        Assert.Equal(110, count.Values.Span[0]);
    }

    [Fact]
    public void Weights_of_Elucid_are_written_for_PyTorch_to_load()
    {
        string? directory = Environment.GetEnvironmentVariable("ELUCID_WEIGHTS");
        Assert.SkipWhen(directory is null, "Writes files for Golden/check_weights.py: set ELUCID_WEIGHTS to their directory.");
        foreach ((string name, Func<Module> make) in Networks)
        {
            Module module = make();
            SafetensorsFile golden = Read(name);
            Tensor? memory = golden.Entries.ContainsKey(Golden + "memory") ? TensorOf(golden, "memory") : null;
            Tensor x = golden.Entries[Golden + "input"].IsInteger ? TensorOf(golden, "input") : Grid.Tensor(TensorOf(golden, "input").Shape, seed: 7);
            for (int batch = 0; batch < 3; batch++)
                Output(module, x, memory);          // moves running statistics
            module.Eval();
            SafetensorsFile.Write(Path.Combine(directory, name + ".safetensors"), [
                .. Weights.EntriesOf(module), Entry("input", x) with { IsInteger = golden.Entries[Golden + "input"].IsInteger },
                Entry("output", Output(module, x, memory)),
                .. memory is null ? Array.Empty<SafetensorsEntry>() : [Entry("memory", memory)]], metadata: null);
        }
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_and_change_nothing()
    {
        using TemporaryDirectory directory = new();
        string path = directory["w.safetensors"];
        Weights.Save(new Linear(3, 2, new RandomStream(1)), path);
        Linear wider = new(4, 2, new RandomStream(2)), unbiased = new(3, 2, new RandomStream(2), bias: false);
        float[] before = wider.Weight.Values.ToArray();

        Refused.With<ModelFormatException>(
            $"'{path}': expected tensor 'weight' of shape [2, 4], but it has [2, 3]. The module is Linear(4 → 2); load the weights that were saved "
                + $"from one like it.",
            () => Weights.Load(wider, path));
        Refused.With<ModelFormatException>(
            $"'{path}': expected weights of Linear(3 → 2) only, but it has bias as well. Load the weights that were saved from a module like it, or "
                + $"say which to skip.", () => Weights.Load(unbiased, path));
        Refused.With<ModelFormatException>(
            $"'{path}': expected tensor '0.weight' of shape [2, 3], but it is missing. The module is Sequential; load the weights that were saved "
                + $"from one like it.",
            () => Weights.Load(new Sequential(new Linear(3, 2, new RandomStream(1))), path));
        Assert.Equal(before, wider.Weight.Values.ToArray());
    }

    static SafetensorsFile Read(string name)
    {
        using Stream stream = typeof(WeightsGoldenTests).Assembly.GetManifestResourceStream($"Golden.{name}.safetensors")!;
        return SafetensorsFile.Read(stream, name);
    }

    static Tensor TensorOf(SafetensorsFile file, string name)
    {
        SafetensorsEntry entry = file.Entries[Golden + name];
        return new Tensor(new Shape([.. entry.Shape]), entry.Values.Span);
    }

    static SafetensorsEntry Entry(string name, Tensor value) => new(Golden + name, [.. value.Shape], value.Values.ToArray());
}
