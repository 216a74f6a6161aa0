using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// What noise is worth: the (ε, δ)-differential privacy of rounds in which each client takes part with some probability and the clipped sum of their
/// changes gets Gaussian noise. Whoever sees all weights that the server ever had can tell whether one certain client took part at all with odds that
/// change by at most the factor e^ε, but for a probability of δ.
/// </summary>
/// <remarks>
/// Rényi differential privacy of the Poisson-subsampled Gaussian mechanism (Mironov, Talwar and Zhang 2019, arXiv:1908.10530, section 3.3), added up
/// over the rounds, and brought to (ε, δ) by proposition 12 of Canonne, Kamath and Steinke 2020 (arXiv:2004.00010). Neighbours differ by adding or
/// taking away one client with all of its examples. The bound holds for noise of real numbers from a secret source; that of a seeded generator in
/// single precision protects against nobody who knows the seed.
/// </remarks>
public static class PrivacyAccountant
{
    // Below 2 in steps that matter where there is little noise, above in steps that matter where there is much.
    static readonly double[] Orders =
    [
        .. Enumerable.Range(1, 99).Select(i => 1 + i / 100.0), .. Enumerable.Range(8, 249).Select(i => i / 4.0),
        .. Enumerable.Range(65, 448).Select(i => (double)i),
    ];

    // Of the quadrature, in deviations of the noise: what lies beyond is below 10⁻¹⁷.
    const double Reach = 9;

    const int PointsPerDeviation = 32;

    // Less noise is not integrated, as the points grow with 1/z²: the bound that takes its place is then above it by at most 3 %.
    const double LeastIntegrated = 1.0 / 32;

    /// <summary>The ε of several rounds.</summary>
    /// <param name="noiseMultiplier">z: the noise's deviation as a multiple of the clip norm; 0 gives an ε of ∞.</param>
    /// <param name="participation">q: the probability with which a client takes part in a round, above 0 and at most 1.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="delta">δ, above 0 and below 1; well below 1 / clients.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static double Epsilon(double noiseMultiplier, double participation, int rounds, double delta)
    {
        Require.NotNegative(noiseMultiplier);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        if (participation is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(participation), $"Expected a probability above 0 and at most 1, but got {participation}.");
        if (delta is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(delta), $"Expected a δ above 0 and below 1, but got {delta}.");
        if (rounds == 0)
            return 0;
        if (noiseMultiplier == 0)
            return double.PositiveInfinity;
        double least = double.PositiveInfinity;
        foreach (double order in Orders)
        {
            double divergence = rounds * Divergence(noiseMultiplier, participation, order);
            // It grows with the order, and what is added to it is above −1.
            if (divergence > least + 1)
                break;
            least = Math.Min(least, Convert(order, divergence, delta));
        }
        return Math.Max(0, least);
    }

    static double Convert(double order, double divergence, double delta) =>
        divergence + Log((order - 1) / order) - (Log(delta) + Log(order)) / (order - 1);

    /// <summary>The Rényi divergence of one round: ln E[((1 − q) + q·e^(u/z − 1/(2z²)))^α] / (α − 1) over u from N(0, 1), the noise in its
    /// deviations.</summary>
    internal static double Divergence(double z, double q, double order)
    {
        if (q == 1)
            return order / (2 * z * z);
        return z < LeastIntegrated ? Bound(z, q, order) : Integral(z, q, order);
    }

    /// <summary>From above, by Minkowski's inequality: (E[((1 − q) + qL)^α])^(1/α) ≤ (1 − q) + q·(E[L^α])^(1/α), and E[L^α] is
    /// e^(α(α − 1)/(2z²)).</summary>
    internal static double Bound(double z, double q, double order) => order / (order - 1) * LogMixture(q, (order - 1) / (2 * z * z));

    internal static double Integral(double z, double q, double order)
    {
        // The integrand is the noise's density times a power that moves its mass to the right, by at most the order.
        double step = Math.Min(1, z) / PointsPerDeviation;
        long first = (long)Math.Floor(-Reach / step), last = (long)Math.Ceiling((order / z + Reach) / step);
        double largest = double.NegativeInfinity;
        double[] logs = new double[last - first + 1];
        for (int i = 0; i < logs.Length; i++)
        {
            double u = (first + i) * step;
            logs[i] = order * LogMixture(q, u / z - 1 / (2 * z * z)) - u * u / 2;
            largest = Math.Max(largest, logs[i]);
        }
        double sum = 0;
        foreach (double log in logs)
            sum += Exp(log - largest);
        // The density's 1 / √2π, and the distance of the points.
        double mean = largest + Log(sum * step) - 0.5 * Log(2 * Math.PI);
        return Math.Max(0, mean / (order - 1));
    }

    // ln((1 − q) + q·eˡ) without overflow.
    static double LogMixture(double q, double likelihood)
    {
        if (double.IsPositiveInfinity(likelihood))
            return likelihood;
        double one = Log(1 - q), other = Log(q) + likelihood, larger = Math.Max(one, other);
        return larger + Log(Exp(one - larger) + Exp(other - larger));
    }

    static double Log(double x) => DoubleLane1.Log(new(x)).Value;

    static double Exp(double x) => DoubleLane1.Exp(new(x)).Value;
}
