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
        new("Conv1d", random => new Conv1d(3, 4, 3, random, stride: 2, padding: 1), [1, 3, 9]),
        new("Conv1d, same", random => new Conv1d(3, 4, 4, random, padding: Padding.Same, dilation: 2, bias: false), [1, 3, 9]),
        new("Conv2d", random => new Conv2d(3, 6, 3, random, padding: 1), [1, 3, 8, 7]),
        new("Conv2d, strides, dilation, groups", random => new Conv2d(4, 6, (3, 2), random, stride: (2, 1), padding: (2, 0), dilation: (2, 3), groups: 2, bias: false), [1, 4, 9, 8]),
        new("Conv2d, same, depthwise", random => new Conv2d(4, 4, (4, 3), random, padding: Padding.Same, groups: 4), [1, 4, 6, 5]),
        new("ConvTranspose2d", random => new ConvTranspose2d(4, 6, (3, 2), random, stride: 2, padding: (1, 0), outputPadding: (1, 0), groups: 2), [1, 4, 5, 4]),
        new("BatchNorm1d", _ => new BatchNorm1d(6), [1, 6]),
        new("BatchNorm2d", _ => new BatchNorm2d(4, epsilon: 1e-3), [1, 4, 3, 5]),
        new("BatchNorm2d without parameters", _ => new BatchNorm2d(4, affine: false), [1, 4, 3, 5]),
        new("LayerNorm", _ => new LayerNorm(8), [1, 5, 8]),
        new("LayerNorm of two axes without parameters", _ => new LayerNorm([3, 4], affine: false), [1, 3, 4]),
        new("GroupNorm", _ => new GroupNorm(2, 6), [1, 6, 3, 4]),
        new("Embedding", random => new Embedding(11, 5, random), [1, 4]),
        new("Rnn", random => new Rnn(5, 4, random), [1, 6, 5]),
        new("Rnn with ELU, bidirectional", random => new Rnn(5, 4, random, new() { Bidirectional = true, Activation = ActivationCatalog.Parse("elu:alpha=0.5") }), [1, 6, 5]),
        new("Gru, two layers", random => new Gru(5, 4, random, new() { Layers = 2 }), [1, 6, 5]),
        new("Lstm", random => new Lstm(5, 4, random), [1, 6, 5]),
        new("Lstm, two layers, bidirectional, with ELU", random => new Lstm(5, 4, random, new() { Layers = 2, Bidirectional = true, Activation = Elu }), [1, 6, 5]),
        new("Lstm without biases, [length, batch, features]", random => new Lstm(5, 4, random, new() { Bias = false, BatchFirst = false }), [6, 1, 5]),
        new("MultiHeadAttention", random => new MultiHeadAttention(12, 3, random), [1, 7, 12]),
        new("Recomputed", random => new Sequential(new Recomputed(new Linear(6, 4, random)), new ActivationLayer(Elu)), [1, 6]),
        new("MLP 64-128-128-10", random => new Sequential(
            new Flatten(), new Linear(64, 128, random), new ActivationLayer(Elu), new Dropout(0.2, random), new Linear(128, 128, random), new ActivationLayer(Elu),
            new Linear(128, 10, random)), [1, 8, 8]),
    ];

    /// <summary>A batch of inputs: for an embedding, whole numbers.</summary>
    public static Tensor Inputs(ExportCase c, int batch)
    {
        Tensor x = Sample.Normal(new Shape(c.Input).With(0, batch), seed: (ulong)batch);
        if (c.Name.StartsWith("Embedding", StringComparison.Ordinal))
            foreach (ref float value in x.Values)
                value = Math.Clamp(MathF.Round(5 + 3 * value), 0, 10);
        return x;
    }

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
        foreach ((_, Tensor value) in module.NamedBuffers())
            noise.FillUniform(value.Values, 0.5f, 2);
        module.Train(false);
        return module;
    }
}
