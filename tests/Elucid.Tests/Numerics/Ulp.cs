namespace Elucid.Tests.Numerics;

/// <summary>Measures errors in units in the last place of float.</summary>
static class Ulp
{
    /// <summary>|got − exact| in the spacing of floats around <paramref name="exact"/>; infinite where one is NaN, infinite or −0 and the other is not.</summary>
    public static double Error(float got, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(got))
            return double.IsNaN(exact) && float.IsNaN(got) ? 0 : double.PositiveInfinity;
        float rounded = (float)exact;
        if (float.IsInfinity(rounded) || float.IsInfinity(got))
            return got == rounded || Math.BitIncrement(Math.Abs((double)got)) > float.MaxValue ? 0 : double.PositiveInfinity;
        if (exact == 0)
            return got == 0 ? 0 : double.PositiveInfinity;
        int exponent = Math.Max(Math.ILogB(exact), -126);
        return Math.Abs(got - exact) / Math.ScaleB(1, exponent - 23);
    }

    /// <summary>Bounds hold with fused multiply-add; with two roundings in its place they are doubled.</summary>
    public static double Allowed(double bound) => Elucid.Numerics.Lane1.IsFused ? bound : 2 * bound;
}
