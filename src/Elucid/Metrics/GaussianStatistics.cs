namespace Elucid;

/// <summary>The mean and the covariance of rows of features: what a Gaussian distribution is made of. Sums are in double precision.</summary>
public sealed class GaussianStatistics
{
    readonly double[] _mean, _covariance;

    GaussianStatistics(int count, double[] mean, double[] covariance) => (Count, _mean, _covariance) = (count, mean, covariance);

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The mean of each feature.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Σ (x − mean)(x − mean)ᵀ / (rows − 1): [features, features]. Of a single row 0.</summary>
    public ReadOnlySpan<double> Covariance => _covariance;

    /// <summary>Measures rows.</summary>
    /// <param name="rows">[rows, features], at least one row.</param>
    /// <param name="features">How many numbers a row has.</param>
    /// <exception cref="ArgumentException">There is no row, or the numbers are not whole rows.</exception>
    public static GaussianStatistics Of(ReadOnlySpan<float> rows, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (rows.IsEmpty || rows.Length % features != 0)
            throw new ArgumentException(
                $"GaussianStatistics: expected whole rows of {features} features, at least one, but got {rows.Length} numbers.");
        int count = rows.Length / features;
        double[] mean = new double[features], covariance = new double[features * features], away = new double[features];
        for (int i = 0; i < rows.Length; i++)
            mean[i % features] += (rows[i] - rows[i % features]) / (double)count;
        for (int f = 0; f < features; f++)
            mean[f] += rows[f];
        for (int first = 0; first < rows.Length; first += features)
        {
            for (int f = 0; f < features; f++)
                away[f] = rows[first + f] - mean[f];
            for (int f = 0; f < features; f++)
                for (int other = 0; other <= f; other++)
                    covariance[f * features + other] += away[f] * away[other];
        }
        for (int f = 0; f < features; f++)
            for (int other = 0; other <= f; other++)
                covariance[f * features + other] = covariance[other * features + f] = covariance[f * features + other] / Math.Max(1, count - 1);
        return new(count, mean, covariance);
    }
}
