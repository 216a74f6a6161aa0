namespace Elucid.Lab;

/// <summary>The mean of a sample, such as the test accuracies over seeds, with its spread and its uncertainty.</summary>
/// <remarks>
/// The interval is mean ± t(0.975, n − 1)·s/√n for a confidence of 95 % (W. S. Gosset, "Student", 1908, Biometrika 6): it holds the true mean in 95 %
/// of all samples of normal values.
/// </remarks>
/// <param name="Count">n, the number of values.</param>
/// <param name="Mean">The arithmetic mean; exactly 0 where the values cancel up to rounding.</param>
/// <param name="StandardDeviation">s = √(Σ(x − mean)²/(n − 1)); NaN for one value, 0 where all values are equal up to rounding.</param>
/// <param name="Interval">The confidence interval of the mean; <see cref="Interval.None"/> for one value, the point where the standard
/// deviation is 0.</param>
public readonly record struct Summary(int Count, double Mean, double StandardDeviation, Interval Interval)
{
    /// <summary>Summarises <paramref name="values"/>.</summary>
    /// <param name="values">The sample.</param>
    /// <param name="confidence">That of the interval, between 0 and 1; 0.95 by default.</param>
    /// <exception cref="ArgumentException">There are no values, or one is NaN or infinite.</exception>
    public static Summary Of(ReadOnlySpan<double> values, double confidence = 0.95)
    {
        Sample.Check(values, nameof(Summary));
        int n = values.Length;

        // Relative to the first value: equal values have exactly this mean and the standard deviation 0, whatever their bits.
        double origin = values[0], sum = 0;
        foreach (double value in values)
            sum += value - origin;
        double mean = Sample.Settle(origin + sum / n, values);
        if (n == 1)
            return new(1, mean, double.NaN, Interval.None);

        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / (n - 1));
        if (deviation <= Sample.Tolerance(values))
            return new(n, mean, 0, Interval.Point(mean));

        double half = StudentT.Quantile((1 + confidence) / 2, n - 1) * deviation / Math.Sqrt(n);
        return new(n, mean, deviation, new(mean - half, mean + half));
    }
}
