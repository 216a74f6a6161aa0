namespace Elucid.Lab;

/// <summary>The centre of symmetry of a sample and its interval, from ranks: outliers move them little.</summary>
/// <remarks>
/// The estimate is the median of the n(n + 1)/2 Walsh averages (xᵢ + xⱼ)/2, i ≤ j; the interval runs from the c-th smallest to the c-th largest,
/// where c is the quantile (2.5 % for a confidence of 95 %) of the signed-rank statistic: the values that the Wilcoxon test does not reject (J. L.
/// Hodges and E. L. Lehmann 1963, Annals of Mathematical Statistics 34; J. W. Tukey 1949). c is exact up to n =
/// <see cref="SignedRankTest.LargestExact"/>, by the normal approximation above. Time and memory grow with n².
/// </remarks>
/// <param name="Estimate">The median of the Walsh averages.</param>
/// <param name="Interval">The interval; <see cref="Interval.None"/> where even the widest has less than the confidence, for 95 % at n &lt; 6.</param>
public readonly record struct HodgesLehmann(double Estimate, Interval Interval)
{
    /// <summary>Estimates the centre of <paramref name="values"/>.</summary>
    /// <param name="values">The sample.</param>
    /// <param name="confidence">That of the interval, between 0 and 1; 0.95 by default.</param>
    /// <exception cref="ArgumentException">There are no values, or one is NaN or infinite.</exception>
    public static HodgesLehmann Of(ReadOnlySpan<double> values, double confidence = 0.95)
    {
        Sample.Check(values, nameof(HodgesLehmann));
        int n = values.Length;
        double[] walsh = new double[n * (n + 1) / 2];
        int k = 0;
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++)
                walsh[k++] = (values[i] + values[j]) / 2;
        Array.Sort(walsh);

        for (int i = 0; i < walsh.Length; i++)
            walsh[i] = Sample.Settle(walsh[i], values);
        double median = (walsh[(walsh.Length - 1) / 2] + walsh[walsh.Length / 2]) / 2;
        int c = SignedRankTest.Quantile((1 - confidence) / 2, n);
        return new(median, c == 0 ? Interval.None : new(walsh[c - 1], walsh[^c]));
    }
}
