using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// A matrix product on one thread: cuts it into blocks that fit the caches and those into register tiles.
/// Every element of C is one sum over k in increasing order, wherever the cuts fall: blocks of k go on with what C already holds. A
/// <see cref="LongSum"/> over k is cut where that says: then a block's sums begin at 0 in the registers and are added to C, which costs no more.
/// </summary>
internal static class GemmBlocks
{
    // Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication": a block of B (480 KiB) and a block of A (128 KiB)
    // share a second-level cache of 1 MiB; a strip of A (8 KiB) and the panel of B that it meets stream through the first level.
    const int RowBlock = 128;
    const int ColumnBlock = 480;
    const int DepthBlock = 256;

    // Where B is read more often than this and its rows lie on many pages, a packed copy pays for itself.
    const int PackFromRows = 64;
    const int PackFromStride = 512;

    internal const int TileSize = 8 * GemmTile.MaxLanes * 16;

    /// <summary>C = A·B, or C + A·B, then the epilogue.</summary>
    public static void Multiply<TEpilogue>(
        GemmSize size, GemmOperand a, GemmOperand b, RowMajor c, GemmStart start, PlacedEpilogue<TEpilogue> epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        if (size.K > LongSum.BlockOfBlocks)
            SumBlocksOfBlocks(size, a, b, c, start, epilogue);
        else if (GemmVector.IsFor(size.M, a, b))
            MultiplyRow(size, a, b, c, start, epilogue);
        else
            ChooseLane(size, a, b, c, start, epilogue);
    }

    /// <summary>Whole blocks of columns without packing, and what is left as other products.</summary>
    static void MultiplyRow<TEpilogue>(
        GemmSize size, GemmOperand a, GemmOperand b, RowMajor c, GemmStart start, PlacedEpilogue<TEpilogue> epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        int whole = size.N & -GemmVector.Columns;
        GemmVector.Multiply(ref a.Start, b, ref c.Start, whole, size.K, start);
        if (whole > 0)
            epilogue.Apply(c, 0, 0, rows: 1, whole);
        if (whole < size.N)
            ChooseLane(size with { N = size.N - whole }, a, b.At(0, whole), c.At(0, whole), start, epilogue.At(0, whole));
    }

