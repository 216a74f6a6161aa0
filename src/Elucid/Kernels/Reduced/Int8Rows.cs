using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elucid.Kernels;

/// <summary>Rows of inputs as bytes from 0 to 127, each with a scale and a zero of its own: x ≈ scale · (q − zero), within half a scale.</summary>
/// <remarks>The range of a row includes 0. A row's bytes depend on that row alone, so an answer does not depend on its batch.</remarks>
internal static class Int8Rows
{
    const int Top = 127;

    // Below it the reciprocal of a scale is infinite; such a row is 0 for all purposes.
    const float LeastScale = 1e-37f;

    /// <summary>One row; what is left of <paramref name="q"/> becomes 0.</summary>
    /// <param name="x">The row.</param>
    /// <param name="q">At least as many bytes.</param>
    /// <param name="zero">The byte that stands for 0.</param>
    /// <returns>The scale; NaN where a number is not finite, and all bytes are then 0.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Quantize(ReadOnlySpan<float> x, Span<byte> q, out int zero)
    {
        (float low, float high) = Range(x);
        float scale = high / Top - low / Top;
        q[x.Length..].Clear();
        zero = 0;
        if (!float.IsFinite(scale) || scale < LeastScale)
        {
            q.Clear();
            return float.IsFinite(scale) ? 0 : float.NaN;
        }
        float inverse = 1 / scale;
        zero = (int)MathF.Round(-low * inverse);
        // Half of a step more, and the fraction is cut off: all sums are at least 0.
        float start = zero + 0.5f;
        Vector256<float> inverses = Vector256.Create(inverse), starts = Vector256.Create(start);
        int i = 0;
        for (; i + 32 <= x.Length; i += 32)
        {
            ReadOnlySpan<float> part = x.Slice(i, 32);
            Vector256.Narrow(
                Vector256.Narrow(Steps(part, 0, inverses, starts), Steps(part, 8, inverses, starts)),
                Vector256.Narrow(Steps(part, 16, inverses, starts), Steps(part, 24, inverses, starts))).AsByte().CopyTo(q.Slice(i, 32));
        }
        for (; i < x.Length; i++)
            q[i] = (byte)Math.Clamp((int)(x[i] * inverse + start), 0, Top);
        return scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Steps(ReadOnlySpan<float> x, int at, Vector256<float> inverses, Vector256<float> starts) => Vector256.Clamp(
        Vector256.ConvertToInt32(Vector256.Create(x.Slice(at, 8)) * inverses + starts), Vector256<int>.Zero, Vector256.Create(Top));

    // NaN where one is.
    static (float Low, float High) Range(ReadOnlySpan<float> x)
    {
        Vector256<float> lows = default, highs = default;
        int i = 0;
        for (; i + 8 <= x.Length; i += 8)
        {
            Vector256<float> v = Vector256.Create(x.Slice(i, 8));
            (lows, highs) = (Vector256.Min(lows, v), Vector256.Max(highs, v));
        }
        float low = 0, high = 0;
        for (int j = 0; j < 8; j++)
            (low, high) = (Math.Min(low, lows[j]), Math.Max(high, highs[j]));
        for (; i < x.Length; i++)
            (low, high) = (Math.Min(low, x[i]), Math.Max(high, x[i]));
        return (low, high);
    }
}
