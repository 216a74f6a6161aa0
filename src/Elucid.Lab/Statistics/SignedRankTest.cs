using MathNet.Numerics.Distributions;

namespace Elucid.Lab;

/// <summary>The Wilcoxon signed-rank test: are paired differences centred at 0? It asks for their symmetry only, not for normality.</summary>
/// <remarks>
/// F. Wilcoxon 1945, Biometrics Bulletin 1. Differences that are exactly 0 are dropped, as in that paper: they say nothing about the direction.
/// Equal magnitudes share their mean rank. Up to <see cref="LargestExact"/> non-zero differences p is exact: the share of the 2ⁿ sign patterns of
/// the same magnitudes, ties included, whose rank sum is at least as extreme. Above it is the normal approximation with corrections for ties and
/// continuity. The smallest p of n differences is 2/2ⁿ.
/// </remarks>
/// <param name="Count">n, the number of differences that are not 0.</param>
/// <param name="PositiveRankSum">The ranks of the positive differences, summed.</param>
/// <param name="NegativeRankSum">The ranks of the negative differences, summed.</param>
/// <param name="P">The two-sided p; 1 where all differences are 0.</param>
public readonly record struct SignedRankTest(int Count, double PositiveRankSum, double NegativeRankSum, double P)
{
    /// <summary>The largest number of non-zero differences with an exact p.</summary>
    public const int LargestExact = 25;

    /// <summary>Whether <see cref="P"/> is exact and not the normal approximation.</summary>
    public bool IsExact => Count <= LargestExact;

    /// <summary>Tests <paramref name="differences"/> against the centre 0.</summary>
    /// <exception cref="ArgumentException">There are no differences, or one is NaN or infinite.</exception>
    public static SignedRankTest Of(ReadOnlySpan<double> differences)
    {
        Sample.Check(differences, nameof(SignedRankTest));
        double[] nonZero = Array.FindAll(differences.ToArray(), d => d != 0);
        int[] doubledRanks = DoubledRanks(nonZero);
        long positive = 0, negative = 0;
        for (int i = 0; i < nonZero.Length; i++)
            if (nonZero[i] > 0)
                positive += doubledRanks[i];
            else
                negative += doubledRanks[i];

        long smaller = Math.Min(positive, negative);
        double p = nonZero.Length <= LargestExact ? ExactP(doubledRanks, smaller) : ApproximateP(doubledRanks, smaller);
        return new(nonZero.Length, positive / 2.0, negative / 2.0, p);
    }

    /// <summary>The smallest two-sided p that any <paramref name="count"/> differences can reach: 2/2ⁿ, and 1 for none.</summary>
    public static double SmallestP(int count) => Math.Min(1, Math.ScaleB(2, -count));

    /// <summary>
    /// The smallest c with P(rank sum of n untied differences ≤ c) ≥ <paramref name="probability"/>: the lower critical value of the test.
    /// </summary>
    internal static int Quantile(double probability, int count)
    {
        if (count > LargestExact)
            return (int)Math.Ceiling(Normal.InvCDF(Mean(count), Math.Sqrt(Variance(count)), probability) - 0.5);

        double[] distribution = Distribution([.. Enumerable.Range(1, count)]);
        int c = 0;
        for (double below = distribution[0]; below < probability; below += distribution[c])
            c++;
        return c;
    }

    /// <summary>
    /// P(the ranks of a random subset sum to s) for s = 0 … Σ ranks, when every difference is positive or negative with equal chance.
    /// </summary>
    internal static double[] Distribution(ReadOnlySpan<int> ranks)
    {
        int total = 0;
        foreach (int rank in ranks)
            total += rank;
        double[] probability = new double[total + 1];
        probability[0] = 1;
        int reached = 0;
        foreach (int rank in ranks)
        {
            reached += rank;
            for (int s = reached; s >= 0; s--)          // downwards, so that every rank is used at most once; sums of multiples of 2⁻ⁿ are exact
                probability[s] = (probability[s] + (s >= rank ? probability[s - rank] : 0)) / 2;
        }
        return probability;
    }

    static double ExactP(int[] doubledRanks, long smaller)
    {
        double[] distribution = Distribution(doubledRanks);
        double tail = 0;
        for (long s = 0; s <= smaller; s++)
            tail += distribution[s];
        return Math.Min(1, 2 * tail);                   // the distribution is symmetric
    }

    static double ApproximateP(int[] doubledRanks, long smaller)
    {
        int n = doubledRanks.Length;
        double ties = doubledRanks.GroupBy(rank => rank).Sum(group => (Math.Pow(group.Count(), 3) - group.Count()) / 48);
        double z = (smaller / 2.0 + 0.5 - Mean(n)) / Math.Sqrt(Variance(n) - ties);
        return Math.Min(1, 2 * Normal.CDF(0, 1, z));
    }

    static double Mean(double n) => n * (n + 1) / 4;

    static double Variance(double n) => n * (n + 1) * (2 * n + 1) / 24;

    /// <summary>Twice the mean ranks of the magnitudes: whole numbers, also for ties.</summary>
    static int[] DoubledRanks(double[] differences)
    {
        double tolerance = Sample.Tolerance(differences);
        double[] magnitudes = Array.ConvertAll(differences, Math.Abs);
        int[] order = [.. Enumerable.Range(0, magnitudes.Length)];
        Array.Sort((double[])magnitudes.Clone(), order);
        int[] ranks = new int[order.Length];
        for (int first = 0, next; first < order.Length; first = next)
        {
            next = first + 1;
            while (next < order.Length && magnitudes[order[next]] - magnitudes[order[first]] <= tolerance)
                next++;
            foreach (int i in order.AsSpan(first..next))
                ranks[i] = first + 1 + next;            // the ranks first + 1 … next, averaged and doubled
        }
        return ranks;
    }
}