    /// <summary>A lane much wider than C would mostly multiply zeros.</summary>
    /// <remarks>Through <see cref="Lanes.UpTo"/> a product of 8 × 8 × 8 would take a twentieth longer.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ChooseLane<TEpilogue>(
        GemmSize size, GemmOperand a, GemmOperand b, RowMajor c, GemmStart start, PlacedEpilogue<TEpilogue> epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        if (Lane16.IsSupported && size.N > 8)
            CutIntoBlocks<Lane16, TEpilogue>(size, a, b, c, start, epilogue);
        else if (Lane8.IsSupported && size.N > 4)
            CutIntoBlocks<Lane8, TEpilogue>(size, a, b, c, start, epilogue);
        else if (Lane4.IsSupported)
            CutIntoBlocks<Lane4, TEpilogue>(size, a, b, c, start, epilogue);
        else
            CutIntoBlocks<Lane1, TEpilogue>(size, a, b, c, start, epilogue);
    }

    /// <summary>Blocks of blocks of k, one after the other, each summed beside C, a part of it that stays in cache.</summary>
    static void SumBlocksOfBlocks<TEpilogue>(
        GemmSize size, GemmOperand a, GemmOperand b, RowMajor c, GemmStart start, PlacedEpilogue<TEpilogue> epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        (int m, int n, int k) = size;
        int blockLength = k <= LongSum.BlockOfBlocks * LongSum.Block ? LongSum.BlockOfBlocks : LongSum.BlockOfBlocks * LongSum.Block;
        float[] sums = ArrayPool<float>.Shared.Rent(Math.Min(m, RowBlock) * Math.Min(n, ColumnBlock));
        for (int i = 0; i < m; i += RowBlock)
            for (int j = 0; j < n; j += ColumnBlock)
            {
                int rows = Math.Min(m - i, RowBlock), columns = Math.Min(n - j, ColumnBlock);
                RowMajor part = new(ref MemoryMarshal.GetArrayDataReference(sums), columns), target = c.At(i, j);
                for (int p = 0, depth; p < k; p += depth)
                {
                    depth = Math.Min(blockLength, k - p);
                    Multiply(new(rows, columns, depth), a.At(i, p), b.At(p, j), part, GemmStart.Zero, default(PlacedEpilogue<NoEpilogue>));
                    if (start.Of(p, isLong: true) == GemmStart.Zero)
                        Copy(rows, columns, part, target);
                    else
                        LongSum.AddTo(rows, columns, part, target);
                }
                epilogue.Apply(target, i, j, rows, columns);
            }
        ArrayPool<float>.Shared.Return(sums);
    }

    /// <summary>Cuts a product into blocks that fit the caches, in a chosen lane; the lane does not change the bits.</summary>
    internal static void CutIntoBlocks<V, TEpilogue>(
        GemmSize size, GemmOperand a, GemmOperand b, RowMajor c, GemmStart start, PlacedEpilogue<TEpilogue> epilogue)
        where V : struct, IVectorLane<V>
        where TEpilogue : struct, IGemmEpilogue
    {
        (int m, int n, int k) = size;
        bool isLong = k > LongSum.Longest, packAll = b.ColumnStride != 1 || (m >= PackFromRows && b.RowStride >= PackFromStride);
        for (int j = 0; j < n; j += ColumnBlock)
        {
            int columns = Math.Min(n - j, ColumnBlock);
            int p = 0;
            do   // once even for k = 0: C becomes 0 and the epilogue runs
            {
                int depth = k == 0 ? 0 : isLong ? Math.Min(LongSum.Block, k - p) : GemmTile.NextPiece(k - p, DepthBlock);
                Block<TEpilogue> block = new()
                {
                    Columns = columns,
                    Depth = depth,
                    PackAll = packAll,
                    Start = start.Of(p, isLong),
                    IsLast = p + depth == k,
                    Epilogue = epilogue.At(0, j),
                    Space = Workspace.Rent(TileSize + depth * GemmTile.RoundUp(columns, V.Count)),
                };
                for (int i = 0; i < m; i += RowBlock)
                    CutIntoTiles<V, TEpilogue>(block, Math.Min(m - i, RowBlock), i, a.At(i, p), b.At(p, j), c.At(i, j));
                p += depth;
            }
            while (p < k);
        }
    }

    /// <summary>What the blocks of rows that meet one block of B have in common.</summary>
    struct Block<TEpilogue> where TEpilogue : struct, IGemmEpilogue
    {
        public required int Columns { get; init; }
        public required int Depth { get; init; }
        public required bool PackAll { get; init; }
        public required GemmStart Start { get; init; }
        public required bool IsLast { get; init; }
        public required PlacedEpilogue<TEpilogue> Epilogue;     // a field, which is not copied for each tile
        public required float[] Space { get; init; }
    }

    /// <summary>Cuts a block of rows into register tiles.</summary>
    static void CutIntoTiles<V, TEpilogue>(
        in Block<TEpilogue> block, int rows, int firstRow, GemmOperand a, GemmOperand b, RowMajor c)
        where V : struct, IVectorLane<V>
        where TEpilogue : struct, IGemmEpilogue
    {
        ref float tile = ref MemoryMarshal.GetArrayDataReference(block.Space);
        ref float panels = ref Unsafe.Add(ref tile, TileSize);
        for (int j = 0; j < block.Columns;)
        {
            int left = block.Columns - j;
            int lanes = GemmTile.NextPiece((left + V.Count - 1) / V.Count, GemmTile.MaxLanes);
            int width = lanes * V.Count;
            int columns = Math.Min(left, width);
            bool isRagged = columns < width;
            RowMajor panel = new(ref Unsafe.Add(ref b.Start, j * b.ColumnStride), b.RowStride);
            if (block.PackAll || isRagged)
            {
                panel = new(ref Unsafe.Add(ref panels, j * block.Depth), width);
                if (firstRow == 0)
                    GemmPacking.Pack(b.At(0, j), block.Depth, columns, width, ref panel.Start);
            }
            for (int i = 0; i < rows;)
            {
                int height = GemmTile.NextPiece(rows - i, GemmTile.MaxRows<V>());
                RowMajor target = c.At(i, j);
                if (isRagged)
                    MultiplyRagged<V>(height, lanes, columns, block.Depth, a.At(i, 0), ref panel.Start, target, block.Start, ref tile);
                else
                    GemmTile.Multiply<V>(height, lanes, block.Depth, a.At(i, 0), panel, target, block.Start);
                if (block.IsLast)
                    block.Epilogue.Apply(target, firstRow + i, j, height, columns);
                i += height;
            }
            j += columns;
        }
    }

    /// <summary>A tile at the right edge of C is computed at full width beside C, so that nothing outside C is read or written.</summary>
    internal static void MultiplyRagged<V>(
        int rows, int lanes, int columns, int depth, GemmOperand a, ref float panel, RowMajor c, GemmStart start, ref float tile)
        where V : struct, IVectorLane<V>
    {
        int width = lanes * V.Count;
        RowMajor beside = new(ref tile, width);
        if (start != GemmStart.Zero)
            Copy(rows, columns, c, beside);
        GemmTile.Multiply<V>(rows, lanes, depth, a, new(ref panel, width), beside, start);
        Copy(rows, columns, beside, c);
    }

    internal static void Copy(int rows, int columns, RowMajor from, RowMajor to)
    {
        for (nint i = 0; i < rows; i++)
            MemoryMarshal.CreateReadOnlySpan(ref from.At(i, 0).Start, columns)
                .CopyTo(MemoryMarshal.CreateSpan(ref to.At(i, 0).Start, columns));
    }
}
