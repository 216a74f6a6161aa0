using System.Text.Json;

namespace Elucid.Lab;

/// <summary>Lines of <c>trials.jsonl</c> as <c>compare</c> wrote them before there were experiments (format 1): read, never written.</summary>
internal static class EarlierTrials
{
    /// <summary>The trial of a line; null if it is none.</summary>
    public static TrialRecord? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, LabJson.Compact.EarlierTrial) is { } trial && IsWhole(trial) ? RecordOf(trial) : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    // What the reader does not see: elements that are null, probes that change, and a result without a score.
    static bool IsWhole(EarlierTrial trial) => trial.FinalEpoch >= 0 && trial.FinalEpoch < trial.Epochs.Count
        && trial.Settings.Activation.Length > 0
        && trial.Epochs.All(epoch => epoch is not null && TaskProfile.HasScore(epoch.Test)
            && (epoch.Validation is null || TaskProfile.HasScore(epoch.Validation))
            && epoch.Probe.Layers.Concat<object?>(epoch.Probe.Gradients).All(part => part is not null)
            && epoch.Probe.Layers.Select(l => l.Layer).SequenceEqual(trial.Epochs[0].Probe.Layers.Select(l => l.Layer))
            && epoch.Probe.Gradients.Select(g => g.Parameter).SequenceEqual(trial.Epochs[0].Probe.Gradients.Select(g => g.Parameter)));

    static TrialRecord RecordOf(EarlierTrial trial)
    {
        EarlierSettings was = trial.Settings;
        Settings settings = RecipeSettings.Of(was.Recipe).With(ArmName.SettingsOf(was.Activation));
        if (was.HoldsOutValidation && Tuning.DefaultSeeds.Contains(was.Seed))
            settings = settings.With(Tuning.Mark, true);
        Failure? failure = trial.Outcome == "Trained" ? null : new(Enum.Parse<FailureKind>(trial.Outcome), trial.Explanation);
        return new TrialRecord(
            new TrialKey(NetworkTrial.Experiment, NetworkTrial.Revision, was.Data, settings, was.Seed),
            TrialCourse.Measure(trial.Epochs, trial.FinalEpoch, failure, chance: null), trial.Seconds, was.Build);
    }
}

/// <summary>A line of format 1.</summary>
internal sealed record EarlierTrial(
    EarlierSettings Settings, string Outcome, string Explanation, IReadOnlyList<EpochResult> Epochs, int FinalEpoch, double Seconds);

/// <summary>What decided its trial.</summary>
internal sealed record EarlierSettings(string Data, Recipe Recipe, string Activation, int Seed, bool HoldsOutValidation)
{
    public string Build { get; init => field = value ?? "unknown"; } = "unknown";
}
