namespace Elucid.Lab;

/// <summary>What the seeds say of a baseline, on the same test rows as the networks. It is not ranked, and takes no part in the
/// comparisons.</summary>
/// <param name="Name">For people: "most frequent class", "logistic regression".</param>
/// <param name="Score">Test accuracy or RMSE over the seeds.</param>
/// <param name="Tests">Its scores, one for each seed.</param>
public sealed record BaselineSummary(string Name, Summary Score, IReadOnlyList<Evaluation> Tests)
{
    internal static BaselineSummary Of(string name, IReadOnlyList<Evaluation> tests) =>
        new(name, Summary.Of([.. tests.Select(ScoreOf)]), tests);

    /// <summary>The score that is ranked by: accuracy or RMSE.</summary>
    internal static double ScoreOf(Evaluation test) => test.Accuracy ?? test.Rmse ?? double.NaN;

    /// <summary>What is judged of one run.</summary>
    internal static Judged Judge(string name, Evaluation test) => new(name, ScoreOf(test), test.BalancedAccuracy, test.R2);

    /// <summary>What is judged of runs on several seeds.</summary>
    internal static Judged Judge(string name, Summary score, IReadOnlyList<Evaluation> tests) =>
        new(name, score.Mean, Over(tests, t => t.BalancedAccuracy)?.Mean, Over(tests, t => t.R2)?.Mean);

    /// <summary>One score over the seeds that have it; null if none does.</summary>
    internal static Summary? Over(IEnumerable<Evaluation> tests, Func<Evaluation, double?> score) =>
        tests.Select(score).OfType<double>().ToArray() is { Length: > 0 } values ? Summary.Of(values) : null;
}
