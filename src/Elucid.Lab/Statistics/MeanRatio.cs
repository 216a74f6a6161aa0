namespace Elucid.Lab;

/// <summary>The ratio of two means of paired values, with Fieller's interval.</summary>
/// <remarks>
/// The interval holds the ratios ρ for which a paired t test does not reject mean(numerator − ρ·denominator) = 0 (E. C. Fieller 1954, Journal of the
/// Royal Statistical Society B 16). Where the denominator's mean may be 0 that is no interval, and the ratio tells nothing.
/// </remarks>
/// <param name="Ratio">The ratio of the means.</param>
/// <param name="Interval">The 95 % confidence interval; <see cref="Interval.None"/> for one pair, or where the denominator's mean cannot be told from
/// 0.</param>
public readonly record struct MeanRatio(double Ratio, Interval Interval)
{
    /// <summary>Estimates the ratio.</summary>
    /// <exception cref="ArgumentException">The lengths differ, there are no values, or one is NaN or infinite.</exception>
    public static MeanRatio Of(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        Sample.CheckPaired(numerator.Length, denominator.Length, nameof(MeanRatio));
        Summary a = Summary.Of(numerator), b = Summary.Of(denominator);
        double ratio = a.Mean / b.Mean;
        if (a.Count < 2)
            return new(ratio, Interval.None);

        double covariance = 0;
        for (int i = 0; i < numerator.Length; i++)
            covariance += (numerator[i] - a.Mean) * (denominator[i] - b.Mean);
        int n = a.Count;
        double t = StudentT.Quantile(0.975, n - 1), scale = t * t / n;
        covariance /= n - 1;

        // ρ² (b² − s·Vb) − 2ρ (ab − s·C) + (a² − s·Va) ≤ 0
        double quadratic = b.Mean * b.Mean - scale * b.StandardDeviation * b.StandardDeviation;
        double linear = a.Mean * b.Mean - scale * covariance;
        double constant = a.Mean * a.Mean - scale * a.StandardDeviation * a.StandardDeviation;
        double root = linear * linear - quadratic * constant;
        if (!(quadratic > 0))
            return new(ratio, Interval.None);
        double half = Math.Sqrt(Math.Max(0, root));
        return new(ratio, new Interval((linear - half) / quadratic, (linear + half) / quadratic));
    }
}
