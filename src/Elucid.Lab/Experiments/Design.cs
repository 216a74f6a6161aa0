using System.Security.Cryptography;
using System.Text;

namespace Elucid.Lab;

/// <summary>One trial of a design.</summary>
/// <param name="Arm">Its arm.</param>
/// <param name="Key">What decides it.</param>
public sealed record PlannedTrial(Arm Arm, TrialKey Key);

/// <summary>All trials of an experiment, made before the first one runs.</summary>
/// <param name="Trials">Seed by seed, so that an experiment that is stopped has compared all arms on the seeds it got to.</param>
/// <param name="Hash">The fingerprint of what was fixed in advance.</param>
public sealed record Design(IReadOnlyList<PlannedTrial> Trials, string Hash)
{
    /// <summary>The design of an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="tuned">The values that tuning chose, by the names of arms; null without tuning.</param>
    /// <exception cref="SettingsException">The experiment cannot be run.</exception>
    public static Design Of(Experiment experiment, IReadOnlyDictionary<string, double>? tuned = null)
    {
        experiment.Check();
        return new Design(
            [.. from seed in experiment.SeedNumbers
                from arm in experiment.Arms
                select Plan(experiment, arm, tuned?.GetValueOrDefault(arm.Name, double.NaN) ?? double.NaN, seed, isTuning: false)],
            HashOf(experiment));
    }

    /// <summary>The trials of a part of a design: of <paramref name="count"/> parts that are run apart, on machines that share nothing, the one with
    /// this number. Whole seeds, so that each part compares all arms.</summary>
    /// <param name="number">From 1 to <paramref name="count"/>.</param>
    /// <param name="count">How many parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public Design Shard(int number, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, count);
        int[] seeds = [.. Trials.Select(trial => trial.Key.Seed).Distinct()];
        return this with { Trials = [.. Trials.Where(trial => Array.IndexOf(seeds, trial.Key.Seed) % count == number - 1)] };
    }

    internal static PlannedTrial Plan(Experiment experiment, Arm arm, double tuned, int seed, bool isTuning)
    {
        Settings settings = experiment.Settings.With(arm.Settings);
        if (!double.IsNaN(tuned))
            settings = settings.With(experiment.Tuning!.Setting, tuned);
        if (isTuning)
            settings = settings.With(Tuning.Mark, true);
        return new PlannedTrial(arm, new TrialKey(experiment.Id, experiment.Revision, experiment.Data, settings, seed));
    }

    // Everything that is fixed in advance, line by line. Labels keep one field from being taken for another.
    static string HashOf(Experiment experiment)
    {
        StringBuilder text = new();
        void Say(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
        Say($"experiment {experiment.Id} {experiment.Revision} data {experiment.Data}");
        Say($"settings {experiment.Settings.Json}");
        foreach (Arm arm in experiment.Arms)
            Say($"arm {arm.Name} {arm.Settings.Json}");
        Say($"baseline {experiment.Baseline} seeds {experiment.Seeds} from {experiment.FirstSeed}");
        foreach (Measure measure in experiment.Measures)
            Say($"measure {measure.Name} {measure.Metric.HigherIsBetter} {measure.Metric.Scale} chance {measure.Chance:R}");
        if (experiment.Tuning is { } tuning)
        {
            Say($"tuning {tuning.Setting} {tuning.Rule} {tuning.ExtendsGrid} {tuning.Score.Name} seeds {string.Join(' ', tuning.Seeds)}");
            Say($"grid {SettingValue.FromNumbers([.. tuning.Grid]).Json}");
        }
        foreach (Condition condition in experiment.Conditions)
            Say($"condition {condition.Rule}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
