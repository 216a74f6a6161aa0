using Elucid.Onnx;

namespace Elucid;

/// <summary>Where the body of a fine-tuned network comes from, and how it is built; its weights are the network's.</summary>
public sealed record BodyDescription
{
    /// <summary>The name of the file, after that of its directory.</summary>
    public required string Source { get; init; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the file.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The name of the data that it learned from; empty where the file does not say.</summary>
    public required string Data { get; init; }

    /// <summary>How the network was built; null for an ONNX file.</summary>
    public NetworkRecipe? Recipe { get; init; }

    /// <summary>Its activation; null for an ONNX file.</summary>
    public string? Activation { get; init; }

    /// <summary>The shape of one example.</summary>
    internal IReadOnlyList<int> FeatureShape { get; init; } = [];

    /// <summary>What its outputs were.</summary>
    internal LearningTask Task { get; init; }

    /// <summary>How many kinds of tokens it reads or writes; 0 where it reads numbers.</summary>
    internal int Vocabulary { get; init; }

    /// <summary>The nodes of an ONNX file, without large weights.</summary>
    internal byte[]? Graph { get; init; }

    /// <summary>The body that it was itself tuned from.</summary>
    internal BodyDescription? Body { get; init; }

    /// <summary>In words: <c>gru of kjv</c>.</summary>
    public override string ToString() => Recipe is null ? Network : $"{Body?.ToString() ?? Recipe.Model} of {Data}";

    /// <summary>The kind of network that it was at first.</summary>
    public string Network => Body?.Network ?? Recipe?.Model ?? "ONNX network";

    /// <summary>Builds the body; its weights are to be set.</summary>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    internal Module Build()
    {
        if (Graph is { } graph)
            return OnnxBody.Build(graph, Source);
        // The output layer is cut off, so that it may be as small as there can be one.
        bool isText = Task == LearningTask.Text;
        int outputs = isText ? Vocabulary : 1;
        RandomStream random = new(0);
        Activation activation = ActivationCatalog.Parse(Activation!);
        Module network = Body is { } inner ? FineTunedNetwork.Of(inner.Build(), Recipe!, [.. FeatureShape], outputs, activation, random, Task)
            : Recipe!.BuildNetwork([.. FeatureShape], outputs, activation, random, Task, isText ? 0 : Vocabulary);
        return NetworkBody.Of(network) ?? throw new ArgumentException($"'body' is a {Recipe!.Model}, which has no output layer.");
    }

    /// <summary>At least how many numbers its weights are, found without building it.</summary>
    internal long CountWeights() => Graph is { } graph ? OnnxBody.CountWeights(graph, Source)
        : Body?.CountWeights() ?? NetworkKind.Find(Recipe!.Model).CountWeights(Recipe, new Shape([.. FeatureShape]), outputs: 0)
            + ((long)Vocabulary * Recipe.Hidden[0]);
}
