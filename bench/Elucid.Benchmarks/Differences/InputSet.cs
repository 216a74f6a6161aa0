namespace Benchmarks.Differences;

/// <summary>The float32 inputs that are compared: the same in every run.</summary>
sealed class InputSet
{
    /// <summary>The inputs of <see cref="Bend"/> have magnitudes from here …</summary>
    public const float Smallest = 1f / (1 << 24);

    /// <summary>… to here: outside, most functions are a constant, x or 0 in float32.</summary>
    public const float Largest = 128;

    // Primes, so that no bit of the significand is always the same.
    const int BendStride = 199, Stride = 997;

    // Where derivatives cross 0 (GELU and its tanh form, swish, mish, hard swish) and where hard swish bends.
    static readonly float[] Crossings = [-0.7517916f, -0.7524614f, -1.2784645f, -1.1924316f, -1.5f, -3, 3];

    public InputSet()
    {
        List<float> all = [];
        int first = BitConverter.SingleToInt32Bits(Smallest), last = BitConverter.SingleToInt32Bits(Largest);
        for (int bits = first; bits < last; bits += BendStride)
            AddBothSigns(all, BitConverter.Int32BitsToSingle(bits));
        Bend = all.Count;
        for (long bits = 0; bits < 0x7F800000; bits += Stride)
            AddBothSigns(all, BitConverter.Int32BitsToSingle((int)bits));
        for (int bits = 0; bits < 1000; bits++)
            AddBothSigns(all, BitConverter.Int32BitsToSingle(bits));
        for (int exponent = -149; exponent < 128; exponent++)
            AddNeighbours(all, MathF.ScaleB(1, exponent), 2);
        for (int step = 1; step <= 200 * 64; step++)
            AddBothSigns(all, step / 64f);
        foreach (float crossing in Crossings)
            AddNeighbours(all, crossing, 500);
        AddBothSigns(all, float.MaxValue);
        Values = [.. all];
    }

    /// <summary>All inputs; the first <see cref="Bend"/> are those over which shares are counted.</summary>
    public float[] Values { get; }

    /// <summary>How many inputs lie evenly over the bit patterns where the functions bend.</summary>
    public int Bend { get; }

    /// <summary>How the inputs were chosen, for the page.</summary>
    public string Description =>
        $"{Values.Length:N0} inputs: every {BendStride}th float32 with 2⁻²⁴ ≤ |x| < 128, where these functions bend ({Bend:N0}), every "
            + $"{Stride}th of all "
        + "floats, the smallest subnormals, all powers of two with their neighbours, multiples of 1/64 up to ±200, the neighbourhoods of the "
        + "points where "
        + "derivatives cross 0, the largest floats";

    static void AddBothSigns(List<float> all, float x)
    {
        all.Add(x);
        all.Add(-x);
    }

    static void AddNeighbours(List<float> all, float center, int each)
    {
        int bits = BitConverter.SingleToInt32Bits(center);
        for (int i = -each; i <= each; i++)
            if (BitConverter.Int32BitsToSingle(bits + i) is var x && float.IsFinite(x))
                AddBothSigns(all, x);
    }
}
