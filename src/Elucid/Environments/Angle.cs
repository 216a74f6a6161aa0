namespace Elucid;

/// <summary>Sine and cosine with the same bits on every platform: those of the platforms differ in their last bit, and trajectories soon in
/// all.</summary>
internal static class Angle
{
    // π/2 in two parts (Cody and Waite): a small multiple of the first one is exact.
    const double HalfTurnPart = 1.5707963267341256, HalfTurnRest = 6.077100506506192e-11;

    /// <summary>Both of an angle in radians, within a few units in the last place for angles below 10⁶.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        if (Math.Abs(x) <= Math.PI / 4)
            return Series(x);
        double quarters = Math.Round(x * (2 / Math.PI));
        (double sin, double cos) = Series(x - quarters * HalfTurnPart - quarters * HalfTurnRest);
        return ((long)quarters & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>The angle of a whole turn around 0 that looks the same: from −π to π.</summary>
    public static double Wrap(double x)
    {
        while (x > Math.PI)
            x -= 2 * Math.PI;
        while (x < -Math.PI)
            x += 2 * Math.PI;
        return x;
    }

    static (double Sin, double Cos) Series(double x)
    {
        double square = x * x, sin = 1, cos = 1;
        for (int k = 20; k >= 2; k -= 2)
        {
            sin = 1 - square / (k * (k + 1)) * sin;
            cos = 1 - square / (k * (k - 1)) * cos;
        }
        return (x * sin, cos);
    }
}
