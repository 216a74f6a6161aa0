namespace Elucid.Kernels;

/// <summary>How weights of one output become signed bytes: w ≈ scale · q, q from −127 to 127.</summary>
/// <remarks>
/// A scale has 16 bits, so that scale · q is a float exactly: weights that were rounded once have the same scale and bytes again, and a network with
/// such weights can be kept, copied and exported as any other.
/// </remarks>
internal static class Int8Scale
{
    const float Top = 127;

    // The eight bits of a float that a product with seven bits needs.
    const int Spare = 0xFF;

    /// <summary>The scale of an output's weights: a 127th of the largest magnitude, rounded up; 1 where all are 0.</summary>
    public static float Of(ReadOnlySpan<float> weights)
    {
        float largest = 0;
        foreach (float w in weights)
            largest = Math.Max(largest, Math.Abs(w));
        if (largest == 0)
            return 1;
        int bits = BitConverter.SingleToInt32Bits(largest / Top);
        return BitConverter.Int32BitsToSingle((bits + Spare) & ~Spare);
    }

    /// <summary>The byte of a weight.</summary>
    public static sbyte Quantize(float weight, float scale) => (sbyte)MathF.Round(weight / scale);
}
