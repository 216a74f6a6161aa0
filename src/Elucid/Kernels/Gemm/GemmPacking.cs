using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>
/// Copies a panel of a matrix to where the inner loop reads it in order: panel[p · width + j] = X(p, j). What lies right of the last column is
/// never part of a result.
/// </summary>
internal static class GemmPacking
{
    /// <param name="x">One of its strides is 1.</param>
    /// <param name="depth">Rows to copy.</param>
    /// <param name="columns">Columns to copy, 1 to <paramref name="width"/>.</param>
    /// <param name="width">The length of a row of the panel: a multiple of 4 unless it equals <paramref name="columns"/>.</param>
    /// <param name="panel">[depth, width].</param>
    public static void Pack(GemmOperand x, int depth, int columns, int width, ref float panel)
    {
        if (x.ColumnStride == 1)
            Copy(x, depth, columns, width, ref panel);
        else
            Transpose(x, depth, columns, width, ref panel);
    }

    static void Copy(GemmOperand x, int depth, int columns, int width, ref float panel)
    {
        for (int p = 0; p < depth; p++)
        {
            Span<float> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref panel, p * width), width);
            MemoryMarshal.CreateReadOnlySpan(ref x.At(p, 0).Start, columns).CopyTo(row);
            row[columns..].Clear();
        }
    }

    /// <summary>X is stored column by column (RowStride is 1): eight or four columns at a time turn in registers.</summary>
    static void Transpose(GemmOperand x, int depth, int columns, int width, ref float panel)
    {
        int whole = depth & ~3;
        int j = 0;
        if (Avx.IsSupported)
            for (; j + 8 <= width; j += 8)
                TransposeEight(x.At(0, j), columns - j, whole, width, ref Unsafe.Add(ref panel, j));
        if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
            for (; j + 4 <= width; j += 4)
                TransposeFour(x.At(0, j), columns - j, whole, width, ref Unsafe.Add(ref panel, j));
        TransposeSingly(x, 0, whole, j, columns, width, ref panel);
        TransposeSingly(x, whole, depth, 0, columns, width, ref panel);
    }

    static void TransposeSingly(GemmOperand x, int fromRow, int toRow, int fromColumn, int toColumn, int width, ref float panel)
    {
        for (int j = fromColumn; j < toColumn; j++)
            for (int p = fromRow; p < toRow; p++)
                Unsafe.Add(ref panel, p * width + j) = x.At(p, j).Start;
    }

    // Both turns below work on squares of 4 × 4: pairs of rows interleave by ones (a0 b0 a1 b1), those by twos (a0 b0 c0 d0).
    // In TransposeEight each register holds a square of columns 0 to 3 and one of columns 4 to 7.
    // Columns that are not there repeat the last one: cheaper than a loop over single columns and a second one over zeros.

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void TransposeEight(GemmOperand x, int columns, int depth, int width, ref float panel)
    {
        int last = columns - 1;   // negative, and still the last column, where all eight repeat it
        ref float x0 = ref x.At(0, Math.Min(0, last)).Start;
        ref float x1 = ref x.At(0, Math.Min(1, last)).Start;
        ref float x2 = ref x.At(0, Math.Min(2, last)).Start;
        ref float x3 = ref x.At(0, Math.Min(3, last)).Start;
        ref float x4 = ref x.At(0, Math.Min(4, last)).Start;
        ref float x5 = ref x.At(0, Math.Min(5, last)).Start;
        ref float x6 = ref x.At(0, Math.Min(6, last)).Start;
        ref float x7 = ref x.At(0, Math.Min(7, last)).Start;
        for (nuint p = 0; p < (nuint)depth; p += 4)
        {
            Vector256<float> r0 = Vector256.Create(Vector128.LoadUnsafe(ref x0, p), Vector128.LoadUnsafe(ref x4, p));
            Vector256<float> r1 = Vector256.Create(Vector128.LoadUnsafe(ref x1, p), Vector128.LoadUnsafe(ref x5, p));
            Vector256<float> r2 = Vector256.Create(Vector128.LoadUnsafe(ref x2, p), Vector128.LoadUnsafe(ref x6, p));
            Vector256<float> r3 = Vector256.Create(Vector128.LoadUnsafe(ref x3, p), Vector128.LoadUnsafe(ref x7, p));
            Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
            Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
            Avx.UnpackLow(low01, low23).AsSingle().StoreUnsafe(ref panel);
            Avx.UnpackHigh(low01, low23).AsSingle().StoreUnsafe(ref Unsafe.Add(ref panel, width));
            Avx.UnpackLow(high01, high23).AsSingle().StoreUnsafe(ref Unsafe.Add(ref panel, 2 * width));
            Avx.UnpackHigh(high01, high23).AsSingle().StoreUnsafe(ref Unsafe.Add(ref panel, 3 * width));
            panel = ref Unsafe.Add(ref panel, 4 * width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void TransposeFour(GemmOperand x, int columns, int depth, int width, ref float panel)
    {
        int last = columns - 1;   // as above
        ref float x0 = ref x.At(0, Math.Min(0, last)).Start;
        ref float x1 = ref x.At(0, Math.Min(1, last)).Start;
        ref float x2 = ref x.At(0, Math.Min(2, last)).Start;
        ref float x3 = ref x.At(0, Math.Min(3, last)).Start;
        for (nuint p = 0; p < (nuint)depth; p += 4)
        {
            Vector128<float> r0 = Vector128.LoadUnsafe(ref x0, p), r1 = Vector128.LoadUnsafe(ref x1, p);
            Vector128<float> r2 = Vector128.LoadUnsafe(ref x2, p), r3 = Vector128.LoadUnsafe(ref x3, p);
            Vector128<float> low01 = InterleaveLow(r0, r1), high01 = InterleaveHigh(r0, r1);
            Vector128<float> low23 = InterleaveLow(r2, r3), high23 = InterleaveHigh(r2, r3);
            JoinLow(low01, low23).StoreUnsafe(ref panel);
            JoinHigh(low01, low23).StoreUnsafe(ref Unsafe.Add(ref panel, width));
            JoinLow(high01, high23).StoreUnsafe(ref Unsafe.Add(ref panel, 2 * width));
            JoinHigh(high01, high23).StoreUnsafe(ref Unsafe.Add(ref panel, 3 * width));
            panel = ref Unsafe.Add(ref panel, 4 * width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> JoinLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveLowToHigh(a, b) : AdvSimd.Arm64.ZipLow(a.AsDouble(), b.AsDouble()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> JoinHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveHighToLow(b, a) : AdvSimd.Arm64.ZipHigh(a.AsDouble(), b.AsDouble()).AsSingle();
}
