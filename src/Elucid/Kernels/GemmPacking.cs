using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>Copies a panel of B to where the inner loop reads it in order: panel[p · width + j] = B(p, j), with zeros right of the last column.</summary>
internal static class GemmPacking
{
    public static void Pack(GemmOperand b, int depth, int columns, int width, ref float panel)
    {
        if (b.ColumnStride == 1)
            Copy(b, depth, columns, width, ref panel);
        else
            Transpose(b, depth, columns, width, ref panel);
        if (columns < width)
            for (int p = 0; p < depth; p++)
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref panel, p * width + columns), width - columns).Clear();
    }

    static void Copy(GemmOperand b, int depth, int columns, int width, ref float panel)
    {
        for (int p = 0; p < depth; p++)
            MemoryMarshal.CreateReadOnlySpan(ref b.At(p, 0).Start, columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref panel, p * width), columns));
    }

    /// <summary>B is stored column by column (RowStride is 1): eight or four columns at a time turn in registers, the rest goes one by one.</summary>
    static void Transpose(GemmOperand b, int depth, int columns, int width, ref float panel)
    {
        int whole = depth & ~3;
        int j = 0;
        if (Avx.IsSupported)
            for (; j + 8 <= columns; j += 8)
                TransposeEight(b.At(0, j), whole, width, ref Unsafe.Add(ref panel, j));
        if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
            for (; j + 4 <= columns; j += 4)
                TransposeFour(b.At(0, j), whole, width, ref Unsafe.Add(ref panel, j));
        TransposeSingly(b, 0, whole, j, columns, width, ref panel);
        TransposeSingly(b, whole, depth, 0, columns, width, ref panel);
    }

    static void TransposeSingly(GemmOperand b, int fromRow, int toRow, int fromColumn, int toColumn, int width, ref float panel)
    {
        for (int j = fromColumn; j < toColumn; j++)
            for (int p = fromRow; p < toRow; p++)
                Unsafe.Add(ref panel, p * width + j) = b.At(p, j).Start;
    }

    // Both turns below work on squares of 4 × 4: pairs of rows interleave by ones (a0 b0 a1 b1), those by twos (a0 b0 c0 d0).
    // In TransposeEight each register holds a square of columns 0 to 3 and one of columns 4 to 7.

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void TransposeEight(GemmOperand b, int depth, int width, ref float panel)
    {
        ref float b0 = ref b.Start;
        ref float b1 = ref Unsafe.Add(ref b0, b.ColumnStride);
        ref float b2 = ref Unsafe.Add(ref b1, b.ColumnStride);
        ref float b3 = ref Unsafe.Add(ref b2, b.ColumnStride);
        ref float b4 = ref Unsafe.Add(ref b3, b.ColumnStride);
        ref float b5 = ref Unsafe.Add(ref b4, b.ColumnStride);
        ref float b6 = ref Unsafe.Add(ref b5, b.ColumnStride);
        ref float b7 = ref Unsafe.Add(ref b6, b.ColumnStride);
        for (nuint p = 0; p < (nuint)depth; p += 4)
        {
            Vector256<float> r0 = Vector256.Create(Vector128.LoadUnsafe(ref b0, p), Vector128.LoadUnsafe(ref b4, p));
            Vector256<float> r1 = Vector256.Create(Vector128.LoadUnsafe(ref b1, p), Vector128.LoadUnsafe(ref b5, p));
            Vector256<float> r2 = Vector256.Create(Vector128.LoadUnsafe(ref b2, p), Vector128.LoadUnsafe(ref b6, p));
            Vector256<float> r3 = Vector256.Create(Vector128.LoadUnsafe(ref b3, p), Vector128.LoadUnsafe(ref b7, p));
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
    static void TransposeFour(GemmOperand b, int depth, int width, ref float panel)
    {
        ref float b0 = ref b.Start;
        ref float b1 = ref Unsafe.Add(ref b0, b.ColumnStride);
        ref float b2 = ref Unsafe.Add(ref b1, b.ColumnStride);
        ref float b3 = ref Unsafe.Add(ref b2, b.ColumnStride);
        for (nuint p = 0; p < (nuint)depth; p += 4)
        {
            Vector128<float> r0 = Vector128.LoadUnsafe(ref b0, p), r1 = Vector128.LoadUnsafe(ref b1, p);
            Vector128<float> r2 = Vector128.LoadUnsafe(ref b2, p), r3 = Vector128.LoadUnsafe(ref b3, p);
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
    static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> JoinLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveLowToHigh(a, b) : AdvSimd.Arm64.ZipLow(a.AsDouble(), b.AsDouble()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> JoinHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveHighToLow(b, a) : AdvSimd.Arm64.ZipHigh(a.AsDouble(), b.AsDouble()).AsSingle();
}
