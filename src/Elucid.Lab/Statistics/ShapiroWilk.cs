using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Elucid.Lab;

/// <summary>The Shapiro-Wilk test of normality.</summary>
/// <remarks>
/// W = (Σ aᵢ x₍ᵢ₎)² / Σ(xᵢ − mean)²: the squared correlation of the ordered sample with the expected normal order statistics; 1 for a perfectly
/// normal sample. Weights and p by P. Royston 1995, "Remark AS R94: a remark on algorithm AS 181: the W-test for normality", Applied Statistics 44,
/// for n from 3 to 5000.
/// </remarks>
/// <param name="W">The statistic, 0 to 1.</param>
/// <param name="P">The probability of so small a W for normal values; NaN for fewer than three values or without spread.</param>
public readonly record struct ShapiroWilk(double W, double P)
{
    // Royston's polynomials, lowest power first: corrections of the two outer weights in 1/√n, then mean and ln sd of the transformed 1 − W.
    static readonly double[] OuterWeight = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
    static readonly double[] NextWeight = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
    static readonly double[] SmallMean = [0.544, -0.39978, 0.025054, -6.714e-4];
    static readonly double[] SmallLogDeviation = [1.3822, -0.77857, 0.062767, -0.0020322];
    static readonly double[] LargeMean = [-1.5861, -0.31082, -0.083751, 0.0038915];
    static readonly double[] LargeLogDeviation = [-0.4803, -0.082676, 0.0030302];

    /// <summary>Tests whether <paramref name="values"/> look normal.</summary>
    /// <exception cref="ArgumentException">There are no values, or one is NaN or infinite.</exception>
    public static ShapiroWilk Of(ReadOnlySpan<double> values)
    {
        Summary summary = Summary.Of(values);
        if (summary.Count < 3 || summary.StandardDeviation == 0)
            return new(double.NaN, double.NaN);

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double[] weights = Weights(sorted.Length);
        double projection = 0, weightSquares = 0, squares = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            projection += weights[i] * (sorted[^(i + 1)] - sorted[i]);
            weightSquares += 2 * weights[i] * weights[i];
        }
        foreach (double value in sorted)
            squares += (value - summary.Mean) * (value - summary.Mean);

        // 1 − W as a difference of square roots: W is close to 1 for normal samples, and p depends on ln(1 − W).
        double norm = Math.Sqrt(weightSquares * squares);
        double deficit = Math.Max(0, (norm - projection) * (norm + projection) / (norm * norm));
        return new(1 - deficit, PValue(deficit, sorted.Length));
    }

    /// <summary>The weights of the upper half of the order statistics, largest first; the lower half has them negated.</summary>
    static double[] Weights(int n)
    {
        if (n == 3)
            return [Math.Sqrt(0.5)];

        double[] scores = new double[n / 2];            // Blom's approximation of the expected largest, second largest … of n standard normal values
        double scoreSquares = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = -Normal.InvCDF(0, 1, (i + 1 - 0.375) / (n + 0.25));
            scoreSquares += 2 * scores[i] * scores[i];
        }
        int corrected = n > 5 ? 2 : 1;
        double[] weights = new double[scores.Length];
        double rest = scoreSquares, restWeight = 1;
        for (int i = 0; i < corrected; i++)
        {
            weights[i] = scores[i] / Math.Sqrt(scoreSquares) + Polynomial.Evaluate(1 / Math.Sqrt(n), i == 0 ? OuterWeight : NextWeight);
            rest -= 2 * scores[i] * scores[i];
            restWeight -= 2 * weights[i] * weights[i];
        }
        for (int i = corrected; i < weights.Length; i++)
            weights[i] = scores[i] / Math.Sqrt(rest / restWeight);
        return weights;
    }

    static double PValue(double deficit, int n)
    {
        if (n == 3)                                     // exact: W ≥ 3/4 always
            return Math.Clamp(6 / Math.PI * (Math.Asin(Math.Sqrt(1 - deficit)) - Math.Asin(Math.Sqrt(0.75))), 0, 1);
        if (deficit == 0)
            return 1;

        double y = Math.Log(deficit), mean, logDeviation;
        if (n <= 11)
        {
            double bound = -2.273 + 0.459 * n;
            if (y >= bound)
                return 0;
            y = -Math.Log(bound - y);
            mean = Polynomial.Evaluate(n, SmallMean);
            logDeviation = Polynomial.Evaluate(n, SmallLogDeviation);
        }
        else
        {
            mean = Polynomial.Evaluate(Math.Log(n), LargeMean);
            logDeviation = Polynomial.Evaluate(Math.Log(n), LargeLogDeviation);
        }
        return Normal.CDF(0, 1, (mean - y) / Math.Exp(logDeviation));
    }
}
