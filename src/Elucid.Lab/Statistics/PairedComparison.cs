namespace Elucid.Lab;

/// <summary>How the interval of a <see cref="PairedComparison"/> was made.</summary>
public enum IntervalMethod
{
    /// <summary>There is none: one difference has no interval.</summary>
    None,

    /// <summary>All differences are equal up to rounding: the interval is the point.</summary>
    Point,

    /// <summary>Student's t with n − 1 degrees of freedom.</summary>
    StudentT,

    /// <summary>Hodges-Lehmann, because the differences are not normal.</summary>
    HodgesLehmann,
}

/// <summary>What differences paired by seed say: how large the effect is, how sure that is, and whether chance explains it.</summary>
/// <remarks>
/// The differences are oriented (<see cref="Metric.Differences"/>): above 0 is better than the baseline. The interval is Student's t; where the
/// Shapiro-Wilk test rejects normality (p &lt; 0.01) it is the Hodges-Lehmann interval, provided that n is large enough for one of its confidence (6
/// for one comparison). Of m comparisons each interval has the confidence 1 − 0.05/m (O. J. Dunn 1961, Journal of the American Statistical
/// Association 56).
/// </remarks>
public sealed record PairedComparison
{
    /// <summary>The Shapiro-Wilk p below which the differences do not count as normal.</summary>
    public const double NormalityThreshold = 0.01;

    /// <summary>n, the number of differences: one per seed, failed runs included.</summary>
    public required int Count { get; init; }

    /// <summary>The arithmetic mean of the differences.</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation; NaN for one difference, 0 where they are equal up to rounding.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>The value that <see cref="Interval"/> surrounds: the Hodges-Lehmann estimate with that method, else the mean.</summary>
    public required double Estimate { get; init; }

    /// <summary>The 95 % confidence interval, one that holds for all <see cref="Comparisons"/> at once.</summary>
    public required Interval Interval { get; init; }

    /// <summary>How many comparisons are made together: all their intervals hold their true differences at once in 95 % of all studies.</summary>
    public required int Comparisons { get; init; }

    /// <summary>How the interval was made.</summary>
    public required IntervalMethod Method { get; init; }

    /// <summary>The Shapiro-Wilk p of the differences; NaN for fewer than three or without spread.</summary>
    public required double NormalityP { get; init; }

    /// <summary>The two-sided p of the paired t test; NaN for one difference; without spread 0, or 1 where all differences are 0.</summary>
    public required double StudentP { get; init; }

    /// <summary>The Wilcoxon signed-rank test of the differences.</summary>
    public required SignedRankTest SignedRank { get; init; }

    /// <summary>
    /// d_z = J·mean/sd with the small-sample factor J = 1 − 3/(4(n − 1) − 1) (L. V. Hedges 1981). NaN for fewer than three differences, of which no
    /// unbiased estimate exists (J would be 0 for two); without spread 0 for the mean 0, else ±∞.
    /// </summary>
    public required double EffectSize { get; init; }

    /// <summary>How many of the <see cref="Count"/> differences are above 0: the k of the sign count k/n.</summary>
    public required int PositiveCount { get; init; }

    /// <summary>How many differences are exactly 0: scores that tie say nothing about the direction, and the signed-rank test drops them.</summary>
    public int TiedCount => Count - SignedRank.Count;

    /// <summary>Whether every difference is exactly 0: the two scores tie on every seed, which networks that differ can do on few test
    /// rows.</summary>
    public required bool IsExactlyEqual { get; init; }

    /// <summary>The two-sided Wilcoxon p (<see cref="SignedRankTest.P"/>).</summary>
    public double WilcoxonP => SignedRank.P;

    /// <summary>The one-sided p of the paired t test for "the mean is above 0".</summary>
    public double StudentOneSidedP => Mean > 0 ? StudentP / 2 : 1 - StudentP / 2;

    /// <summary>
    /// 1 where estimate and ranks both point above 0, −1 where both point below, 0 where they disagree (an outlier carries the mean) or are 0: a
    /// small p is evidence for a direction only where this is not 0.
    /// </summary>
    public int Direction
    {
        get
        {
            int ranks = SignedRank.PositiveRankSum.CompareTo(SignedRank.NegativeRankSum);
            return Math.Sign(Estimate) == ranks && Math.Sign(Mean) == ranks ? ranks : 0;
        }
    }

    /// <summary>Evaluates oriented differences paired by seed.</summary>
    /// <param name="differences">One per seed.</param>
    /// <param name="comparisons">How many comparisons are made together, at least 1: for which the interval is corrected. The p-values are
    /// not.</param>
    /// <exception cref="ArgumentException">There are no differences, or one is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="comparisons"/> is less than 1.</exception>
    public static PairedComparison Of(ReadOnlySpan<double> differences, int comparisons = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
        Sample.Check(differences, nameof(PairedComparison));
        double confidence = 1 - Contrast.Level / comparisons;
        Summary summary = Summary.Of(differences, confidence);
        double normalityP = ShapiroWilk.Of(differences).P;
        (double estimate, Interval interval, IntervalMethod method) = Estimated(differences, summary, normalityP, confidence);
        return new()
        {
            Count = summary.Count,
            Mean = summary.Mean,
            StandardDeviation = summary.StandardDeviation,
            Estimate = estimate,
            Interval = interval,
            Comparisons = comparisons,
            Method = method,
            NormalityP = normalityP,
            StudentP = StudentT.TwoSidedP(summary),
            SignedRank = SignedRankTest.Of(differences),
            EffectSize = StandardisedMean(summary),
            PositiveCount = CountPositive(differences),
            IsExactlyEqual = !differences.ContainsAnyExcept(0.0),
        };
    }

    static (double Estimate, Interval Interval, IntervalMethod Method) Estimated(
        ReadOnlySpan<double> differences, Summary summary, double normalityP, double confidence)
    {
        if (normalityP < NormalityThreshold && HodgesLehmann.Of(differences, confidence) is { Interval.IsNone: false } robust)
            return (robust.Estimate, robust.Interval, IntervalMethod.HodgesLehmann);
        IntervalMethod method = summary switch
        {
            { Count: 1 } => IntervalMethod.None,
            { StandardDeviation: 0 } => IntervalMethod.Point,
            _ => IntervalMethod.StudentT,
        };
        return (summary.Mean, summary.Interval, method);
    }

    static double StandardisedMean(Summary summary)
    {
        if (summary.Count < 3)
            return double.NaN;
        if (summary is { StandardDeviation: 0, Mean: 0 })
            return 0;
        double smallSample = 1 - 3.0 / (4 * (summary.Count - 1) - 1);
        return summary.StandardDeviation == 0 ? summary.Mean * double.PositiveInfinity : smallSample * summary.Mean / summary.StandardDeviation;
    }

    static int CountPositive(ReadOnlySpan<double> differences)
    {
        int count = 0;
        foreach (double difference in differences)
            if (difference > 0)
                count++;
        return count;
    }
}
