using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>Sums of products of a few rows of bytes with a panel of weights, held in registers.</summary>
internal static unsafe class Int8Tile
{
    /// <summary>Outputs of a panel, rows that are worked on together, and inputs of one step.</summary>
    public const int Columns = 32, Rows = 4, Depth = 4;

    /// <summary>The sums of four rows.</summary>
    /// <param name="x">[Rows, stride], bytes from 0 to 127.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="panel">[steps, Columns, Depth].</param>
    /// <param name="steps">How many groups of inputs.</param>
    /// <param name="sums">[Rows, Columns], which is written.</param>
    public static void OfRows(byte* x, nint stride, sbyte* panel, int steps, int* sums)
    {
        if (AvxVnni.IsSupported)
            OfRows<VnniDot>(x, stride, panel, steps, sums);
        else if (Avx2.IsSupported)
            OfRows<Avx2Dot>(x, stride, panel, steps, sums);
        else if (Ssse3.IsSupported)
            OfRows<Ssse3Dot>(x, stride, panel, steps, sums);
        else if (Dp.IsSupported)
            OfRows<ArmDot>(x, stride, panel, steps, sums);
        else
            OfRows<PlainDot>(x, stride, panel, steps, sums);
    }

    /// <summary>The sums of one row: two steps at once, as each sum has to wait for the one before.</summary>
    public static void OfRow(byte* x, sbyte* panel, int steps, int* sums)
    {
        if (AvxVnni.IsSupported)
            OfRow<VnniDot>(x, panel, steps, sums);
        else if (Avx2.IsSupported)
            OfRow<Avx2Dot>(x, panel, steps, sums);
        else if (Ssse3.IsSupported)
            OfRow<Ssse3Dot>(x, panel, steps, sums);
        else if (Dp.IsSupported)
            OfRow<ArmDot>(x, panel, steps, sums);
        else
            OfRow<PlainDot>(x, panel, steps, sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void OfRows<TDot>(byte* x, nint stride, sbyte* panel, int steps, int* sums) where TDot : struct, IInt8Dot
    {
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default,
            c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        byte* xb = x + stride, xc = xb + stride, xd = xc + stride;
        for (nint k = 0, end = (nint)steps * Depth; k < end; k += Depth, panel += Columns * Depth)
        {
            Vector256<sbyte> w0 = Vector256.Load(panel), w1 = Vector256.Load(panel + 32), w2 = Vector256.Load(panel + 64),
                w3 = Vector256.Load(panel + 96);
            Vector256<byte> v = Four(x + k);
            (a0, a1, a2, a3) = (TDot.Add(a0, v, w0), TDot.Add(a1, v, w1), TDot.Add(a2, v, w2), TDot.Add(a3, v, w3));
            v = Four(xb + k);
            (b0, b1, b2, b3) = (TDot.Add(b0, v, w0), TDot.Add(b1, v, w1), TDot.Add(b2, v, w2), TDot.Add(b3, v, w3));
            v = Four(xc + k);
            (c0, c1, c2, c3) = (TDot.Add(c0, v, w0), TDot.Add(c1, v, w1), TDot.Add(c2, v, w2), TDot.Add(c3, v, w3));
            v = Four(xd + k);
            (d0, d1, d2, d3) = (TDot.Add(d0, v, w0), TDot.Add(d1, v, w1), TDot.Add(d2, v, w2), TDot.Add(d3, v, w3));
        }
        Store(sums, a0, a1, a2, a3);
        Store(sums + Columns, b0, b1, b2, b3);
        Store(sums + 2 * Columns, c0, c1, c2, c3);
        Store(sums + 3 * Columns, d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void OfRow<TDot>(byte* x, sbyte* panel, int steps, int* sums) where TDot : struct, IInt8Dot
    {
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        int k = 0;
        for (; k + 2 <= steps; k += 2, x += 2 * Depth, panel += 2 * Columns * Depth)
        {
            Vector256<byte> v = Four(x), u = Four(x + Depth);
            (a0, a1) = (TDot.Add(a0, v, Vector256.Load(panel)), TDot.Add(a1, v, Vector256.Load(panel + 32)));
            (a2, a3) = (TDot.Add(a2, v, Vector256.Load(panel + 64)), TDot.Add(a3, v, Vector256.Load(panel + 96)));
            (b0, b1) = (TDot.Add(b0, u, Vector256.Load(panel + 128)), TDot.Add(b1, u, Vector256.Load(panel + 160)));
            (b2, b3) = (TDot.Add(b2, u, Vector256.Load(panel + 192)), TDot.Add(b3, u, Vector256.Load(panel + 224)));
        }
        if (k < steps)
        {
            Vector256<byte> v = Four(x);
            (a0, a1) = (TDot.Add(a0, v, Vector256.Load(panel)), TDot.Add(a1, v, Vector256.Load(panel + 32)));
            (a2, a3) = (TDot.Add(a2, v, Vector256.Load(panel + 64)), TDot.Add(a3, v, Vector256.Load(panel + 96)));
        }
        Store(sums, a0 + b0, a1 + b1, a2 + b2, a3 + b3);
    }

    // Four bytes of a row, for each of eight outputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Four(byte* x) => Vector256.Create(Unsafe.ReadUnaligned<int>(x)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(int* sums, Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        a.Store(sums);
        b.Store(sums + 8);
        c.Store(sums + 16);
        d.Store(sums + 24);
    }
}
