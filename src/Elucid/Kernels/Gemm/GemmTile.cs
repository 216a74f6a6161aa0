using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// The innermost loop of a matrix product: a tile of C, up to 8 rows by 3 lanes, stays in registers while k runs.
/// Written once for every lane and every tile size.
/// </summary>
/// <remarks>Below <c>Multiply</c> the operands are handed on one by one, in registers: as structs they would be written to memory and read again for
/// each tile.</remarks>
internal static class GemmTile
{
    /// <summary>Lanes side by side in the widest tile.</summary>
    public const int MaxLanes = 3;

    /// <summary>
    /// Rows of the highest tile. With 32 registers 8 × 3 sums, a row of B and a broadcast element of A fill 28; with 16 registers 4 × 3 fill all.
    /// </summary>
    public static int MaxRows<V>() where V : struct, IVectorLane<V> => V.Count == 16 || AdvSimd.Arm64.IsSupported ? 8 : 4;

    /// <summary>
    /// The size of the next of ⌈left / max⌉ nearly equal pieces: 4 lanes split into 2 + 2, not 3 + 1, so that no tile is
    /// much smaller than the others.
    /// </summary>
    public static int NextPiece(int left, int max)
    {
        int pieces = (left + max - 1) / max;
        return (left + pieces - 1) / pieces;
    }

    /// <summary>The next multiple of <paramref name="unit"/>.</summary>
    public static int RoundUp(int length, int unit) => (length + unit - 1) / unit * unit;

    /// <summary>C = A·B, or C + A·B, for one tile of <paramref name="rows"/> × (<paramref name="lanes"/> · V.Count).</summary>
    public static void Multiply<V>(
        int rows, int lanes, int k, GemmOperand a, RowMajor b, RowMajor c, GemmStart start)
        where V : struct, IVectorLane<V> =>
        MultiplyRows<V, EvenSteps, EvenSteps>(
            rows, lanes, k, ref a.Start, new(a.RowStride), a.ColumnStride, in b.Start, new(b.Stride), ref c.Start, c.Stride, start);

    /// <summary>The same for rows of A and B that lie where their steps say. <paramref name="aStep"/> is 1 where B's steps are a table.</summary>
    public static void MultiplyRows<V, TA, TB>(
        int rows, int lanes, int k, ref float a, TA aRows, nint aStep, ref readonly float b, TB bRows, ref float c, nint cStride, GemmStart start)
        where V : struct, IVectorLane<V>
        where TA : struct, IGemmSteps<TA>
        where TB : struct, IGemmSteps<TB>
    {
        Debug.Assert(rows >= 1 && rows <= MaxRows<V>() && lanes is >= 1 and <= MaxLanes);
        if (k > LongSum.Longest)
            SumBlocks<V, TA, TB>(rows, lanes, k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start);
        else
            SumOnce<V, TA, TB>(rows, lanes, k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start);
    }

    static void SumBlocks<V, TA, TB>(
        int rows, int lanes, int k, ref float a, TA aRows, nint aStep, ref readonly float b, TB bRows, ref float c, nint cStride, GemmStart start)
        where V : struct, IVectorLane<V>
        where TA : struct, IGemmSteps<TA>
        where TB : struct, IGemmSteps<TB>
    {
        // Blocks of blocks are summed beside C.
        bool isBeside = k > LongSum.BlockOfBlocks;
        int width = lanes * V.Count, blockLength = isBeside ? LongSum.BlockOfBlocks : LongSum.Block;
        Span<float> sums = stackalloc float[isBeside ? rows * width : 0];
        ref float block = ref Unsafe.AsRef(in b), beside = ref MemoryMarshal.GetReference(sums);
        for (int p = 0, depth; p < k; p += depth)
        {
            depth = Math.Min(blockLength, k - p);
            GemmStart here = start.Of(p, isLong: true);
            ref float from = ref Unsafe.Add(ref a, p * aStep);
            if (!isBeside)
                SumOnce<V, TA, TB>(rows, lanes, depth, ref from, aRows, aStep, in block, bRows, ref c, cStride, here);
            else
            {
                MultiplyRows<V, TA, TB>(rows, lanes, depth, ref from, aRows, aStep, in block, bRows, ref beside, width, GemmStart.Zero);
                if (here == GemmStart.Zero)
                    GemmBlocks.Copy(rows, width, new(ref beside, width), new(ref c, cStride));
                else
                    LongSum.AddTo(rows, width, new(ref beside, width), new(ref c, cStride));
            }
            block = ref Unsafe.Add(ref block, bRows.Over(depth));
            bRows = bRows.From(depth);
        }
    }

