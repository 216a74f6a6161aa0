using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>A <see cref="ModelFile"/> as JSON. What earlier versions wrote is read for ever.</summary>
internal sealed record ModelDocument(
    NetworkRecipe Recipe, string Activation, int[] FeatureShape, string[] OutputNames, LearningTask Task, string Data, ScalesDocument? Scales = null,
    string? Table = null, ImagesDocument? Images = null, string? Tokenizer = null, SeriesDocument? Series = null, ProseDocument? Prose = null,
    ReconstructionDocument? Reconstruction = null, CommitteeDocument? Committee = null, BodyDocument? Body = null,
    double? LeastScore = null, string? Environment = null, TargetDocument[]? Targets = null, bool IsInt8 = false,
    NormalScoresDocument? Scores = null)
{
    /// <summary>The text that is stored.</summary>
    public static string Write(ModelFile file) => JsonSerializer.Serialize(
        new ModelDocument(
            file.Recipe, file.Activation, [.. file.FeatureShape], [.. file.OutputNames], file.Task, file.Data,
            file.Scales is { } scales ? ScalesDocument.Of(scales) : null, file.Table?.ToJson(),
            file.Images is { } images ? new ImagesDocument(images.Width, images.Height, images.Color, images.Fit) : null,
            file.Tokenizer is { } tokenizer ? TokenizerJson.Write(tokenizer) : null,
            file.Series is { } series ? SeriesDocument.Of(series) : null,
            file.Prose is { } prose ? ProseDocument.Of(prose) : null,
            file.Reconstruction is { } reconstruction ? new ReconstructionDocument([.. reconstruction.Classes], reconstruction.Threshold) : null,
            file.Committee is { } committee ? new CommitteeDocument(committee.Members, committee.Votes is { } votes ? [.. votes] : null) : null,
            file.Body is { } body ? BodyDocument.Of(body) : null, file.LeastScore, file.Environment,
            file.SeveralTargets.Count > 0 ? [.. file.SeveralTargets.Select(TargetDocument.Of)] : null, file.IsInt8,
            file.Scores is { } scores ? NormalScoresDocument.Of(scores) : null),
        ModelJson.Default.ModelDocument);

    /// <summary>What a stored text says.</summary>
    /// <exception cref="JsonException">It is no such text.</exception>
    /// <exception cref="ArgumentException">The scales are out of range.</exception>
    /// <exception cref="ModelFormatException">The tokenizer is damaged.</exception>
    /// <exception cref="DataFormatException">The table is not what <see cref="CsvSchema.ToJson"/> writes.</exception>
    public static ModelFile Read(string json)
    {
        ModelDocument document = JsonSerializer.Deserialize(json, ModelJson.Default.ModelDocument)
            ?? throw new JsonException("The description is null.");
        return new ModelFile
        {
            Recipe = document.Recipe,
            Activation = document.Activation,
            FeatureShape = document.FeatureShape,
            OutputNames = document.OutputNames,
            Task = document.Task,
            Data = document.Data,
            Scales = document.Scales?.ToStandardizer(),
            Series = document.Series?.ToSchema(),
            Table = document.Table is { } table ? CsvSchema.FromJson(table) : null,
            Images = document.Images?.ToOptions(),
            Tokenizer = document.Tokenizer is { } tokenizer ? TokenizerJson.Read(tokenizer) : null,
            Prose = document.Prose?.ToColumn(),
            Reconstruction = document.Reconstruction?.ToSchema(),
            Committee = document.Committee is { } committee ? new Committee(committee.Members) { Votes = committee.Votes } : null,
            Body = document.Body?.ToDescription(),
            LeastScore = document.LeastScore,
            Environment = document.Environment,
            Scores = document.Scores?.ToScores(),
            SeveralTargets = document.Targets is { } targets ? [.. targets.Select(target => target.ToTarget())] : [],
            IsInt8 = document.IsInt8,
        };
    }
}

/// <summary>One of several things that are answered of an example.</summary>
internal sealed record TargetDocument(string Name, string[] Classes, double Offset = 0)
{
    public static TargetDocument Of(TargetInfo target) => new(target.Name, [.. target.ClassNames], target.Offset);

    public TargetInfo ToTarget() => !Classes.Contains(null!) && double.IsFinite(Offset) ? new(Name, Classes) { Offset = Offset }
        : throw new JsonException($"'targets' has a class that is null, or the offset {Offset}.");
}

/// <summary>Quantiles of a table's quantities.</summary>
internal sealed record NormalScoresDocument(float[]?[] Quantiles, int?[] Decimals)
{
    public static NormalScoresDocument Of(NormalScores scores) => new(
        [.. Enumerable.Range(0, scores.FeatureCount).Select(feature => scores.KnotsOf(feature)?.ToArray())],
        [.. Enumerable.Range(0, scores.FeatureCount).Select(scores.DecimalsOf)]);

    public NormalScores ToScores() => new(Quantiles, Decimals);
}

/// <summary>Means and deviations of a table's columns.</summary>
internal sealed record ScalesDocument(float[] FeatureMeans, float[] FeatureDeviations, float[]? TargetMeans, float[]? TargetDeviations)
{
    public static ScalesDocument Of(Standardizer s) =>
        new(s.Features.Means.ToArray(), s.Features.Deviations.ToArray(), s.Targets?.Means.ToArray(), s.Targets?.Deviations.ToArray());

    public Standardizer ToStandardizer() => new(new ColumnScales(FeatureMeans, FeatureDeviations), (TargetMeans, TargetDeviations) switch
    {
        (null, null) => null,
        ({ } means, { } deviations) => new ColumnScales(means, deviations),
        _ => throw new JsonException("'scales' must have both 'targetMeans' and 'targetDeviations', or neither."),
    });
}

/// <summary>Which rows count as anomalies.</summary>
internal sealed record ReconstructionDocument(string[] Classes, double? Threshold)
{
    public ReconstructionSchema ToSchema() => Threshold is null or >= 0 && !Classes.Contains(null!)
        ? new() { Classes = Classes, Threshold = Threshold } : throw new JsonException($"'reconstruction' has the threshold {Threshold}.");
}

/// <summary>What files of images become.</summary>
internal sealed record ImagesDocument(int Width, int Height, ImageColor Color, ImageFit Fit)
{
    public ImageOptions ToOptions()
    {
        ImageOptions options = new(Width, Height, Color, Fit);
        options.Check();
        return Enum.IsDefined(Color) && Enum.IsDefined(Fit) ? options : throw new JsonException($"'images' has color {Color} and fit {Fit}.");
    }
}

/// <summary>Networks that answer together.</summary>
internal sealed record CommitteeDocument(int Members, double[]? Votes);

// Source-generated, so it trims and compiles ahead of time.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelDocument))]
internal sealed partial class ModelJson : JsonSerializerContext;
