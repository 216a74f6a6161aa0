namespace Elucid.Lab;

/// <summary>The mean of scores over the folds of a cross-validation, whose training rows overlap.</summary>
/// <remarks>
/// The variance of the mean is s²·(1/k + n_test/n_train) in place of s²/k: networks that share most of their training rows err alike, so that their
/// scores spread less than those of other samples would. C. Nadeau, Y. Bengio, Machine Learning 52, 2003, pages 239 to 281, equation 9; with k
/// folds n_test/n_train is 1/(k − 1). The interval is with t of k − 1 degrees of freedom.
/// </remarks>
internal static class FoldMean
{
    /// <summary>Mean and deviation of the scores, and the interval that is corrected.</summary>
    /// <param name="scores">One for each fold.</param>
    public static Summary Of(ReadOnlySpan<double> scores)
    {
        Summary plain = Summary.Of(scores);
        if (plain.Interval.IsNone || plain.StandardDeviation == 0)
            return plain;
        int folds = scores.Length;
        double half = plain.Interval.HalfWidth * Math.Sqrt(1 + folds / (folds - 1.0));
        return plain with { Interval = new(plain.Mean - half, plain.Mean + half) };
    }
}
