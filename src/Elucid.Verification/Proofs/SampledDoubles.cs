namespace Elucid.Verification;

/// <summary>Doubles of all kinds: nobody can try all 2⁶⁴.</summary>
internal static class SampledDoubles
{
    /// <summary>Where functions break: powers of two of both signs from the smallest to the largest, and the edges of exponentials.</summary>
    public static double[] Special { get; } =
    [
        double.NaN, double.NegativeInfinity, double.PositiveInfinity, 0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon,
        -708.4, -709.8, -745.1, -745.2, -746, 709.7, 709.8, -36.7, -37.5, -38.6, 36.7, -3, 3, -1, 1,
        .. Enumerable.Range(0, 2098 / 8).SelectMany(i => new[] { Math.ScaleB(1, i * 8 - 1074), -Math.ScaleB(1, i * 8 - 1074) }),
    ];

    /// <summary>Random doubles from a seed: of nearby magnitudes, where exponentials live, and of any bits.</summary>
    public static void Fill(Span<double> x, ulong seed)
    {
        RandomStream random = new(seed);
        for (int i = 0; i < x.Length; i++)
            x[i] = (i % 8) switch
            {
                < 4 => (2 * (i % 2) - 1) * Math.ScaleB(1 + random.NextDouble(), (int)(random.NextDouble() * 70) - 60),
                4 or 5 => 80 * random.NextDouble() - 40,
                6 => 1500 * random.NextDouble() - 750,
                _ => BitConverter.UInt64BitsToDouble(random.NextUInt64()),
            };
    }
}
