namespace Elucid.Lab;

/// <summary>The exact McNemar test: does one of two sides fail more often on the same seeds?</summary>
/// <remarks>
/// Q. McNemar 1947, Psychometrika 12. Only the b + c seeds count on which exactly one side failed; without a difference each side is that one with
/// probability 1/2, so p = min(1, 2·P(Binomial(b + c, 1/2) ≤ min(b, c))).
/// </remarks>
public static class McNemar
{
    /// <summary>The two-sided p; 1 where both sides failed on the same seeds.</summary>
    /// <param name="first">Whether the first side failed, per seed.</param>
    /// <param name="second">Whether the second side failed, per seed, in the same order.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double TwoSidedP(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        Sample.CheckPaired(first.Length, second.Length, nameof(McNemar));
        int onlyFirst = 0, onlySecond = 0;
        for (int i = 0; i < first.Length; i++)
            if (first[i] && !second[i])
                onlyFirst++;
            else if (second[i] && !first[i])
                onlySecond++;
        int discordant = onlyFirst + onlySecond;
        double[] binomial = SignedRankTest.Distribution([.. Enumerable.Repeat(1, discordant)]);       // the sign test: every seed weighs the same
        return Math.Min(1, 2 * binomial.Take(Math.Min(onlyFirst, onlySecond) + 1).Sum());
    }
}
