using Elucid.Activations;
using Elucid.Formats;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Tensors;

namespace Elucid.Tests.Golden;

/// <summary>Weights that PyTorch saved load under its own names and give its outputs; tests/Elucid.Onnx.Tests/Golden/make_models.py writes the files.</summary>
public sealed class WeightsGoldenTests
{
    const string Golden = "golden.";

    static readonly Activation Relu = ActivationCatalog.Parse("relu"), Elu = ActivationCatalog.Parse("elu");

    static Sequential Network(string name)
    {
        RandomStream random = new(3);
        return name switch
        {
            "mlp" => new Sequential(
                new Flatten(), new Linear(12, 8, random), new ActivationLayer(Relu), new Dropout(0.2, random), new Linear(8, 6, random), new ActivationLayer(Elu),
                new Linear(6, 3, random)),
            "prelu" => new Sequential(
                new Linear(12, 4, random), new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 4), new Linear(4, 2, random, bias: false),
                new ActivationLayer(ActivationCatalog.Parse("softplus"))),
            _ => throw new ArgumentException(name),
        };
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("prelu")]
    public void Weights_of_PyTorch_give_its_outputs_and_are_saved_as_they_were(string name)
    {
        using TemporaryDirectory directory = new();
        SafetensorsFile file = Read(name);
        SafetensorsEntry[] weights = [.. file.Entries.Values.Where(entry => !entry.Name.StartsWith(Golden, StringComparison.Ordinal))];
        SafetensorsFile.Write(directory["pytorch.safetensors"], weights, metadata: null);

        Sequential module = Network(name);
        Weights.Load(module, directory["pytorch.safetensors"]);
        module.Train(false);
        Tensor y = module.Forward(TensorOf(file, "input")), expected = TensorOf(file, "output");
        Assert.Equal(expected.Shape, y.Shape);
        for (int i = 0; i < y.Shape.Size; i++)
            Assert.Equal(expected.Values[i], y.Values[i], 1e-5);

        Weights.Save(module, directory["elucid.safetensors"]);
        Assert.Equal(File.ReadAllBytes(directory["pytorch.safetensors"]), File.ReadAllBytes(directory["elucid.safetensors"]));
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
            $"'{path}': expected tensor 'weight' of shape [2, 4], but it has [2, 3]. The module is Linear(4 → 2); load the weights that were saved from one like it.",
            () => Weights.Load(wider, path));
        Refused.With<ModelFormatException>(
            $"'{path}': expected weights of Linear(3 → 2) only, but it has bias as well. Load the weights that were saved from a module like it.", () => Weights.Load(unbiased, path));
        Refused.With<ModelFormatException>(
            $"'{path}': expected tensor '0.weight' of shape [2, 3], but it is missing. The module is Sequential; load the weights that were saved from one like it.",
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
}
