using System.Text.Json;

namespace Elucid.Lab;

/// <summary>
/// A trained network in one safetensors file: weights and running statistics under PyTorch's names, and in the metadata what is needed to build it again and to feed it:
/// recipe, activation, shapes, classes, scales, columns.
/// </summary>
public sealed record ModelFile
{
    const string MetadataKey = "elucid.model";

    /// <summary>How the network is built.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Its activation.</summary>
    public required string Activation { get; init; }

    /// <summary>The shape of one example.</summary>
    public required IReadOnlyList<int> FeatureShape { get; init; }

    /// <summary>Classes by label, or targets.</summary>
    public required IReadOnlyList<string> OutputNames { get; init; }

    /// <summary>Classification or regression.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The name of the data it was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>The scales of a table's features and targets; null for data that is used as it is.</summary>
    public ScalesDocument? Scales { get; init; }

    /// <summary>How a table's columns become features, as <see cref="CsvSchema.ToJson"/> writes it; null for data that is no table.</summary>
    public string? Table { get; init; }

    /// <summary>Writes weights and description.</summary>
    public void Save(Module model, string path) => Save(Weights.EntriesOf(model), path);

    internal void Save(IEnumerable<SafetensorsEntry> weights, string path) => SafetensorsFile.Write(
        path, weights, new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(this, LabJson.Compact.ModelFile) });

    /// <summary>Reads a file and builds its network, ready for use.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or was not written by Elucid.</exception>
    public static (ModelFile File, Sequential Model) Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(MetadataKey, out string? json))
            throw new ModelFormatException($"'{path}' holds weights but no description of their network: use a model that {Spelling.Of(nameof(ModelFile.Save))} saved.");
        try
        {
            ModelFile description = JsonSerializer.Deserialize(json, LabJson.Compact.ModelFile) ?? throw new JsonException("The description is null.");
            return (description, description.Build(file, path));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or OverflowException or DataFormatException)
        {
            throw new ModelFormatException($"'{path}': the description of the network cannot be used: {Sentence.Of(exception)}", exception);
        }
    }

    Sequential Build(SafetensorsFile file, string path)
    {
        Check();
        // What is allocated must be covered by the file: a short description must not ask for gigabytes.
        long numbers = NetworkKind.Of(Recipe.Model).CountWeights(Recipe, new Shape([.. FeatureShape]), OutputNames.Count), stored = file.Entries.Values.Sum(e => (long)e.Values.Length);
        if (numbers > stored)
            throw new ModelFormatException($"'{path}': the described network has {numbers:N0} weights, but the file holds only {stored:N0} numbers.");
        Sequential model = Recipe.BuildNetwork([.. FeatureShape], OutputNames.Count, ActivationCatalog.Parse(Activation), new RandomStream(0));
        HashSet<string> others = [.. file.Entries.Keys];
        foreach ((string name, Tensor value) in model.NamedState())
        {
            others.Remove(name);
            if (!file.Entries.TryGetValue(name, out SafetensorsEntry? entry) || !value.Shape.SequenceEqual(entry.Shape))
                throw new ModelFormatException(
                    $"'{path}': expected tensor '{name}' of shape {value.Shape}, but {(entry is null ? "it is missing" : $"it has [{string.Join(", ", entry.Shape)}]")}.");
            entry.Values.Span.CopyTo(value.Edit());
        }
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw new ModelFormatException($"'{path}': the file has '{other}', which the described network has not: description and weights are of different networks. Use the file as {Spelling.Of(nameof(ModelFile.Save))} saved it.");
        model.Train(false);
        return model;
    }

    // Before anything is built from the description, its parts must fit together.
    void Check()
    {
        Recipe.Check();
        Require(FeatureShape.Count > 0 && FeatureShape.All(length => length > 0) && FeatureShape.Aggregate(1.0, (size, length) => size * length) <= int.MaxValue,
            $"'featureShape' is [{string.Join(", ", FeatureShape)}].");
        Require(OutputNames.Count > 0 && OutputNames.All(name => name is not null), "'outputNames' must name every output.");
        int width = new Shape([.. FeatureShape]).Size;
        if (Scales is not null)
        {
            Standardizer scales = Scales.ToStandardizer();
            Require(scales.Features.Means.Length == width, $"'scales' has {scales.Features.Means.Length} features instead of {width}.");
            Require(scales.Targets is not { } targets || targets.Means.Length == OutputNames.Count, $"'scales' has not one target for each of {OutputNames.Count} outputs.");
        }
        if (Table is not null)
        {
            int features = CsvSchema.FromJson(Table).FeatureCount;
            Require(features == width, $"'table' makes {features} features instead of {width}.");
        }
    }

    static void Require(bool isMet, string complaint)
    {
        if (!isMet)
            throw new JsonException(complaint);
    }
}

/// <summary>Means and deviations of a table's columns.</summary>
public sealed record ScalesDocument(float[] FeatureMeans, float[] FeatureDeviations, float[]? TargetMeans, float[]? TargetDeviations)
{
    internal static ScalesDocument Of(Standardizer s) =>
        new(s.Features.Means.ToArray(), s.Features.Deviations.ToArray(), s.Targets?.Means.ToArray(), s.Targets?.Deviations.ToArray());

    internal Standardizer ToStandardizer() => new(
        new ColumnScales(FeatureMeans, FeatureDeviations), TargetMeans is null || TargetDeviations is null ? null : new ColumnScales(TargetMeans, TargetDeviations));
}
