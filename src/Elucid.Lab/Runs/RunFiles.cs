using System.Text.Json;
using System.Text.Json.Serialization;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Writes what a training run leaves for people: <c>report.html</c>, and its numbers as <c>results.json</c>.</summary>
public static class RunFiles
{
    /// <summary>Writes both; each appears whole or not at all.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">Where.</param>
    /// <param name="command">The command line that trains the network again.</param>
    /// <returns>The path of the report.</returns>
    public static string Write(RunResult run, OutputDirectory directory, string command)
    {
        string report = directory["report.html"];
        AtomicFile.WriteText(report, ReportPage.Render(RunReport.Of(run, command)));
        AtomicFile.WriteText(directory["results.json"], ToJson(run));
        foreach ((string name, string content) in TaskSections.FilesOf(run))
            AtomicFile.WriteText(directory[name], content);
        return report;
    }

    /// <summary>The content of <c>results.json</c>.</summary>
    public static string ToJson(RunResult run) => JsonSerializer.Serialize(RunDocument.Of(run), LabJson.Indented.RunDocument);
}

/// <summary>The content of a run's <c>results.json</c>; its fields are explained in <c>docs/results.md</c>.</summary>
public sealed record RunDocument
{
    /// <summary>Changes when a field changes its meaning.</summary>
    public string Schema { get; init; } = "elucid-run/1";

    /// <summary>Name and fingerprint of the data, and how it was split.</summary>
    public required DataDocument Data { get; init; }

    /// <summary>What was trained.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>What the network learned.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>Weights of the network.</summary>
    public required long Weights { get; init; }

    /// <summary>Epochs that were done, of all members of a committee together.</summary>
    public required int Epochs { get; init; }

    /// <summary>The one whose network was kept; of a committee that of the first member.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Seconds of training steps.</summary>
    public required double Seconds { get; init; }

    /// <summary>The scores on the test data, by name; those that are undefined are missing.</summary>
    public required IReadOnlyDictionary<string, double> Test { get; init; }

    /// <summary>Those of what the network must beat.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines { get; init; }

    /// <summary>The members of a committee; null where there is one network only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CommitteeDocument? Committee { get; init; }

    /// <summary>Where the body came from, and which of its layers stood still; null where all weights were drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunBodyDocument? Body { get; init; }

    /// <summary>The folds of a cross-validation; null where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FoldsDocument? Folds { get; init; }

    /// <summary>How much more of each of several targets is explained than by a network of its own: the gain, and the ends of its 95 % interval over
    /// other test rows; null where no such networks were trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? Sharing { get; init; }

    /// <summary>What the loss of each of several targets counted at the best epoch, where that was learned; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Balance { get; init; }

    /// <summary>Where it was run.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>From a run.</summary>
    public static RunDocument Of(RunResult run) => new()
    {
        Data = new DataDocument(run.Data.Name, run.Data.Fingerprint, run.Data.SplitRule, run.Data.Source),
        Settings = run.Settings,
        Task = run.Data.Task,
        Weights = run.Network.ParameterCount,
        Epochs = run.Histories.Sum(history => history.Epochs.Count),
        BestEpoch = run.History.BestEpoch,
        Seconds = run.Seconds,
        Test = ScoresOf(run.Test),
        Baselines = run.Baselines.ToDictionary(baseline => baseline.Name, baseline => (IReadOnlyDictionary<string, double>)ScoresOf(baseline.Test)),
        Committee = run.Committee is { } committee ? CommitteeDocument.Of(run, committee, ScoresOf) : null,
        Body = run.File.Body is { } body ? RunBodyDocument.Of(run, body) : null,
        Folds = run.Folds is { } folds ? FoldsDocument.Of(folds, ScoresOf) : null,
        Sharing = run.Apart is { } apart ? SharingOf(run, apart) : null,
        Balance = run.Settings.Recipe.Balance is null ? null
            : TargetBalance.LearnedWeights(run).ToDictionary(one => one.Target, one => one.Weight),
        Environment = RunEnvironment.Current,
    };

    static Dictionary<string, double> ScoresOf(Evaluation evaluation) => evaluation.Scores
        .Where(score => score.Value is { } value && double.IsFinite(value)).ToDictionary(score => Camel(score.Name), score => score.Value ?? 0);

    static Dictionary<string, IReadOnlyList<double>> SharingOf(RunResult run, ApartNetworks apart)
    {
        Dictionary<string, IReadOnlyList<double>> gains = [];
        foreach ((int i, TargetInfo target) in run.File.SeveralTargets.Index())
            if (apart.GainOf(run.Outputs, i) is var (gain, interval))
                gains.Add(target.Name, [gain, interval.Lower, interval.Upper]);
        return gains;
    }

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <summary>The body of a fine-tuned network.</summary>
/// <param name="Source">The name of its file.</param>
/// <param name="Fingerprint">The first 16 hexadecimal digits of the SHA-256 of the file.</param>
/// <param name="Data">What it had learned from; empty where the file does not say.</param>
/// <param name="Frozen">The layers that stood still.</param>
/// <param name="Moved">Of each of its layers the length of the change of its weights, as a share of that of the weights before.</param>
public sealed record RunBodyDocument(
    string Source, string Fingerprint, string Data, IReadOnlyList<string> Frozen, IReadOnlyDictionary<string, double> Moved)
{
    /// <summary>That of a run.</summary>
    internal static RunBodyDocument Of(RunResult run, BodyDescription body)
    {
        TunedLayer[] layers = [.. TunedLayer.Of(run).Where(layer => layer.IsOfBody)];
        return new(
            body.Source, body.Fingerprint, body.Data, [.. layers.Where(layer => layer.IsFrozen).Select(layer => layer.Name)],
            layers.ToDictionary(layer => layer.Name, layer => layer.Moved));
    }
}
