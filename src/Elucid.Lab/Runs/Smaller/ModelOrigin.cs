using System.Text.Json;

namespace Elucid.Lab;

/// <summary>How a model was trained, as far as that is known: so that nothing is taken for test rows that it learned from.</summary>
/// <param name="Seed">The seed that divided the rows.</param>
/// <param name="Recipe">How it was trained, or how one trains such a network where that is not known.</param>
internal sealed record ModelOrigin(int Seed, Recipe Recipe)
{
    /// <summary>The file that would say how it was trained, where that is not there.</summary>
    public string? Missing { get; init; }

    /// <summary>Looks for the run beside a model, and checks that data is what it learned from.</summary>
    /// <param name="path">The model.</param>
    /// <param name="file">Its description.</param>
    /// <param name="seed">The seed that the user names; null for none.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">The data is another, or it is not known which rows were learned from.</exception>
    public static ModelOrigin Of(string path, ModelFile file, int? seed, StudyData data)
    {
        string settings = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", TrainingRun.SettingsName);
        RunSettings? run = Read(settings);
        if (run is not null && seed is { } other && other != run.Seed)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(SmallerSettings.Seed), other)} contradicts '{settings}', by which '{path}' was trained with the seed "
                    + $"{run.Seed}: omit it.");
        if (run is null && seed is null)
            throw new ArgumentException(
                $"There is no '{settings}' that says which rows '{path}' learned from, and a network must not be judged by those: say the seed that "
                    + $"it was trained with by {Spelling.Of(nameof(SmallerSettings.Seed), 0)}, which is the usual one.");
        if (run is not null && FingerprintOf(run.Data) != data.Fingerprint)
            throw new ArgumentException(
                $"'{path}' learned from {run.Data}, but {Spelling.Of(nameof(RunSettings.Data))} and its options give {data.Id}, and its test rows "
                    + "may be rows that it learned from: give the data and the options of its training.");
        int known = run?.Seed ?? seed!.Value;
        RequireLike(path, file, data, known);
        return new(known, run?.Recipe ?? Usual(file, data, known)) { Missing = run is null ? settings : null };
    }

    static string FingerprintOf(string id) => id[(id.LastIndexOf('@') + 1)..];

    static RunSettings? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), LabJson.Indented.RunSettings) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The scales are those of the training rows: where these are others, so are those.
    static void RequireLike(string path, ModelFile file, StudyData data, int seed)
    {
        void Require(bool isMet, string what)
        {
            if (!isMet)
                throw new ArgumentException(
                    $"{what} of {data.Name} by the seed {seed} are not those that '{path}' learned with: give the data, the options and the seed of "
                        + "its training.");
        }
        Require(data.Task == file.Task && data.OutputNames.SequenceEqual(file.OutputNames), "The answers");
        DataSplit split = data.Split(seed, withValidation: true, out Standardizer? scales);
        Require(split.Train.FeatureShape.SequenceEqual(file.FeatureShape.ToArray()), "The features");
        Require(Same(scales?.Features, file.Scales?.Features) && Same(scales?.Targets, file.Scales?.Targets), "The scales");
        if (file.Prose?.Encoder is { } learned)
            Require(
                data.EncoderOf(seed, withValidation: true) is { } encoder && encoder.VocabularySize == learned.VocabularySize
                    && encoder.Words.SequenceEqual(learned.Words), "The tokens");
    }

    static bool Same(ColumnScales? one, ColumnScales? other) => one is null || other is null ? one is null && other is null
        : one.Means.SequenceEqual(other.Means) && one.Deviations.SequenceEqual(other.Deviations);

    static Recipe Usual(ModelFile file, StudyData data, int seed) => RecipeDefaults.For(
        file.Recipe.Model, new Recipe().Optimizer, data.Split(seed, withValidation: true).Train.Count, file.Task, file.Prose is not null) with
    {
        Boosting = file.Committee?.Votes is not null,
    };
}
