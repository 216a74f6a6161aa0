namespace Elucid.Lab;

/// <summary>The folds of a cross-validation together.</summary>
/// <param name="Folds">All of them.</param>
/// <param name="Deciding">The score that decides.</param>
public sealed record FoldScores(IReadOnlyList<FoldResult> Folds, Metric Deciding)
{
    /// <summary>A score of the networks over the folds, with an interval that is corrected for the training rows that folds share; null where a fold
    /// has none.</summary>
    public Summary? Of(Metric metric) => Over(metric, Folds.Select(fold => fold.Test));

    /// <summary>The same of a baseline.</summary>
    /// <param name="metric">The score.</param>
    /// <param name="baseline">0 for the trivial one, 1 for the linear one.</param>
    public Summary? Of(Metric metric, int baseline) => Over(metric, Folds.Select(fold => fold.Baselines[baseline].Test));

    /// <summary>
    /// How much better the networks are than the linear baseline by the score that decides, the mean over the folds in the unit that people read
    /// (<see cref="Metric.Readable"/>); null where a fold has no score. Ratios are averaged as logarithms: one fold with a tiny error does not
    /// decide.
    /// </summary>
    public Summary? OverLinear
    {
        get
        {
            double?[] gains = [.. Folds.Select(fold => Deciding.Of(fold.Test) is { } own && Deciding.Of(fold.Baselines[1].Test) is { } linear
                && double.IsFinite(own) && double.IsFinite(linear) ? (double?)Deciding.Difference(linear, own) : null)];
            if (gains.Contains(null))
                return null;
            Summary mean = FoldMean.Of([.. gains.OfType<double>()]);
            return mean with
            {
                Mean = Deciding.Readable(mean.Mean),
                Interval = new(Deciding.Readable(mean.Interval.Lower), Deciding.Readable(mean.Interval.Upper)),
            };
        }
    }

    static Summary? Over(Metric metric, IEnumerable<Evaluation> tests)
    {
        double?[] values = [.. tests.Select(metric.Of)];
        return values.All(value => value is { } number && double.IsFinite(number)) ? FoldMean.Of([.. values.OfType<double>()]) : null;
    }
}
