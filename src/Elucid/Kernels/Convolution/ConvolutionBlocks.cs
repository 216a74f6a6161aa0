using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>How a convolution is cut: which outputs one piece of work computes, and how many channels are lowered at once.</summary>
internal readonly struct ConvolutionCut
{
    // Some 320 rows of the matrix are multiplied at a time (256 and 512 are 2 to 4 % slower), and what is lowered for them (480 KiB) stays in the
    // second-level cache.
    const int DepthBlock = 320;
    const int Budget = 480 * 256;

    const int TileColumns = 48;

    // Below some 2 million multiply-adds per thread the handover costs more than it gains.
    const long WorkPerThread = 1 << 21;

    public ConvolutionCut(in ConvolutionShape shape, int units, int threads)
    {
        Channels = GemmTile.NextPiece(shape.Channels, Math.Max(1, DepthBlock / Math.Max(1, shape.Taps)));
        ConvolutionLowering oneRow = new(shape, outputRows: 1), twoRows = new(shape, outputRows: 2);
        int plane = shape.OutputPlane, width = shape.Columns.Output, columns = plane;
        if (plane > 0 && !ConvolutionDepthwise.Is(shape))
        {
            // A band that begins and ends within rows touches one row more than it has.
            long perRow = oneRow.IsDirect ? (long)Channels * width : (long)Channels * (twoRows.ChannelStride - oneRow.ChannelStride);
            long first = oneRow.IsDirect ? 0 : (long)Channels * oneRow.ChannelStride;
            long rows = (Budget - first) / Math.Max(1, perRow);
            columns = (int)Math.Clamp(rows * width, Math.Min(TileColumns, plane), plane);
        }
        int bands = plane == 0 ? 0 : (plane - 1) / columns + 1;
        // Few large pieces share badly between threads. (A channel with one filter is always one piece.)
        if (threads > 1 && !ConvolutionDepthwise.Is(shape) && units < 8 * threads && units * bands % threads != 0)
            bands = GemmTile.RoundUp(bands, threads);
        Columns = bands == 0 ? 0 : GemmTile.RoundUp((plane - 1) / bands + 1, bands == 1 ? 1 : 16);
        Bands = plane == 0 ? 0 : (plane - 1) / Columns + 1;
    }

    /// <summary>Channels that are lowered at once.</summary>
    public int Channels { get; }

    /// <summary>Outputs of one channel in a band.</summary>
    public int Columns { get; }

    /// <summary>Bands of an image.</summary>
    public int Bands { get; }

    /// <summary>How many threads so many multiply-adds are worth.</summary>
    public static int ThreadsFor(long work) => work < 2 * WorkPerThread ? 1 : (int)Math.Min(Threads.Count, work / WorkPerThread);
}

/// <summary>One band of a convolution's outputs on one thread: C[filters, columns] = W · lowered image, every element one sum over channels and taps
/// in their order; a <see cref="LongSum"/> is cut where channels are lowered.</summary>
internal static unsafe class ConvolutionBlocks
{
    const int RowBlock = 128;

