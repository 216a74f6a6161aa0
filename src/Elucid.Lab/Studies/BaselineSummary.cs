namespace Elucid.Lab;

/// <summary>What the seeds say of a baseline, on the same test rows as the networks. It is not ranked, and takes no part in the
/// comparisons.</summary>
/// <param name="Name">For people: "most frequent class", "logistic regression".</param>
/// <param name="Score">Test accuracy or RMSE over the seeds.</param>
/// <param name="Tests">Its scores, one for each seed.</param>
public sealed record BaselineSummary(string Name, Summary Score, IReadOnlyList<Evaluation> Tests)
{
    internal static BaselineSummary Of(string name, Metric metric, IReadOnlyList<Evaluation> tests) =>
        new(name, Summary.Of([.. tests.Select(test => metric.Of(test) ?? double.NaN)]), tests);
}
