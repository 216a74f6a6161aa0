using Elucid.Numerics;

namespace Elucid.Tests.Numerics;

/// <summary>Measures errors in units in the last place of float and of double.</summary>
static class Ulp
{
    /// <summary>|got − exact| in the spacing of floats around <paramref name="exact"/>; infinite where one is NaN, infinite or −0 and the other is
    /// not.</summary>
    public static double Error(float got, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(got))
            return double.IsNaN(exact) && float.IsNaN(got) ? 0 : double.PositiveInfinity;
        float rounded = (float)exact;
        if (float.IsInfinity(rounded) || float.IsInfinity(got))
            return got == rounded || Math.Min(Math.Abs(got), Math.Abs(rounded)) == float.MaxValue ? 0 : double.PositiveInfinity;
        if (exact == 0)
            return got == 0 ? 0 : double.PositiveInfinity;
        int exponent = Math.Max(Math.ILogB(exact), -126);
        return Math.Abs(got - exact) / Math.ScaleB(1, exponent - 23);
    }

    /// <summary>|got − exact| in the spacing of doubles around <paramref name="exact"/>, which has more digits; infinite as for floats.</summary>
    public static double Error(double got, WideLane exact)
    {
        double rounded = exact.Value;
        if (double.IsNaN(rounded) || double.IsNaN(got))
            return double.IsNaN(rounded) && double.IsNaN(got) ? 0 : double.PositiveInfinity;
        if (double.IsInfinity(rounded) || double.IsInfinity(got))
            return got == rounded || Math.Min(Math.Abs(got), Math.Abs(rounded)) == double.MaxValue ? 0 : double.PositiveInfinity;
        return Math.Abs(((new WideLane(got) - exact) * new WideLane(1, 0, 52 - Math.Max(exact.Exponent, -1022))).Value);
    }

    /// <summary>Bounds hold with fused multiply-add; with two roundings in its place they are doubled.</summary>
    public static double Allowed(double bound) => Lane1.IsFused ? bound : 2 * bound;
}
