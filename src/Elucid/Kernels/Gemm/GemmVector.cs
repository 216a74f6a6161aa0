using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>
/// A single row times a matrix that is stored column by column: a fully connected layer on one example. Each number of the matrix is used once, so
/// packing it would cost more than the product: squares of it turn in registers on their way to the sums.
/// </summary>
internal static class GemmVector
{
    /// <summary>Columns that are worked on together: enough sums to hide the latency of adding to one.</summary>
    public const int Columns = 16;

    const int PageFloats = 1024, Lag = 64;

    /// <summary>Whether this machine and these operands are meant.</summary>
    public static bool IsFor(int m, GemmOperand a, GemmOperand b) =>
        Fma.IsSupported && m == 1 && a.ColumnStride == 1 && b.RowStride == 1 && b.ColumnStride != 1;

    /// <summary>c = x·B, or c + x·B: sums over k in increasing order, and blocks of k where a <see cref="LongSum"/> is cut.</summary>
    /// <param name="x">[k].</param>
    /// <param name="b">[k, n].</param>
    /// <param name="c">[n].</param>
    /// <param name="n">A multiple of <see cref="Columns"/>.</param>
    /// <param name="k">0 makes the product 0.</param>
    /// <param name="start">How the sums begin.</param>
    public static void Multiply(ref float x, GemmOperand b, ref float c, int n, int k, GemmStart start)
    {
        bool isLong = k > LongSum.Longest, isApart = isLong || start == GemmStart.Apart;
        int whole = k & ~3;
        Span<float> block = stackalloc float[Columns];
        for (int j = 0; j < n; j += Columns)
        {
            Span<float> sums = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, j), Columns), last = isApart ? block : sums;
            if (start == GemmStart.Zero)
                sums.Fill(isApart ? -0f : 0);     // adding to −0 changes nothing, adding −0 to 0 does
            if (isApart)
                block.Clear();
            if (isLong)
                AddBlock<Blocks>(
                    ref x, ref b.At(0, j).Start, b.ColumnStride, whole, ref MemoryMarshal.GetReference(sums), ref MemoryMarshal.GetReference(block));
            else
                AddBlock<OneSum>(
                    ref x, ref b.At(0, j).Start, b.ColumnStride, whole, ref MemoryMarshal.GetReference(last), ref MemoryMarshal.GetReference(last));
            if (isLong && whole % LongSum.Block == 0)
            {
                LongSum.Add<float>(block, sums);        // what is left is a block of its own
                block.Clear();
            }
            for (int i = 0; i < Columns; i++)
                for (int p = whole; p < k; p++)
                    last[i] = MathF.FusedMultiplyAdd(Unsafe.Add(ref x, p), b.At(p, j + i).Start, last[i]);
            if (isApart)
                LongSum.Add<float>(block, sums);
        }
    }

    /// <summary>Whether sums are cut into blocks. A constant for the JIT.</summary>
    interface ICut
    {
        static abstract bool IsCut { get; }
    }

    readonly struct OneSum : ICut
    {
        public static bool IsCut => false;
    }

    readonly struct Blocks : ICut
    {
        public static bool IsCut => true;
    }

    /// <summary>Goes on with the sums of a block; what that held is added to the totals at the end of each but the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void AddBlock<TCut>(ref float x, ref float b, nint stride, int k, ref float total, ref float block) where TCut : struct, ICut
    {
        Vector256<float> low = Vector256.LoadUnsafe(ref block), high = Vector256.LoadUnsafe(ref block, 8);
        ref float b8 = ref Unsafe.Add(ref b, 8 * stride);
        // Columns that lie whole pages apart share eight places of the first-level cache: the second eight follow the first at a distance, on other
        // places.
        nint lag = stride % PageFloats == 0 ? Math.Min(Lag, k) : 0, p = 0;
        for (; p < lag; p += 4)
            low = AddEight(ref Unsafe.Add(ref x, p), ref Unsafe.Add(ref b, p), stride, low);
        for (; p < k; p += 4)
        {
            if (TCut.IsCut)
            {
                low = Cut(p, low, ref total);
                high = Cut(p - lag, high, ref Unsafe.Add(ref total, 8));
            }
            low = AddEight(ref Unsafe.Add(ref x, p), ref Unsafe.Add(ref b, p), stride, low);
            high = AddEight(ref Unsafe.Add(ref x, p - lag), ref Unsafe.Add(ref b8, p - lag), stride, high);
        }
        for (p -= lag; p < k; p += 4)
        {
            if (TCut.IsCut)
                high = Cut(p, high, ref Unsafe.Add(ref total, 8));
            high = AddEight(ref Unsafe.Add(ref x, p), ref Unsafe.Add(ref b8, p), stride, high);
        }
        low.StoreUnsafe(ref block);
        high.StoreUnsafe(ref block, 8);
    }

    /// <summary>Where a block begins, adds that before it to the totals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Cut(nint p, Vector256<float> sums, ref float total)
    {
        if ((p & (LongSum.Block - 1)) != 0 || p == 0)
            return sums;
        (Vector256.LoadUnsafe(ref total) + sums).StoreUnsafe(ref total);
        return default;
    }

    // Four numbers of eight columns, turned as in GemmPacking: one register for each of the four k.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> AddEight(ref float x, ref float b0, nint stride, Vector256<float> sum)
    {
        ref float b4 = ref Unsafe.Add(ref b0, 4 * stride);
        Vector256<float> r0 = Pair(ref b0, ref b4, 0), r1 = Pair(ref b0, ref b4, stride), r2 = Pair(ref b0, ref b4, 2 * stride),
            r3 = Pair(ref b0, ref b4, 3 * stride);
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
