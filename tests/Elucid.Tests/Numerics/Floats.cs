namespace Elucid.Tests.Numerics;

/// <summary>Inputs for accuracy tests.</summary>
static class Floats
{
    /// <summary>Where elementary functions and activations break.</summary>
    public static readonly float[] Special =
    [
        float.NaN, float.NegativeInfinity, float.PositiveInfinity, 0f, -0f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f,
        -1.17549435e-38f,
        1e-8f, -1e-8f, -1e-7f, 1e-3f, -1e-3f, 0.5f, -0.5f, 1f, -1f, 3f, -3f, -17.3f, -17.4f, -17.5f, -20f, 20f, -87.4f, -88f, 88f, 88.72f, 89f, -89f,
        -103.9f, -104f, 104f, 100f, -100f, 1e10f, -1e10f, 3.4e38f, -3.4e38f,
    ];

    /// <summary>Every <paramref name="stride"/>-th float between the two, both finite, in order of their bits.</summary>
    public static IEnumerable<float> Every(int stride, float from, float to)
    {
        for (long i = Ordered(from); i <= Ordered(to); i += stride)
            yield return BitConverter.Int32BitsToSingle(i < 0 ? (int)(int.MinValue - i - 1) : (int)i);
    }

    /// <summary>The special values and 40,000 more: all magnitudes of both signs, and densely where functions bend.</summary>
    public static float[] Sample { get; } =
    [
        .. Special,
        .. Every(200_003, -float.MaxValue, float.MaxValue),
        .. Enumerable.Range(-10_000, 20_000).Select(i => i * 1.05e-2f + 1e-5f),
    ];

    // Negative floats count down from −1 (which is −0), so that the order of the numbers is the order of the values.
    static long Ordered(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        return bits < 0 ? (long)int.MinValue - bits - 1 : bits;
    }
}
