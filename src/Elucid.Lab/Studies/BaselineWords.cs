using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The scores of a network or a baseline that are judged: means over the seeds, or those of one run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Score">Accuracy or RMSE.</param>
/// <param name="Balanced">Balanced accuracy; null for regression, and where all test rows are of one class.</param>
/// <param name="R2">R²; null for classification, and where all test targets are equal.</param>
internal readonly record struct Judged(string Name, double Score, double? Balanced = null, double? R2 = null);

/// <summary>How networks stand to the baselines, in a sentence each; nothing where they beat both.</summary>
internal static class BaselineWords
{
    /// <summary>A score that no error mars.</summary>
    internal const string TooGood =
        "A perfect score is often too good to be true: look for a column that tells the target, or for rows that stand in both parts.";

    // With scores from float32 no R² is exactly 1.
    const double PerfectR2 = 0.9999;

    /// <summary>Sentences with spaces between them.</summary>
    /// <param name="metric">What the scores are.</param>
    /// <param name="networks">The best first. One alone is spoken of as "the network".</param>
    /// <param name="trivial">The trivial baseline.</param>
    /// <param name="linear">The linear one.</param>
    internal static string Describe(Metric metric, IReadOnlyList<Judged> networks, Judged trivial, Judged linear)
    {
        bool Beats(double score, double other) => metric.HigherIsBetter ? score > other : score < other;
        // A score of one run within the margin counts as the majority's, as for failed trials.
        bool IsUseless(Judged n) =>
            metric.HigherIsBetter ? ChanceLevel.IsMajority(n.Score, trivial.Score, n.Balanced, trivial.Balanced) : !Beats(n.Score, trivial.Score);
        string Text(double score) => metric.Scale == MetricScale.Share ? Format.Percent(score) : Format.Number(score);
        bool isAlone = networks.Count == 1;
        string than = $"no better than always answering with the {trivial.Name} ({metric.Name} {Text(trivial.Score)})";
        List<string> sentences = [];

        Judged[] useless = [.. networks.Where(IsUseless)];
        if (useless.Length == networks.Count)
            sentences.Add(
                isAlone ? $"The network learned nothing that shows in the {metric.Name}: {Text(networks[0].Score)} is {than}."
                    : $"No network learned anything that shows in the {metric.Name}: all are {than}.");
        else if (useless.Length > 0)
            sentences.Add($"{string.Join(", ", useless.Select(n => n.Name))} {(useless.Length == 1 ? "is" : "are")} {than}.");
        foreach (Judged n in networks.Where(n => !IsUseless(n) && !Beats(n.Score, trivial.Score)))
            sentences.Add(
                $"{(isAlone ? "The network" : n.Name)} does not beat the {metric.Name} of the {trivial.Name} ({Text(trivial.Score)}), but finds "
                    + $"rows of the other classes, too: "
                + $"its balanced accuracy is {Format.Percent(n.Balanced!.Value)} and not {Format.Percent(trivial.Balanced!.Value)}.");
        if (useless.Length < networks.Count && Beats(linear.Score, networks[0].Score))
            sentences.Add($"A linear model does better: {linear.Name} has a{(isAlone ? "" : " mean")} {metric.Name} of {Text(linear.Score)}.");
        // Test rows of one class are named perfectly without learning.
        if (!(metric.HigherIsBetter && trivial.Score == 1)
            && networks.Append(linear).Any(n => metric.HigherIsBetter ? n.Score == 1 : n.R2 > PerfectR2))
            sentences.Add(TooGood);
        return string.Join(' ', sentences);
    }
}
