namespace Elucid.Lab;

/// <summary>What a run's <c>results.json</c> says of its folds; its fields are explained in <c>docs/results.md</c>.</summary>
/// <param name="Score">The score that decides: "accuracy".</param>
/// <param name="Network">Its mean over the folds: mean, lower and upper end of the corrected 95 % interval; null where undefined.</param>
/// <param name="Linear">That of the linear baseline.</param>
/// <param name="OverLinear">How much better the networks are, fold by fold.</param>
/// <param name="Unit">What that is measured in.</param>
/// <param name="Folds">Each fold.</param>
public sealed record FoldsDocument(
    string Score, IReadOnlyList<double>? Network, IReadOnlyList<double>? Linear, IReadOnlyList<double>? OverLinear, string Unit,
    IReadOnlyList<FoldDocument> Folds)
{
    internal static FoldsDocument Of(FoldScores scores, Func<Evaluation, IReadOnlyDictionary<string, double>> test)
    {
        double[]? Numbers(Summary? summary) => summary is { } known ? [known.Mean, known.Interval.Lower, known.Interval.Upper] : null;
        Metric deciding = scores.Deciding;
        return new(
            deciding.ShortName, Numbers(scores.Of(deciding)), Numbers(scores.Of(deciding, 1)), Numbers(scores.OverLinear), deciding.Unit.Trim(),
            [.. scores.Folds.Select(fold => new FoldDocument(
                fold.Number, fold.TrainingRows, fold.TestRows, test(fold.Test),
                fold.Baselines.ToDictionary(baseline => baseline.Name, baseline => test(baseline.Test))))]);
    }
}

/// <summary>A fold in <c>results.json</c>.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="TrainingRows">Rows that it learned from.</param>
/// <param name="TestRows">Rows that it was judged by.</param>
/// <param name="Test">The scores of its network, by name.</param>
/// <param name="Baselines">Those of what it must beat.</param>
public sealed record FoldDocument(
    int Number, int TrainingRows, int TestRows, IReadOnlyDictionary<string, double> Test,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines);
