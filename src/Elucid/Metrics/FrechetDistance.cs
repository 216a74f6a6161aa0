using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>How far two sets of features are from each other, taken for Gaussian distributions: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½).</summary>
/// <remarks>
/// D. C. Dowson and B. V. Landau 1982; with the features of an Inception network it is the FID of generated images (M. Heusel et al. 2017,
/// arXiv:1706.08500, equation 6). Any network's features will do, such as the last hidden layer of a classifier of the same images; compare only
/// values of the same features and of as many rows, as few rows raise the distance. tr (Σ₁Σ₂)^½ is the sum of the roots of the eigenvalues of
/// Σ₁^½·Σ₂·Σ₁^½, which is symmetric: no complex root appears where a covariance is singular.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>The distance; undefined where one of the two has a single row, or numbers that are not finite.</summary>
    /// <param name="a">Of the one set.</param>
    /// <param name="b">Of the other, of as many features.</param>
    /// <exception cref="ArgumentException">They have different numbers of features.</exception>
    public static Score Of(GaussianStatistics a, GaussianStatistics b)
    {
        int n = a.Mean.Length;
        if (b.Mean.Length != n)
            throw new ArgumentException(
                $"FrechetDistance: expected statistics of as many features, but got {n} and {b.Mean.Length}. Compare features of one network.");
        if (a.Count == 1 || b.Count == 1)
            return Score.Undefined("one row has no covariance");
        double apart = 0, traces = 0;
        for (int f = 0; f < n; f++)
        {
            apart += (a.Mean[f] - b.Mean[f]) * (a.Mean[f] - b.Mean[f]);
            traces += a.Covariance[f * n + f] + b.Covariance[f * n + f];
        }
        if (!double.IsFinite(apart + traces))
            return Score.NotFinite;
        double[] root = Root(a.Covariance, n);
        double[] product = Times(Times(root, b.Covariance, n), root, n);
        double shared = 0;
        foreach (double eigenvalue in new SymmetricEigen(product, n).Values)
            shared += Math.Sqrt(Math.Max(0, eigenvalue));           // below 0 by rounding only
        return Score.Of(Math.Max(0, apart + traces - 2 * shared));
    }

    // V·√Λ·Vᵀ
    static double[] Root(ReadOnlySpan<double> symmetric, int n)
    {
        SymmetricEigen eigen = new(symmetric, n);
        double[] scaled = new double[n * n];
        for (int value = 0; value < n; value++)
            for (int i = 0; i < n; i++)
                scaled[i * n + value] = eigen.Vectors[value * n + i] * Math.Sqrt(Math.Max(0, eigen.Values[value]));
        return Times(scaled, eigen.Vectors, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double[] Times(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n)
    {
        double[] product = new double[n * n];
        for (int row = 0; row < n; row++)
        {
            Span<double> sums = product.AsSpan(row * n, n);
            for (int k = 0; k < n; k++)
            {
                double factor = a[row * n + k];
                ReadOnlySpan<double> terms = b.Slice(k * n, n);
                for (int column = 0; column < n; column++)
                    sums[column] += factor * terms[column];
            }
        }
        return product;
    }
}
