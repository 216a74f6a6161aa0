using System.Numerics;
using System.Runtime.InteropServices;

namespace Elucid.Verification;

/// <summary>All 2³² floats in the order of their values: NaNs with the sign bit, −∞, …, −0, 0, …, ∞, the other NaNs.</summary>
internal static class OrderedFloats
{
    public const long Count = 1L << 32;

    const uint Sign = 0x8000_0000;

    /// <summary>Where functions break, in order: a sweep that leaves floats out looks at these all the same.</summary>
    public static float[] Special { get; } =
    [
        float.NegativeInfinity, -float.MaxValue, -1e10f, -104, -103.9f, -89, -88, -87.4f, -20, -17.4f, -3, -1, -0.5f, -1e-3f, -1e-7f, -1e-8f,
        -1.17549435e-38f, -1e-40f, -float.Epsilon, -0f,
        0, float.Epsilon, 1e-40f, 1.17549435e-38f, 1e-8f, 1e-7f, 1e-3f, 0.5f, 1, 3, 17.4f, 20, 88, 88.72f, 89, 104, 1e10f, float.MaxValue,
        float.PositiveInfinity, float.NaN,
    ];

    /// <summary>The float at a place in the order.</summary>
    public static float At(long place) => BitConverter.UInt32BitsToSingle(place < 1L << 31 ? ~(uint)place : (uint)place ^ Sign);

    /// <summary>Every <paramref name="stride"/>th float from <paramref name="place"/> on; places after the end are filled with NaN.</summary>
    public static void Fill(Span<float> x, long place, long stride)
    {
        int inside = (int)Math.Min(x.Length, (Count - place + stride - 1) / stride), i = 0;
        if (inside == x.Length && stride < 1 << 24)
        {
            Span<uint> bits = MemoryMarshal.Cast<float, uint>(x);
            Vector<uint> places = Vector.Create((uint)place) + (Vector<uint>.Indices * (uint)stride),
                step = Vector.Create((uint)(stride * Vector<uint>.Count));
            for (; i <= x.Length - Vector<uint>.Count; i += Vector<uint>.Count, places += step)
                Vector.ConditionalSelect(Vector.LessThan(places, Vector.Create(Sign)), ~places, places ^ Vector.Create(Sign)).CopyTo(bits[i..]);
        }
        for (; i < inside; i++)
            x[i] = At(place + i * stride);
        x[i..].Fill(float.NaN);
    }
}