    /// <summary>C = W · L(image) for the outputs of a band, or that added to C, then the epilogue.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="chunk">Channels to lower at once.</param>
    /// <param name="image">The channels of one group of one image.</param>
    /// <param name="weights">[filters, depth] of the group.</param>
    /// <param name="band">Which outputs of the plane.</param>
    /// <param name="c">Where they go: a row for each filter.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    /// <param name="epilogue">What happens to a finished tile.</param>
    public static void Multiply<TEpilogue>(
        in ConvolutionShape shape, int chunk, ref readonly float image, ref readonly float weights, ConvolutionBand band, RowMajor c, bool accumulate,
        in PlacedEpilogue<TEpilogue> epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        ConvolutionLowering lowering = new(shape, band.Rows);
        int most = chunk * shape.Taps, panelSize = most * 16;
        ref float tile = ref MemoryMarshal.GetArrayDataReference(
            Workspace.Rent(GemmBlocks.TileSize + panelSize + (lowering.IsDirect ? 0 : chunk * lowering.ChannelStride + 16)));
        ref float lowered = ref Unsafe.Add(ref tile, GemmBlocks.TileSize + panelSize);
        int[] steps = Workspace.RentSteps(Math.Max(1, most));
        lowering.FillSteps(chunk, steps);
        // Blocks of blocks are summed beside C.
        bool isBeside = shape.Depth > LongSum.BlockOfBlocks, isFirst = !accumulate;
        float[]? beside = isBeside ? ArrayPool<float>.Shared.Rent(shape.Filters * band.Columns) : null;
        RowMajor target = beside is null ? c : new(ref MemoryMarshal.GetArrayDataReference(beside), band.Columns);
        int channel = 0, terms = 0;
        do   // once even without a channel or a tap: C becomes 0 and the epilogue runs
        {
            int channels = Math.Min(chunk, shape.Channels - channel);
            ref float b = ref Unsafe.Add(ref Unsafe.AsRef(in image), (nint)channel * shape.InputPlane);
            if (!lowering.IsDirect)
            {
                lowering.Lower(ref b, channels, band.FirstRow, ref lowered);
                b = ref lowered;
            }
            Block<TEpilogue> block = new()
            {
                Filters = shape.Filters,
                Depth = channels * shape.Taps,
                Steps = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(steps)),   // pinned
                Start = isBeside ? GemmStart.Zero.Of(terms, isLong: true) : GemmStarts.For(accumulate).Of(channel, shape.Depth > LongSum.Longest),
                HasEpilogue = !isBeside && channel + channels >= shape.Channels,
                Epilogue = epilogue,
            };
            GemmOperand a = new(ref Unsafe.Add(ref Unsafe.AsRef(in weights), (nint)channel * shape.Taps), shape.Depth, 1);
            ref float first = ref Unsafe.Add(ref b, lowering.Start(band.Column, band.FirstRow));
            Lanes.Pass(new TilesPass<TEpilogue>(in block, a, ref first, target, ref tile), 0, band.Columns);
            channel += channels;
            terms += block.Depth;
            if (!isBeside || terms < LongSum.BlockOfBlocks && channel < shape.Channels)
                continue;
            if (isFirst)
                GemmBlocks.Copy(shape.Filters, band.Columns, target, c);
            else
                LongSum.AddTo(shape.Filters, band.Columns, target, c);
            (isFirst, terms) = (false, 0);
        }
        while (channel < shape.Channels);
        if (beside is null)
            return;
        ArrayPool<float>.Shared.Return(beside);
        epilogue.Apply(c, 0, 0, shape.Filters, band.Columns);
    }

    struct Block<TEpilogue> where TEpilogue : struct, IGemmEpilogue
    {
        public required int Filters { get; init; }
        public required int Depth { get; init; }
        public required int* Steps { get; init; }
        public required GemmStart Start { get; init; }
        public required bool HasEpilogue { get; init; }
        public required PlacedEpilogue<TEpilogue> Epilogue;     // a field, which is not copied for each tile
    }

    /// <summary>Whole lanes of the widest kind, then one narrower for what is left: a wide one would mostly compute what nobody wants.</summary>
    readonly ref struct TilesPass<TEpilogue> : ILanePass where TEpilogue : struct, IGemmEpilogue
    {
        readonly ref readonly Block<TEpilogue> _block;
        readonly GemmOperand _a;
        readonly RowMajor _c;
        readonly ref float _b, _tile;

        public TilesPass(ref readonly Block<TEpilogue> block, GemmOperand a, ref float b, RowMajor c, ref float tile)
        {
            _block = ref block;
            _a = a;
            _b = ref b;
            _c = c;
            _tile = ref tile;
        }

        public int Run<V>(int from, int columns) where V : struct, IVectorLane<V>
        {
            int rest = columns % V.Count, to = V.Count <= 4 || rest > V.Count / 2 ? columns : columns - rest;
            return CutIntoTiles<V, TEpilogue>(_block, _a, ref _b, from, to, _c, ref _tile);
        }
    }

    static int CutIntoTiles<V, TEpilogue>(in Block<TEpilogue> block, GemmOperand a, ref float b, int from, int to, RowMajor c, ref float tile)
        where V : struct, IVectorLane<V>
        where TEpilogue : struct, IGemmEpilogue
    {
        ref float panel = ref Unsafe.Add(ref tile, GemmBlocks.TileSize);
        for (int firstFilter = 0; firstFilter < block.Filters; firstFilter += RowBlock)
        {
            int lastFilter = Math.Min(firstFilter + RowBlock, block.Filters);
            for (int j = from; j < to;)
            {
                int whole = (to - j) / V.Count;
                // What does not fill a lane is a tile of its own.
                int lanes = whole == 0 ? 1 : GemmTile.NextPiece(whole, GemmTile.MaxLanes);
                int width = Math.Min(lanes * V.Count, to - j);
                if (whole == 0 && firstFilter == 0)
                    Pack(ref Unsafe.Add(ref b, j), block.Steps, block.Depth, width, V.Count, ref panel);
                for (int i = firstFilter; i < lastFilter;)
                {
                    int height = GemmTile.NextPiece(lastFilter - i, GemmTile.MaxRows<V>());
                    RowMajor target = c.At(i, j);
                    GemmOperand strip = a.At(i, 0);
                    if (whole == 0)
                        GemmBlocks.MultiplyRagged<V>(height, lanes, width, block.Depth, strip, ref panel, target, block.Start, ref tile);
                    else
                        GemmTile.MultiplyRows<V, EvenSteps, TableSteps>(
                            height, lanes, block.Depth, ref strip.Start, new(strip.RowStride), 1, ref Unsafe.Add(ref b, j), new(block.Steps),
                            ref target.Start, target.Stride, block.Start);
                    if (block.HasEpilogue)
                        block.Epilogue.Apply(target, i, j, height, width);
                    i += height;
                }
                j += width;
            }
        }
        return to;
    }

    /// <summary>Columns that are no whole lane, side by side: beyond them may be the end of memory.</summary>
    static void Pack(ref float b, int* steps, int depth, int columns, int width, ref float panel)
    {
        for (int p = 0; p < depth; p++)
        {
            Span<float> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref panel, p * width), width);
            MemoryMarshal.CreateReadOnlySpan(ref b, columns).CopyTo(row);
            row[columns..].Clear();
            b = ref Unsafe.Add(ref b, steps[p]);
        }
    }
}
