namespace Elucid.Lab;

/// <summary>Holm's correction of p-values for the number of comparisons: the chance of even one false "significant" stays below the level.</summary>
/// <remarks>
/// S. Holm 1979, Scandinavian Journal of Statistics 6: of m p-values the i-th smallest (from 0) is multiplied by m − i, raised to its predecessor
/// where that is larger, and capped at 1. Valid whatever the dependence, as with comparisons that share a baseline; never weaker than Bonferroni.
/// </remarks>
public static class Holm
{
    /// <summary>
    /// The adjusted p-values, in the order of <paramref name="pValues"/>. NaN (a test that could not be made) stays NaN and does not count as a
    /// comparison.
    /// </summary>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        double[] adjusted = pValues.ToArray();
        int[] order = AscendingOrder(pValues);
        double floor = 0;
        for (int i = 0; i < order.Length; i++)
            adjusted[order[i]] = floor = Math.Max(floor, Math.Min(1, (order.Length - i) * pValues[order[i]]));
        return adjusted;
    }

    /// <summary>The indices of the p-values that are not NaN, smallest p first.</summary>
    internal static int[] AscendingOrder(ReadOnlySpan<double> pValues)
    {
        double[] keys = pValues.ToArray();
        int[] indices = [.. Enumerable.Range(0, keys.Length).Where(i => !double.IsNaN(keys[i]))];
        Array.Sort(Array.ConvertAll(indices, i => keys[i]), indices);
        return indices;
    }
}
