namespace Benchmarks.Differences;

/// <summary>Errors in units in the last place of a float32.</summary>
static class Ulp
{
    /// <summary>|result − exact| in ulps of <paramref name="exact"/>: at most 0.5 where the result is correctly rounded, ∞ where only one of them is
    /// finite.</summary>
    public static double Error(float result, double exact)
    {
        if (IsCorrectlyRounded(result, exact) && !float.IsFinite(result))
            return 0;
        return float.IsFinite(result) && !double.IsNaN(exact) ? Math.Abs(result - exact) / Size(exact) : double.PositiveInfinity;
    }

    public static bool IsCorrectlyRounded(float result, double exact) => result.Equals((float)exact);

    // The distance of neighbouring floats at x; subnormals all have the same, and values beyond the largest float that of the largest.
    static double Size(double x) => Math.ScaleB(1, Math.Clamp(x == 0 ? int.MinValue : Math.ILogB(x), -126, 127) - 23);
}
