using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What all experiments together say of ELU's initial gain and learning rate: each pair of arms that differ in nothing else counts
/// once.</summary>
internal static class GainAndRate
{
    /// <summary>How often the gain that keeps ELU's variance did better than He's; empty where no experiment has both.</summary>
    public static string Gain(IReadOnlyList<ExperimentRecord> experiments)
    {
        Tally tally = Tally.Of(Pairs(experiments, ("gain", "unit"), ("gain", "he"), settings => Names(settings, "activation", "elu")).Select(
            pair => (pair.Experiment.IsHigherBetter ? 1 : -1) * Mean(pair.Experiment, pair.Arm).CompareTo(Mean(pair.Experiment, pair.Other))));
        return tally.Count == 0 ? "" : $"with the gain that keeps its variance ELU did better than with He's in {tally.Higher} of {tally.Count} "
            + "pairs of networks";
    }

    /// <summary>How often tuning chose a lower rate for ELU than for ReLU in the same network; empty where no experiment has both.</summary>
    public static string Rate(IReadOnlyList<ExperimentRecord> experiments)
    {
        Tally tally = Tally.Of(
            from pair in Pairs(experiments, ("activation", "elu"), ("activation", "relu"), _ => true)
            where pair.Experiment.Tuning?.Setting == "rate" && pair.Arm.Tuned is not null && pair.Other.Tuned is not null
            select Comparer<double?>.Default.Compare(pair.Arm.Tuned, pair.Other.Tuned));
        return tally.Count == 0 ? ""
            : $"of {tally.Count} tuned pairs of networks, ELU's learning rate was below ReLU's in {tally.Lower}, the same in "
            + $"{tally.Count - tally.Lower - tally.Higher} and above it in {tally.Higher}";
    }

    // Arms whose settings, those of the experiment included, differ in one setting alone. He's gain is what arms have that name none.
    static IEnumerable<(ExperimentRecord Experiment, ArmRecord Arm, ArmRecord Other)> Pairs(
        IReadOnlyList<ExperimentRecord> experiments, (string Setting, string Value) one, (string Setting, string Value) other,
        Func<Settings, bool> isMeant) =>
        from experiment in experiments
        where experiment.FinishedSeeds.Count > 0
        let all = experiment.Arms.Select(arm => (Arm: arm, Settings: Settings.Of(("gain", "he")).With(experiment.Settings).With(arm.Settings)))
        from arm in all
        where Names(arm.Settings, one.Setting, one.Value) && isMeant(arm.Settings)
        from partner in all
        where partner.Settings.Equals(arm.Settings.With(other.Setting, other.Value))
        select (experiment, arm.Arm, partner.Arm);

    static bool Names(Settings settings, string setting, string value) =>
        settings.Has(setting) && settings[setting].Equals(SettingValue.FromText(value));

    static double Mean(ExperimentRecord experiment, ArmRecord arm) => arm.Values[experiment.Measures[0]].Average();

    readonly record struct Tally(int Count, int Lower, int Higher)
    {
        public static Tally Of(IEnumerable<int> signs)
        {
            int[] all = [.. signs];
            return new Tally(all.Length, all.Count(sign => sign < 0), all.Count(sign => sign > 0));
        }
    }
}
