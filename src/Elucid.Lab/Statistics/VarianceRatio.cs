using MathNet.Numerics.Distributions;

namespace Elucid.Lab;

/// <summary>How much more one sample varies than another.</summary>
/// <remarks>
/// The interval is that of the F distribution, s₁²/s₂² / F(1 − a) to s₁²/s₂² / F(a) with n₁ − 1 and n₂ − 1 degrees of freedom, and holds for normal
/// values. The test of M. B. Brown and A. B. Forsythe 1974, Journal of the American Statistical Association 69, holds without: an analysis of
/// variance of the distances from the medians.
/// </remarks>
/// <param name="Ratio">s₁²/s₂²; NaN where one sample has fewer than two values or the second has no spread.</param>
/// <param name="Interval">The 95 % confidence interval; <see cref="Interval.None"/> likewise.</param>
/// <param name="BrownForsytheP">The two-sided p of equal spreads; NaN likewise.</param>
public readonly record struct VarianceRatio(double Ratio, Interval Interval, double BrownForsytheP)
{
    /// <summary>Compares two independent samples.</summary>
    /// <exception cref="ArgumentException">One is empty, or a value is NaN or infinite.</exception>
    public static VarianceRatio Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Summary one = Summary.Of(first), two = Summary.Of(second);
        if (one.Count < 2 || two.Count < 2 || two.StandardDeviation == 0)
            return new(double.NaN, Interval.None, double.NaN);
        double ratio = one.StandardDeviation * one.StandardDeviation / (two.StandardDeviation * two.StandardDeviation);
        double Quantile(double probability) => FisherSnedecor.InvCDF(one.Count - 1, two.Count - 1, probability);
        return new(ratio, new Interval(ratio / Quantile(0.975), ratio / Quantile(0.025)), BrownForsythe(first, second));
    }

    static double BrownForsythe(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] one = FromMedian(first), two = FromMedian(second);
        int n = one.Length + two.Length;
        double a = one.Average(), b = two.Average(), all = (one.Sum() + two.Sum()) / n;
        double between = one.Length * (a - all) * (a - all) + two.Length * (b - all) * (b - all);
        double within = one.Sum(d => (d - a) * (d - a)) + two.Sum(d => (d - b) * (d - b));
        return within == 0 ? between == 0 ? 1 : 0 : 1 - FisherSnedecor.CDF(1, n - 2, between / (within / (n - 2)));
    }

    static double[] FromMedian(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return [.. sorted.Select(value => Math.Abs(value - median))];
    }
}
