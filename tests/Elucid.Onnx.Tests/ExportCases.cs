using Elucid.Activations;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Tensors;

namespace Elucid.Onnx.Tests;

/// <summary>A module that is exported and compared with ONNX Runtime.</summary>
/// <param name="Name">As the page of ONNX lists it.</param>
/// <param name="Make">Makes the module from a stream for its weights.</param>
/// <param name="Input">A batch of one.</param>
sealed record ExportCase(string Name, Func<RandomStream, Module> Make, int[] Input)
{
    public override string ToString() => Name;
}

/// <summary>Every module that can be exported, at least once.</summary>
static class ExportCases
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    public static IReadOnlyList<ExportCase> All { get; } =
    [
        new("Linear", random => new Linear(20, 7, random), [1, 20]),
        new("Linear without bias", random => new Linear(20, 7, random, bias: false), [1, 20]),
        new("Linear on a sequence", random => new Linear(6, 5, random), [1, 4, 6]),
        new("Flatten", random => new Sequential(new Flatten(), new Linear(24, 3, random)), [1, 2, 3, 4]),
        new("Dropout", random => new Sequential(new Dropout(0.5, random)), [1, 8]),
        .. ActivationCatalog.All.Select(info => new ExportCase($"ActivationLayer, {info.Name}",
            random => new Sequential(new Linear(16, 16, random), new ActivationLayer(info.Create(), units: 16)), [1, 16])),
        new("ActivationLayer, pelu per channel", _ => new ActivationLayer(ActivationCatalog.Parse("pelu:a=0.5"), units: 3, axis: 1), [1, 3, 4, 5]),
        new("MLP 64-128-128-10", random => new Sequential(
            new Flatten(), new Linear(64, 128, random), new ActivationLayer(Elu), new Dropout(0.2, random), new Linear(128, 128, random), new ActivationLayer(Elu),
            new Linear(128, 10, random)), [1, 8, 8]),
    ];

    public static ExportCase Named(string name) => All.Single(c => c.Name == name);

    /// <summary>The case's module, in use.</summary>
    public static Module Build(ExportCase c)
    {
        Module module = c.Make(new RandomStream(5));
        // Weights that no initializer gives, such as equal slopes or biases of zero, would hide mistakes.
        RandomStream noise = new(6);
        foreach ((_, Tensor value) in module.NamedParameters())
        {
            float[] draws = new float[value.Shape.Size];
            noise.FillGaussian(draws);
            for (int i = 0; i < draws.Length; i++)
                value.Values[i] += 0.1f * draws[i];
        }
        module.Train(false);
        return module;
    }
}