    static void SumOnce<V, TA, TB>(
        int rows, int lanes, int k, ref float a, TA aRows, nint aStep, ref readonly float b, TB bRows, ref float c, nint cStride, GemmStart start)
        where V : struct, IVectorLane<V>
        where TA : struct, IGemmSteps<TA>
        where TB : struct, IGemmSteps<TB>
    {
        switch (lanes)
        {
            case 1: ChooseHeight<V, GemmRow1<V>, TA, TB>(rows, k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 2: ChooseHeight<V, GemmRow2<V>, TA, TB>(rows, k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            default: ChooseHeight<V, GemmRow3<V>, TA, TB>(rows, k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
        }
    }

    static void ChooseHeight<V, TRow, TA, TB>(
        int rows, int k, ref float a, TA aRows, nint aStep, ref readonly float b, TB bRows, ref float c, nint cStride, GemmStart start)
        where V : struct, IVectorLane<V>
        where TRow : struct, IGemmRow<TRow, V>
        where TA : struct, IGemmSteps<TA>
        where TB : struct, IGemmSteps<TB>
    {
        switch (rows)
        {
            case 1: Accumulate<V, TRow, GemmHeight1, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 2: Accumulate<V, TRow, GemmHeight2, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 3: Accumulate<V, TRow, GemmHeight3, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 4: Accumulate<V, TRow, GemmHeight4, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 5: Accumulate<V, TRow, GemmHeight5, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 6: Accumulate<V, TRow, GemmHeight6, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            case 7: Accumulate<V, TRow, GemmHeight7, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
            default: Accumulate<V, TRow, GemmHeight8, TA, TB>(k, ref a, aRows, aStep, in b, bRows, ref c, cStride, start); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Accumulate<V, TRow, THeight, TA, TB>(
        int k, ref float a, TA aRows, nint aStep, ref readonly float b, TB bRows, ref float c, nint cStride, GemmStart start)
        where V : struct, IVectorLane<V>
        where TRow : struct, IGemmRow<TRow, V>
        where THeight : struct, IGemmHeight
        where TA : struct, IGemmSteps<TA>
        where TB : struct, IGemmSteps<TB>
    {
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (start == GemmStart.Resume)
        {
            c0 = TRow.Load(ref c);
            if (THeight.Rows > 1) c1 = TRow.Load(ref Unsafe.Add(ref c, cStride));
            if (THeight.Rows > 2) c2 = TRow.Load(ref Unsafe.Add(ref c, 2 * cStride));
            if (THeight.Rows > 3) c3 = TRow.Load(ref Unsafe.Add(ref c, 3 * cStride));
            if (THeight.Rows > 4) c4 = TRow.Load(ref Unsafe.Add(ref c, 4 * cStride));
            if (THeight.Rows > 5) c5 = TRow.Load(ref Unsafe.Add(ref c, 5 * cStride));
            if (THeight.Rows > 6) c6 = TRow.Load(ref Unsafe.Add(ref c, 6 * cStride));
            if (THeight.Rows > 7) c7 = TRow.Load(ref Unsafe.Add(ref c, 7 * cStride));
        }

        // One base per row and one offset for all of them: the JIT addresses each element as [base + 4·offset], whichever way A is stored.
        ref float a0 = ref a;
        ref float a1 = ref THeight.Rows > 1 ? ref Unsafe.Add(ref a0, aRows.After(0)) : ref a0;
        ref float a2 = ref THeight.Rows > 2 ? ref Unsafe.Add(ref a1, aRows.After(1)) : ref a0;
        ref float a3 = ref THeight.Rows > 3 ? ref Unsafe.Add(ref a2, aRows.After(2)) : ref a0;
        ref float a4 = ref THeight.Rows > 4 ? ref Unsafe.Add(ref a3, aRows.After(3)) : ref a0;
        ref float a5 = ref THeight.Rows > 5 ? ref Unsafe.Add(ref a4, aRows.After(4)) : ref a0;
        ref float a6 = ref THeight.Rows > 6 ? ref Unsafe.Add(ref a5, aRows.After(5)) : ref a0;
        ref float a7 = ref THeight.Rows > 7 ? ref Unsafe.Add(ref a6, aRows.After(6)) : ref a0;
        ref float row = ref Unsafe.AsRef(in b);
        nint end = k * aStep;
        for (nint offset = 0; offset != end; offset += aStep)
        {
            TRow x = TRow.Load(ref row);
            c0 = TRow.MultiplyAdd(V.Broadcast(ref a0, offset), x, c0);
            if (THeight.Rows > 1) c1 = TRow.MultiplyAdd(V.Broadcast(ref a1, offset), x, c1);
            if (THeight.Rows > 2) c2 = TRow.MultiplyAdd(V.Broadcast(ref a2, offset), x, c2);
            if (THeight.Rows > 3) c3 = TRow.MultiplyAdd(V.Broadcast(ref a3, offset), x, c3);
            if (THeight.Rows > 4) c4 = TRow.MultiplyAdd(V.Broadcast(ref a4, offset), x, c4);
            if (THeight.Rows > 5) c5 = TRow.MultiplyAdd(V.Broadcast(ref a5, offset), x, c5);
            if (THeight.Rows > 6) c6 = TRow.MultiplyAdd(V.Broadcast(ref a6, offset), x, c6);
            if (THeight.Rows > 7) c7 = TRow.MultiplyAdd(V.Broadcast(ref a7, offset), x, c7);
            row = ref Unsafe.Add(ref row, bRows.After(offset));
        }

        if (start == GemmStart.Apart)
        {
            c0 = TRow.Add(TRow.Load(ref c), c0);
            if (THeight.Rows > 1) c1 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, cStride)), c1);
            if (THeight.Rows > 2) c2 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, 2 * cStride)), c2);
            if (THeight.Rows > 3) c3 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, 3 * cStride)), c3);
            if (THeight.Rows > 4) c4 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, 4 * cStride)), c4);
            if (THeight.Rows > 5) c5 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, 5 * cStride)), c5);
            if (THeight.Rows > 6) c6 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, 6 * cStride)), c6);
            if (THeight.Rows > 7) c7 = TRow.Add(TRow.Load(ref Unsafe.Add(ref c, 7 * cStride)), c7);
        }
        TRow.Store(c0, ref c);
        if (THeight.Rows > 1) TRow.Store(c1, ref Unsafe.Add(ref c, cStride));
        if (THeight.Rows > 2) TRow.Store(c2, ref Unsafe.Add(ref c, 2 * cStride));
        if (THeight.Rows > 3) TRow.Store(c3, ref Unsafe.Add(ref c, 3 * cStride));
        if (THeight.Rows > 4) TRow.Store(c4, ref Unsafe.Add(ref c, 4 * cStride));
        if (THeight.Rows > 5) TRow.Store(c5, ref Unsafe.Add(ref c, 5 * cStride));
        if (THeight.Rows > 6) TRow.Store(c6, ref Unsafe.Add(ref c, 6 * cStride));
        if (THeight.Rows > 7) TRow.Store(c7, ref Unsafe.Add(ref c, 7 * cStride));
    }
}
