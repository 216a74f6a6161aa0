using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The cards of the ledger that stand nearest to a study, and whether they agree with it.</summary>
/// <remarks>
/// A card is near if it is about the same task, the same kind of network, and a question that the study can answer: both of its activations are
/// compared in it, and it measures what decided the card. Cards with the study's optimizer and initial gain come first; where these differ, the line
/// says so, since both turn leads round. Sizes, rates and data always differ, and are no reason to be silent.
/// </remarks>
public static class NearestClaims
{
    const int Most = 3;

    static readonly Metric[] Measures =
        [Metric.TestAccuracy, Metric.TestRmse, Metric.TestMae, Metric.TestLoss, Metric.TestReconstructionError];

    /// <summary>A note for each of the nearest cards, at most three: its name and verdict, and what it says beside the study; none where nothing is
    /// near. Studies that vary a setting, and those of a network of one's own, are near nothing.</summary>
    /// <param name="summary">The study.</param>
    /// <param name="verdicts">What the ledger found, by the cards' ids; that of the committed run by default.</param>
    public static IReadOnlyList<ReportNote> Of(StudySummary summary, IReadOnlyDictionary<string, LedgerVerdict>? verdicts = null)
    {
        StudySettings settings = summary.Result.Settings;
        if (settings is not { Variation: null, Network: null })
            return [];
        Recipe recipe = settings.Recipe;
        return [.. (from card in verdicts ?? CommittedVerdicts.All
            let verdict = card.Value
            where verdict.Task == summary.Result.Data.Task && verdict.Model == recipe.Model
            let here = LeadOf(summary, verdict)
            where here is not null
            let alike = (verdict.Optimizer == recipe.Optimizer ? 1 : 0) + (verdict.Gain == recipe.Init ? 1 : 0)
            orderby alike descending, card.Key
            select Note(card.Key, verdict, here, recipe)).Take(Most)];
    }

    /// <summary>The notes as the last section of a study's report; none where there are no notes.</summary>
    public static IReadOnlyList<ReportSection> Section(IReadOnlyList<ReportNote> notes) => notes.Count == 0 ? [] :
    [
        new("What does the ledger say?",
            "The ledger is Elucid's own run of what is said about activations, each claim decided by an experiment that was fixed before. These are "
                + "its cards nearest to this study: same task, same kind of network, same activations. Data, sizes and budgets differ.", [])
        {
            Notes = notes,
        },
    ];

    static ReportNote Note(string id, LedgerVerdict verdict, Lead here, Recipe recipe)
    {
        string[] differing =
        [
            .. verdict.Optimizer == recipe.Optimizer ? Array.Empty<string>() : [recipe.Optimizer],
            .. verdict.Gain == recipe.Init || verdict.Gain.Length == 0 ? Array.Empty<string>() : [$"{recipe.Init} weights"],
        ];
        string word = verdict.Verdict.Text() + (verdict.Qualifier.Length > 0 ? $": {verdict.Qualifier}" : "");
        string data = verdict.Data.Length > 0 ? $"{verdict.Data}, " : "";
        string agreement = (verdict.Direction, here.Direction) switch
        {
            (_, 0) => "these seeds cannot tell",
            (0, _) => "the ledger's seeds could not tell",
            var (there, now) => there == now ? "they agree" : "they disagree",
        };
        return new ReportNote($"{id}, {word}", $"{verdict.Sentence} Lead of {verdict.Activation} over {verdict.Over} in {verdict.Measure} there "
            + $"{Text(verdict.Lead, verdict.Lower, verdict.Upper, verdict.Unit)} ({data}{verdict.Network}, {verdict.Optimizer}, "
            + $"{(verdict.Gain.Length > 0 ? $"{verdict.Gain} weights, " : "")}"
            + $"{verdict.Seeds} seeds), here {Text(here.Estimate, here.Lower, here.Upper, verdict.Unit)}"
            + $"{(differing.Length > 0 ? $" (with {string.Join(" and ", differing)})" : "")}: {agreement}.");
    }

    static string Text(double estimate, double lower, double upper, string unit) =>
        $"{Format.Signed(estimate)}{unit} [{Format.Signed(lower)}, {Format.Signed(upper)}]";

    // The study's own answer to the card's question; null where it has none.
    static Lead? LeadOf(StudySummary summary, LedgerVerdict verdict)
    {
        ActivationSummary? Named(string name) => summary.Activations.FirstOrDefault(activation => activation.Name == name);
        if (summary.Seeds.Count < 2 || Named(verdict.Activation) is not { } activation || Named(verdict.Over) is not { } over
            || Measured(activation, verdict.Measure) is not var (metric, values) || Measured(over, verdict.Measure) is not var (_, others))
            return null;
        // As wide as in the study's own table: both must not say different things of one lead.
        PairedComparison paired = PairedComparison.Of(
            metric.Differences(others, values), summary.Comparison.Comparisons * summary.Comparison.Looks);
        return new Lead(
            metric.Readable(paired.Estimate), metric.Readable(paired.Interval.Lower), metric.Readable(paired.Interval.Upper));
    }

    // A failed run has a score of guessing, but no training loss that could stand for it.
    static (Metric Metric, double[] Values)? Measured(ActivationSummary activation, string measure)
    {
        if (measure == ImageClassifier.TrainingLoss.Name)
            return activation.Failures > 0 ? null
                : (ImageClassifier.TrainingLoss.Metric, [.. activation.Trials.Select(trial => trial.Final!.TrainingLoss)]);
        Metric? metric = Measures.FirstOrDefault(known => known.Name == measure);
        double?[] values = [.. activation.Tests.Select(test => metric?.Of(test))];
        return metric is null || values.Any(value => value is null || !double.IsFinite(value.Value)) ? null
            : (metric, [.. values.Select(value => value!.Value)]);
    }

    sealed record Lead(double Estimate, double Lower, double Upper)
    {
        public int Direction => LedgerVerdict.DirectionOf(Lower, Upper);
    }
}
