using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The lead of an activation over the baseline's in a variant, paired by seed.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Variant">Where.</param>
/// <param name="Over">Its lead over the baseline's activation in the same variant; above 0: better.</param>
/// <param name="Change">How much larger that is than the lead in the first variant: the interaction. Null in the first variant.</param>
public sealed record Lead(string Activation, Variant Variant, Contrast Over, Contrast? Change)
{
    /// <summary>All leads of a study, and their changes, each of both kinds corrected for its number; none where nothing is varied.</summary>
    internal static IReadOnlyList<Lead> Of(StudySettings settings, StudyComparison comparison)
    {
        if (settings.Variation is not { } variation)
            return [];
        string[] others = [.. settings.Activations.Where(name => name != settings.Baseline)];
        IReadOnlyList<StudyArm> arms = StudyArm.Of(settings);
        ArmScores Scores(string activation, Variant variant)
        {
            string name = arms.Single(arm => arm.Activation == activation && arm.Variant == variant).Arm.Name;
            return comparison.Ranking.Single(ranked => ranked.Name == name).Scores;
        }
        double[] Differences(string activation, Variant variant) =>
            comparison.Metric.Differences(Scores(settings.Baseline, variant).Values, Scores(activation, variant).Values);

        (string Activation, Variant Variant)[] places =
            [.. from activation in others from variant in variation.Variants select (activation, variant)];
        double[][] leads = [.. places.Select(place => Differences(place.Activation, place.Variant))];
        double[][] changes =
            [.. places.Zip(leads).Where(place => place.First.Variant != variation.Variants[0]).Select(place => place.Second
                .Zip(Differences(place.First.Activation, variation.Variants[0]), (here, first) => here - first).ToArray())];
        Queue<Contrast> changed = new(Contrast.Together(changes, comparison.Looks));
        return [.. places.Zip(Contrast.Together(leads, comparison.Looks), (place, lead) => new Lead(
            place.Activation, place.Variant, lead, place.Variant == variation.Variants[0] ? null : changed.Dequeue()))];
    }

    /// <summary>What the study says of leads that depend on the variant, in plain words; nothing where there are none to compare.</summary>
    internal static string Describe(StudySummary summary)
    {
        if (summary.Result.Settings.Variation is not { } variation || summary.Leads.All(lead => lead.Change is null))
            return "";
        Metric metric = summary.Comparison.Metric;
        string[] decided =
            [.. summary.Leads.Where(lead => lead.Change?.Standing is Standing.Better or Standing.Worse).Select(lead =>
                $"The lead of {lead.Activation} over {summary.Result.Settings.Baseline} is "
                + $"{Format.Number(Math.Abs(metric.Readable(lead.Change!.Paired.Estimate)))}{metric.Unit} "
                + $"{(lead.Change.Standing == Standing.Better ? "larger" : "smaller")} with {variation.Text(lead.Variant)} than with "
                + $"{variation.Text(variation.Variants[0])} ({Format.PValue(lead.Change.WilcoxonP)}).")];
        return decided.Length > 0 ? string.Join(' ', decided)
            : $"Whether a lead over {summary.Result.Settings.Baseline} depends on {string.Join(" and ", variation.Factors)}, these seeds cannot "
                + "tell.";
    }
}
