namespace Elucid.Lab;

/// <summary>Control of the false discovery rate: among all flagged results the expected share of false ones stays below q.</summary>
/// <remarks>
/// Y. Benjamini and Y. Hochberg 1995, Journal of the Royal Statistical Society B 57: of m sorted p-values the largest i with p₍ᵢ₎ ≤ q·i/m, and all
/// smaller ones, are flagged.
/// </remarks>
public static class BenjaminiHochberg
{
    /// <summary>Which of <paramref name="pValues"/> are discoveries. NaN (a test that could not be made) is not a discovery and does not count in
    /// m.</summary>
    /// <param name="pValues">One p per claim.</param>
    /// <param name="rate">q, the false discovery rate.</param>
    public static bool[] Flag(ReadOnlySpan<double> pValues, double rate = 0.10)
    {
        bool[] flags = new bool[pValues.Length];
        int[] order = Holm.AscendingOrder(pValues);
        int last = order.Length - 1;
        while (last >= 0 && pValues[order[last]] > rate * (last + 1) / order.Length)
            last--;
        for (int i = 0; i <= last; i++)
            flags[order[i]] = true;
        return flags;
    }
}
