using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What a run of the ledger found of a card that studies can stand near, in the few words that <c>compare</c> needs.</summary>
/// <param name="Sentence">What is claimed.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Qualifier">Where it holds, or on what it depends; empty for nothing.</param>
/// <param name="Task">What was learned.</param>
/// <param name="Model">By what kind of network.</param>
/// <param name="Network">The network in words.</param>
/// <param name="Optimizer">What trained it.</param>
/// <param name="Gain">The initial weights; empty where they are not those that a study knows.</param>
/// <param name="Data">The name of the data; empty where they are drawn.</param>
/// <param name="Seeds">On how many seeds.</param>
/// <param name="Activation">The activation that the claim is about.</param>
/// <param name="Over">The one that it was compared with.</param>
/// <param name="Measure">In what, as a study calls it.</param>
/// <param name="Lead">The lead in the unit that people read, above 0 where the activation is better.</param>
/// <param name="Lower">The lower end of its 95 % interval.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Unit">What follows the numbers.</param>
public sealed record LedgerVerdict(
    string Sentence, ClaimVerdict Verdict, string Qualifier, LearningTask Task, string Model, string Network, string Optimizer, string Gain,
    string Data,
    int Seeds, string Activation, string Over, string Measure, double Lead, double Lower, double Upper, string Unit)
{
    /// <summary>Which way the lead points beyond doubt: 1 for the activation, −1 for the other, 0 where the interval holds 0.</summary>
    internal int Direction => DirectionOf(Lower, Upper);

    internal static int DirectionOf(double lower, double upper) => lower > 0 ? 1 : upper < 0 ? -1 : 0;

    /// <summary>From what was found; null where the card stands near no study, or its experiment was not run.</summary>
    internal static LedgerVerdict? Of(LedgerEntry entry)
    {
        if (entry.Card.Like is not { } like || entry.Finding.Verdict == ClaimVerdict.NotRun || entry.Results is not [var result, ..])
            return null;
        ConditionResult lead = new Superiority(like.Arm, like.Over, like.Measure, double.Epsilon).Evaluate(result);
        Settings SettingsOf(string name) => result.Experiment.Settings.With(result.Experiment.Arms.Single(arm => arm.Name == name).Settings);
        Settings settings = SettingsOf(like.Arm);
        return new LedgerVerdict(
            entry.Card.Sentence, entry.Finding.Verdict, entry.Finding.Qualifier, like.Task, like.Model, like.Network, like.Optimizer,
            settings.Has("gain") ? settings.Text("gain") : "", result.Experiment.Data.Split('@')[0], result.Seeds.Count,
            settings.Text("activation"), SettingsOf(like.Over).Text("activation"), like.StudyMeasure, lead.Estimate, lead.Interval.Lower,
            lead.Interval.Upper, lead.Unit);
    }
}
