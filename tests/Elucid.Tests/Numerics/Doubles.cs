namespace Elucid.Tests.Numerics;

/// <summary>Inputs for accuracy tests in double precision.</summary>
static class Doubles
{
    /// <summary>Where elementary functions and activations break.</summary>
    public static readonly double[] Special =
    [
        double.NaN, double.NegativeInfinity, double.PositiveInfinity, 0, -0.0, double.Epsilon, -double.Epsilon, 1e-310, -1e-310,
        2.2250738585072014e-308, -2.2250738585072014e-308, 1e-17, -1e-17, 1e-8, -1e-8, 0.5, -0.5, 1, -1, 3, -3, -17.4, 18.7, -18.7, 20, 36.7, -36.7,
        -37.4, -37.5, -38, 38.5, -38.5, -39, 40, 128, -128, 708.3, -708.4, 709.78, 709.79, -709.79, 744, -744.4, -745.1, -745.2, -746, 750, -750,
        -751,
        1e10, -1e10, 1e300, -1e300, double.MaxValue, -double.MaxValue,
    ];

    /// <summary>
    /// The special values and thousands more: every exponent of both signs, all that reductions by ln 2 and kinks make difficult, and random numbers
    /// where functions bend.
    /// </summary>
    public static double[] Sample { get; } = [.. Special, .. EveryExponent(), .. Boundaries(), .. Dense(3_000)];

    /// <summary>Those of <see cref="Sample"/> that are 0 or negative, for functions of half a line.</summary>
    public static double[] NonPositive { get; } = [.. Sample.Where(x => x <= 0)];

    static IEnumerable<double> EveryExponent()
    {
        Random random = new(1);
        for (int exponent = -1074; exponent < 1024; exponent += exponent is >= -60 and < 12 ? 1 : 7)
            for (int repeat = exponent is >= -60 and < 12 ? 16 : 2; repeat > 0; repeat--)
                yield return random.Next(2) == 0 ? Math.ScaleB(1 + random.NextDouble(), exponent) : -Math.ScaleB(1 + random.NextDouble(), exponent);
    }

    static IEnumerable<double> Boundaries()
    {
        for (int half = -2160; half <= 2050; half += Math.Abs(half) < 120 ? 1 : 31)
            for (int step = -2; step <= 2; step++)
                yield return 0.5 * half * Math.Log(2) * (1 + step * 1e-15);
        foreach (double kink in new[] { 0.0, 1, 3, Math.Sqrt(0.5), Math.Sqrt(2) })
            for (int step = -40; step <= 40; step++)
            {
                yield return kink + step * 1e-15;
                yield return -kink + step * 1e-4;
            }
        // of GELU, its tanh form, Swish and Mish
        foreach (double zeroOfDerivative in new[] { -0.7517915247, -0.7524614221, -1.2784645427, -1.1924312145 })
            for (int step = -40; step <= 40; step++)
                yield return zeroOfDerivative * (1 + step * 1e-5);
    }

    static IEnumerable<double> Dense(int count)
    {
        Random random = new(2);
        foreach (double width in new[] { 1.0, 3, 12, 45, 800 })
            for (int i = 0; i < count; i++)
                yield return width * (2 * random.NextDouble() - 1);
    }
}
