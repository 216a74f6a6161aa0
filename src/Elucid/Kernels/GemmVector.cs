using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>
/// A single row times a matrix that is stored column by column: a fully connected layer on one example. Each number of the matrix is used once, so packing it would cost more than the product: squares of
/// it turn in registers on their way to the sums.
/// </summary>
internal static class GemmVector
{
    /// <summary>Columns that are worked on together: enough sums to hide the latency of adding to one.</summary>
    public const int Columns = 16;

    const int PageFloats = 1024, Lag = 64;

    /// <summary>Whether this machine and these operands are meant.</summary>
    public static bool IsFor(int m, GemmOperand a, GemmOperand b) => Fma.IsSupported && m == 1 && a.ColumnStride == 1 && b.RowStride == 1 && b.ColumnStride != 1;

    /// <summary>c = x·B, or c + x·B: sums over k in increasing order, and blocks of k where a <see cref="LongSum"/> is cut.</summary>
    /// <param name="x">[k].</param>
    /// <param name="b">[k, n].</param>
    /// <param name="c">[n].</param>
    /// <param name="n">A multiple of <see cref="Columns"/>.</param>
    /// <param name="k">0 makes the product 0.</param>
    /// <param name="start">How the sums begin.</param>
    public static void Multiply(ref float x, GemmOperand b, ref float c, int n, int k, GemmStart start)
    {
        bool isLong = k > LongSum.Longest;
        Span<float> block = stackalloc float[Columns];
        for (int j = 0; j < n; j += Columns)
        {
            Span<float> sums = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, j), Columns);
            int p = 0;
            do   // once even for k = 0: the sums become 0
            {
                int depth = isLong ? Math.Min(LongSum.Block, k - p) : k;
                GemmStart here = start.Of(p, isLong);
                Multiply(ref Unsafe.Add(ref x, p), b.At(p, j), depth, here == GemmStart.Apart ? block : sums, here == GemmStart.Resume);
                if (here == GemmStart.Apart)
                    LongSum.Add<float>(block, sums);
                p += depth;
            }
            while (p < k);
        }
    }

    static void Multiply(ref float x, GemmOperand b, int k, Span<float> sums, bool resumes)
    {
        MultiplyBlock(ref x, ref b.Start, b.ColumnStride, k & ~3, ref MemoryMarshal.GetReference(sums), resumes);
        for (int i = 0; i < Columns; i++)
            for (int p = k & ~3; p < k; p++)
                sums[i] = MathF.FusedMultiplyAdd(Unsafe.Add(ref x, p), b.At(p, i).Start, sums[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void MultiplyBlock(ref float x, ref float b, nint stride, int k, ref float c, bool resumes)
    {
        Vector256<float> low = default, high = default;
        if (resumes)
            (low, high) = (Vector256.LoadUnsafe(ref c), Vector256.LoadUnsafe(ref c, 8));
        ref float b8 = ref Unsafe.Add(ref b, 8 * stride);
        // Columns that lie whole pages apart share eight places of the first-level cache: the second eight follow the first at a distance, on other places.
        nint lag = stride % PageFloats == 0 ? Math.Min(Lag, k) : 0, p = 0;
        for (; p < lag; p += 4)
            low = MultiplyEight(ref Unsafe.Add(ref x, p), ref Unsafe.Add(ref b, p), stride, low);
        for (; p < k; p += 4)
        {
            low = MultiplyEight(ref Unsafe.Add(ref x, p), ref Unsafe.Add(ref b, p), stride, low);
            high = MultiplyEight(ref Unsafe.Add(ref x, p - lag), ref Unsafe.Add(ref b8, p - lag), stride, high);
        }
        for (p -= lag; p < k; p += 4)
            high = MultiplyEight(ref Unsafe.Add(ref x, p), ref Unsafe.Add(ref b8, p), stride, high);
        low.StoreUnsafe(ref c);
        high.StoreUnsafe(ref c, 8);
    }

    // Four numbers of eight columns, turned as in GemmPacking: one register for each of the four k.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> MultiplyEight(ref float x, ref float b0, nint stride, Vector256<float> sum)
    {
        ref float b4 = ref Unsafe.Add(ref b0, 4 * stride);
        Vector256<float> r0 = Pair(ref b0, ref b4, 0), r1 = Pair(ref b0, ref b4, stride), r2 = Pair(ref b0, ref b4, 2 * stride), r3 = Pair(ref b0, ref b4, 3 * stride);
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        sum = Fma.MultiplyAdd(Vector256.Create(x), Avx.UnpackLow(low01, low23).AsSingle(), sum);
        sum = Fma.MultiplyAdd(Vector256.Create(Unsafe.Add(ref x, 1)), Avx.UnpackHigh(low01, low23).AsSingle(), sum);
        sum = Fma.MultiplyAdd(Vector256.Create(Unsafe.Add(ref x, 2)), Avx.UnpackLow(high01, high23).AsSingle(), sum);
        return Fma.MultiplyAdd(Vector256.Create(Unsafe.Add(ref x, 3)), Avx.UnpackHigh(high01, high23).AsSingle(), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Pair(ref float b0, ref float b4, nint column) =>
        Vector256.Create(Vector128.LoadUnsafe(ref Unsafe.Add(ref b0, column)), Vector128.LoadUnsafe(ref Unsafe.Add(ref b4, column)));
}
