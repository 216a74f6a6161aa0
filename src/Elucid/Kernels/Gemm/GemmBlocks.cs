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

    /// <summary>C = A·B, or C + A·B, then the epilogue. (row, column) is the place of C in the matrix that the epilogue knows.</summary>
    public static void Multiply<TEpilogue>(
        int m, int n, int k, GemmOperand a, GemmOperand b, ref float c, nint cStride, GemmStart start, TEpilogue epilogue, int row, int column)
        where TEpilogue : struct, IGemmEpilogue
    {
        if (k > LongSum.BlockOfBlocks)
        {
            SumBlocksOfBlocks(m, n, k, a, b, ref c, cStride, start, epilogue, row, column);
            return;
        }
        if (GemmVector.IsFor(m, a, b))
        {
            int whole = n & -GemmVector.Columns;
            GemmVector.Multiply(ref a.Start, b, ref c, whole, k, start);
            if (!TEpilogue.IsNone && whole > 0)
                epilogue.Apply(ref c, cStride, row, column, rows: 1, whole);
            if (whole == n)
                return;
            b = b.At(0, whole);
            c = ref Unsafe.Add(ref c, whole);
            n -= whole;
            column += whole;
        }
        // A lane much wider than C would mostly multiply zeros. (Through Lanes.UpTo a product of 8 × 8 × 8 would take a twentieth longer.)
        if (Lane16.IsSupported && n > 8)
            CutIntoBlocks<Lane16, TEpilogue>(m, n, k, a, b, ref c, cStride, start, epilogue, row, column);
        else if (Lane8.IsSupported && n > 4)
            CutIntoBlocks<Lane8, TEpilogue>(m, n, k, a, b, ref c, cStride, start, epilogue, row, column);
        else if (Lane4.IsSupported)
            CutIntoBlocks<Lane4, TEpilogue>(m, n, k, a, b, ref c, cStride, start, epilogue, row, column);
        else
            CutIntoBlocks<Lane1, TEpilogue>(m, n, k, a, b, ref c, cStride, start, epilogue, row, column);
    }

    /// <summary>Blocks of blocks of k, one after the other, each summed beside C, a part of it that stays in cache.</summary>
    static void SumBlocksOfBlocks<TEpilogue>(
        int m, int n, int k, GemmOperand a, GemmOperand b, ref float c, nint cStride, GemmStart start, TEpilogue epilogue, int row, int column)
        where TEpilogue : struct, IGemmEpilogue
    {
        int blockLength = k <= LongSum.BlockOfBlocks * LongSum.Block ? LongSum.BlockOfBlocks : LongSum.BlockOfBlocks * LongSum.Block;
        float[] sums = ArrayPool<float>.Shared.Rent(Math.Min(m, RowBlock) * Math.Min(n, ColumnBlock));
        ref float part = ref MemoryMarshal.GetArrayDataReference(sums);
        for (int i = 0; i < m; i += RowBlock)
            for (int j = 0; j < n; j += ColumnBlock)
            {
                int rows = Math.Min(m - i, RowBlock), columns = Math.Min(n - j, ColumnBlock);
                ref float target = ref Unsafe.Add(ref c, i * cStride + j);
                for (int p = 0, depth; p < k; p += depth)
                {
                    depth = Math.Min(blockLength, k - p);
                    Multiply(rows, columns, depth, a.At(i, p), b.At(p, j), ref part, columns, GemmStart.Zero, default(NoEpilogue), 0, 0);
                    if (start.Of(p, isLong: true) == GemmStart.Zero)
                        Copy(rows, columns, ref part, columns, ref target, cStride);
                    else
                        LongSum.AddTo(rows, columns, ref part, columns, ref target, cStride);
                }
                if (!TEpilogue.IsNone)
                    epilogue.Apply(ref target, cStride, row + i, column + j, rows, columns);
            }
        ArrayPool<float>.Shared.Return(sums);
    }

    /// <summary>Cuts a product into blocks that fit the caches, in a chosen lane; the lane does not change the bits.</summary>
    internal static void CutIntoBlocks<V, TEpilogue>(
        int m, int n, int k, GemmOperand a, GemmOperand b, ref float c, nint cStride, GemmStart start, TEpilogue epilogue, int row, int column)
        where V : struct, IVectorLane<V>
        where TEpilogue : struct, IGemmEpilogue
    {
        bool isLong = k > LongSum.Longest, packAll = b.ColumnStride != 1 || (m >= PackFromRows && b.RowStride >= PackFromStride);
        for (int j = 0; j < n; j += ColumnBlock)
        {
            int columns = Math.Min(n - j, ColumnBlock);
            int p = 0;
            do   // once even for k = 0: C becomes 0 and the epilogue runs
            {
                int depth = k == 0 ? 0 : isLong ? Math.Min(LongSum.Block, k - p) : GemmTile.NextPiece(k - p, DepthBlock);
                Block block = new()
                {
                    Columns = columns,
                    Depth = depth,
                    PackAll = packAll,
                    Start = start.Of(p, isLong),
                    IsLast = p + depth == k,
                    Row = row,
                    Column = column + j,
                    Space = Workspace.Rent(TileSize + depth * GemmTile.RoundUp(columns, V.Count)),
                };
                for (int i = 0; i < m; i += RowBlock)
                    CutIntoTiles<V, TEpilogue>(
                        block, Math.Min(m - i, RowBlock), i, a.At(i, p), b.At(p, j),
                        ref Unsafe.Add(ref c, i * cStride + j), cStride, epilogue);
                p += depth;
            }
            while (p < k);
        }
    }

    /// <summary>What the blocks of rows that meet one block of B have in common.</summary>
    readonly struct Block
    {
        public required int Columns { get; init; }
        public required int Depth { get; init; }
        public required bool PackAll { get; init; }
        public required GemmStart Start { get; init; }
        public required bool IsLast { get; init; }
        public required int Row { get; init; }
        public required int Column { get; init; }
        public required float[] Space { get; init; }
    }

    /// <summary>Cuts a block of rows into register tiles.</summary>
    static void CutIntoTiles<V, TEpilogue>(
        in Block block, int rows, int firstRow, GemmOperand a, GemmOperand b, ref float c, nint cStride, TEpilogue epilogue)
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
            ref float panel = ref Unsafe.Add(ref b.Start, j * b.ColumnStride);
            nint stride = b.RowStride;
            if (block.PackAll || isRagged)
            {
                panel = ref Unsafe.Add(ref panels, j * block.Depth);
                stride = width;
                if (firstRow == 0)
                    GemmPacking.Pack(b.At(0, j), block.Depth, columns, width, ref panel);
            }
            for (int i = 0; i < rows;)
            {
                int height = GemmTile.NextPiece(rows - i, GemmTile.MaxRows<V>());
                ref float target = ref Unsafe.Add(ref c, i * cStride + j);
                if (isRagged)
                    MultiplyRagged<V>(height, lanes, columns, block.Depth, a.At(i, 0), ref panel, ref target, cStride, block.Start, ref tile);
                else
                    GemmTile.Multiply<V>(height, lanes, block.Depth, a.At(i, 0), ref panel, stride, ref target, cStride, block.Start);
                if (!TEpilogue.IsNone && block.IsLast)
                    epilogue.Apply(ref target, cStride, block.Row + firstRow + i, block.Column + j, height, columns);
                i += height;
            }
            j += columns;
        }
    }

    /// <summary>A tile at the right edge of C is computed at full width beside C, so that nothing outside C is read or written.</summary>
    internal static void MultiplyRagged<V>(
        int rows, int lanes, int columns, int depth, GemmOperand a, ref float panel, ref float c, nint cStride, GemmStart start, ref float tile)
        where V : struct, IVectorLane<V>
    {
        int width = lanes * V.Count;
        if (start != GemmStart.Zero)
            Copy(rows, columns, ref c, cStride, ref tile, width);
        GemmTile.Multiply<V>(rows, lanes, depth, a, ref panel, width, ref tile, width, start);
        Copy(rows, columns, ref tile, width, ref c, cStride);
    }

    internal static void Copy(int rows, int columns, ref float from, nint fromStride, ref float to, nint toStride)
    {
        for (nint i = 0; i < rows; i++)
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref from, i * fromStride), columns)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, i * toStride), columns));
    }
}
