namespace Elucid.Claims;

/// <summary>The library's <see cref="Sunspots"/> as networks of the ledger see them.</summary>
internal static class SolarCycles
{
    /// <summary>The first month to be foretold: the years from 1934 on are the test.</summary>
    public const int FirstTest = 12 * (1934 - 1749);

    /// <summary>The numbers, or their roots, with mean 0 and deviation 1 over the months before <see cref="FirstTest"/>.</summary>
    /// <param name="areRoots">Whether roots are taken, after which a large number varies no more than a small one.</param>
    public static float[] Standardized(bool areRoots)
    {
        double[] numbers = [.. Sunspots.Tenths.ToArray().Select(tenths => areRoots ? Math.Sqrt(tenths / 10.0) : tenths / 10.0)];
        double mean = numbers.Take(FirstTest).Average();
        double deviation = Math.Sqrt(numbers.Take(FirstTest).Average(number => (number - mean) * (number - mean)));
        return [.. numbers.Select(number => (float)((number - mean) / deviation))];
    }
}
