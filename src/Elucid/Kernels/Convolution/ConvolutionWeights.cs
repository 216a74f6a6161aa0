using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// The gradient of a convolution by its weights: dWᵀ[depth, filters] = Σ over images of L(image) · dyᵀ, every element one sum over images and outputs
/// in their order, which is cut as a
/// <see cref="LongSum"/>.
/// </summary>
/// <remarks>
/// The lowered image is the first factor, which a product reads where it lies; only dy is turned to be read in order. Threads share the rows or the
/// columns of dWᵀ, not the images.
/// </remarks>
internal static unsafe class ConvolutionWeights
{
    /// <summary>dW, or dW added to what is there.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="x">[images, groups · channels, rows, columns]</param>
    /// <param name="dy">[images, groups · filters, output rows, output columns]</param>
    /// <param name="dw">[groups · filters, channels, kernel rows, kernel columns]</param>
    /// <param name="accumulate">Whether to add to dw.</param>
    public static void Gradient(in ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> dy, Memory<float> dw, bool accumulate)
    {
        if (ConvolutionDepthwise.Is(shape))
        {
            DepthwiseGradient(shape, x, dy, dw, accumulate);
            return;
        }
        int threads = ConvolutionCut.ThreadsFor(shape.Work);
        // Groups alone keep the threads busy, or the longer side of each group's matrix is cut.
        int pieces = shape.Groups >= threads ? 1 : threads;
        float[] sums = ArrayPool<float>.Shared.Rent(Math.Max(1, shape.Groups * shape.Filters * shape.Depth));
        float[]? totals = SumCut.Of(shape).HasTotals ? ArrayPool<float>.Shared.Rent(sums.Length) : null;
        Pieces body = new(shape, new ConvolutionCut(shape, units: 1, threads: 1), x, dy, sums, totals, pieces);
        if (threads > 1)
            Threads.For(shape.Groups * pieces, body);
        else
            for (int i = 0; i < shape.Groups * pieces; i++)
                body.Run(i);
        Turn(shape, totals ?? sums, dw.Span, accumulate);
        ArrayPool<float>.Shared.Return(sums);
        if (totals is not null)
            ArrayPool<float>.Shared.Return(totals);
    }

    static void DepthwiseGradient(in ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> dy, Memory<float> dw, bool accumulate)
    {
        DepthwisePieces body = new(shape, x, dy, dw, accumulate);
        if (ConvolutionCut.ThreadsFor(shape.Work) > 1)
            Threads.For(shape.Groups, body);
        else
            for (int group = 0; group < shape.Groups; group++)
                body.Run(group);
    }

    /// <summary>From [depth, filters] to [filters, depth], group by group.</summary>
    static void Turn(in ConvolutionShape shape, float[] sums, Span<float> dw, bool accumulate)
    {
        int size = shape.Filters * shape.Depth;
        float[]? turned = accumulate ? ArrayPool<float>.Shared.Rent(Math.Max(1, size)) : null;
        for (int group = 0; group < shape.Groups && size > 0; group++)
        {
            Span<float> result = dw.Slice(group * size, size), to = turned is null ? result : turned.AsSpan(0, size);
            GemmPacking.Pack(
                GemmOperand.Of(ref sums[group * size], shape.Filters, transposed: true), shape.Filters, shape.Depth, shape.Depth,
                ref MemoryMarshal.GetReference(to));
            if (turned is not null)
                Elementwise.Add(result, to, result);
        }
        if (turned is not null)
            ArrayPool<float>.Shared.Return(turned);
    }

    /// <summary>How the sum of so many outputs is cut: into blocks of outputs of one image, and those into blocks of blocks, whose sums are added to
    /// totals.</summary>
    readonly record struct SumCut(bool IsLong, bool HasTotals)
    {
        public static SumCut Of(in ConvolutionShape shape)
        {
            bool isLong = (long)shape.Images * shape.OutputPlane > LongSum.Longest;
            return new(isLong, isLong && (long)shape.Images * Math.Max(shape.OutputPlane, LongSum.Block) > LongSum.BlockOfBlocks);
        }
    }

    /// <summary>One channel of all images.</summary>
    readonly struct DepthwisePieces(ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> dy, Memory<float> dw, bool accumulate)
        : IThreadsBody
    {
        public void Run(int index)
        {
            ConvolutionDepthwise convolution = new(shape);
            // All images add to one row of partial sums, or each block of outputs has its own.
            bool isLong = shape.Images * convolution.Terms > LongSum.Longest;
            (int Lines, int Columns) block = isLong ? convolution.Block : (int.MaxValue, int.MaxValue);
            int size = shape.Taps * ConvolutionDepthwise.PartialSums, ofImage = isLong ? convolution.Blocks(block)
                : 0, rows = Math.Max(1, shape.Images * ofImage);
            float[] sums = ArrayPool<float>.Shared.Rent(Math.Max(1, (rows + 1) * size));
            sums.AsSpan(0, (rows + 1) * size).Clear();
            for (int image = 0; image < shape.Images; image++)
            {
                int unit = image * shape.Groups + index;
                convolution.AddWeightGradient(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(x.Span), (nint)unit * shape.InputPlane),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(dy.Span), (nint)unit * shape.OutputPlane), block, ref sums[image * ofImage * size]);
            }
            Span<float> total = sums.AsSpan(rows * size, size), to = dw.Span.Slice(index * shape.Taps, shape.Taps);
            LongSum.AddRows(sums.AsSpan(), rows, size, total);
            for (int tap = 0; tap < to.Length; tap++)
            {
                float sum = ConvolutionDepthwise.Fold(total.Slice(tap * ConvolutionDepthwise.PartialSums, ConvolutionDepthwise.PartialSums));
                to[tap] = accumulate ? to[tap] + sum : sum;
            }
            ArrayPool<float>.Shared.Return(sums);
        }
    }

    readonly struct Pieces(
        ConvolutionShape shape, ConvolutionCut cut, ReadOnlyMemory<float> x, ReadOnlyMemory<float> dy, float[] sums, float[]? totals, int pieces)
            : IThreadsBody
    {
        public void Run(int index)
        {
            (int group, int piece) = Math.DivRem(index, pieces);
            Part part = new(group, 0, shape.Depth, 0, shape.Filters);
            if (shape.Filters >= shape.Depth)
            {
                (int first, int end) = Piece(piece, shape.Filters, 16);
                part = part with { Filter = first, FilterEnd = end };
            }
            else
            {
                (int first, int end) = Piece(piece, shape.Depth, 8);
                part = part with { Row = first, RowEnd = end };
            }
            if (part.Rows == 0 || part.Filters == 0)
                return;
            int place = (group * shape.Depth + part.Row) * shape.Filters + part.Filter;
            ref float c = ref sums[place], total = ref totals is null ? ref Unsafe.NullRef<float>() : ref totals[place];
            // A tile one wide lane across would wait for its loads: two narrow ones are a fifth faster.
            Lanes.UpTo(part.Filters > 16 ? 16 : part.Filters > 4 ? 8 : 4, new PartBody(in this, part, ref c, ref total));
        }

        /// <summary>A part of the matrix of one group: some rows of some filters.</summary>
        readonly record struct Part(int Group, int Row, int RowEnd, int Filter, int FilterEnd)
        {
            public int Rows => RowEnd - Row;

            public int Filters => FilterEnd - Filter;
        }

        readonly ref struct PartBody(ref readonly Pieces pieces, Part part, ref float c, ref float total) : ILaneBody
        {
            readonly ref readonly Pieces _pieces = ref pieces;
            readonly ref float _c = ref c, _total = ref total;

            public void Run<V>() where V : struct, IVectorLane<V> => _pieces.Run<V>(part, ref _c, ref _total);
        }

        (int Start, int End) Piece(int index, int length, int unit)
        {
            long units = (length + unit - 1) / unit;
            return ((int)Math.Min(length, units * index / pieces * unit), (int)Math.Min(length, units * (index + 1) / pieces * unit));
        }

        void Run<V>(Part part, ref float c, ref float total) where V : struct, IVectorLane<V>
        {
            int rows = part.Rows, filters = part.Filters, terms = 0;
            bool hasTotals = totals is not null;
            Clear(rows, filters, ref c);
            if (hasTotals)
                Clear(rows, filters, ref total);
            for (int image = 0; image < shape.Images; image++)
            {
                int unit = image * shape.Groups + part.Group;
                ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(x.Span), (nint)unit * shape.Channels * shape.InputPlane);
                ref float dyImage =
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(dy.Span), ((nint)unit * shape.Filters + part.Filter) * shape.OutputPlane);
                for (int column = 0, columns; column < shape.OutputPlane; column += columns)
                {
                    columns = Math.Min(ColumnsOfBand, shape.OutputPlane - column);
                    Band<V>(ref source, ref Unsafe.Add(ref dyImage, column), new(column, columns, shape.Columns.Output), part, ref c);
                    terms += Math.Max(columns, LongSum.Block);     // a small image is a block, too
                    if (!hasTotals || terms < LongSum.BlockOfBlocks)
                        continue;
                    LongSum.AddTo(rows, filters, new(ref c, shape.Filters), new(ref total, shape.Filters));
                    Clear(rows, filters, ref c);
                    terms = 0;
                }
            }
            if (hasTotals)
                LongSum.AddTo(rows, filters, new(ref c, shape.Filters), new(ref total, shape.Filters));
        }

        // Whole blocks: where an image is cut into bands changes no sum.
        int ColumnsOfBand => Math.Max(LongSum.Block, cut.Columns / LongSum.Block * LongSum.Block);

        void Clear(int rows, int filters, ref float c)
        {
            for (nint i = 0; i < rows; i++)
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, i * shape.Filters), filters).Clear();
        }

        /// <summary>Adds what one band of one image gives.</summary>
        void Band<V>(ref float image, ref float dyBand, ConvolutionBand band, Part part, ref float c) where V : struct, IVectorLane<V>
        {
            int columns = band.Columns, filters = part.Filters, row = part.Row, rowEnd = part.RowEnd;
            ConvolutionLowering lowering = new(shape, band.Rows);
            int panelsSize = columns * GemmTile.RoundUp(filters, V.Count);
            ref float tile = ref MemoryMarshal.GetArrayDataReference(
                Workspace.Rent(GemmBlocks.TileSize + panelsSize + (lowering.IsDirect ? 0 : cut.Channels * lowering.ChannelStride)));
            ref float panels = ref Unsafe.Add(ref tile, GemmBlocks.TileSize), lowered = ref Unsafe.Add(ref panels, panelsSize);
            GemmOperand turned = new(ref dyBand, 1, shape.OutputPlane);
            for (int j = 0; j < filters;)
            {
                int width = PanelWidth<V>(filters - j);
                GemmPacking.Pack(turned.At(0, j), columns, Math.Min(width, filters - j), width, ref Unsafe.Add(ref panels, j * columns));
                j += width;
            }

            int[] steps = Workspace.RentSteps(cut.Channels * shape.Taps + 1);
            lowering.FillSteps(cut.Channels, steps);
            int* table = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(steps));   // pinned
            // Only the channels of this piece's rows are lowered.
            for (int channel = row / shape.Taps, end = (rowEnd - 1) / shape.Taps + 1; channel < end; channel += cut.Channels)
            {
                int channels = Math.Min(cut.Channels, end - channel), firstRow = channel * shape.Taps;
                ref float a = ref Unsafe.Add(ref image, (nint)channel * shape.InputPlane);
                if (!lowering.IsDirect)
                {
                    lowering.Lower(ref a, channels, band.FirstRow, ref lowered);
                    a = ref lowered;
                }
                a = ref Unsafe.Add(ref a, lowering.Start(band.Column, band.FirstRow));
                int rowOfTable = 0, i = Math.Max(row, firstRow), last = Math.Min(rowEnd, firstRow + channels * shape.Taps);
                while (i < last)
                {
                    for (; rowOfTable < i - firstRow; rowOfTable++)
                        a = ref Unsafe.Add(ref a, table[rowOfTable]);
                    int height = GemmTile.NextPiece(last - i, GemmTile.MaxRows<V>());
                    Strip<V>(height, columns, ref a, table + rowOfTable, filters, ref panels, ref Unsafe.Add(ref c, (i - row) * shape.Filters),
                        ref tile);
                    i += height;
                }
            }
        }

        /// <summary>Some rows of dWᵀ, all filters.</summary>
        void Strip<V>(int height, int depth, ref float a, int* aRows, int filters, ref float panels, ref float c, ref float tile)
            where V : struct, IVectorLane<V>
        {
            bool isLong = SumCut.Of(shape).IsLong;
            for (int j = 0; j < filters;)
            {
                int width = PanelWidth<V>(filters - j), columns = Math.Min(width, filters - j);
                ref float panel = ref Unsafe.Add(ref panels, j * depth);
                ref float target = ref Unsafe.Add(ref c, j);
                bool isRagged = columns < width;
                if (isRagged)
                    GemmBlocks.Copy(height, columns, new(ref target, shape.Filters), new(ref tile, width));
                for (int p = 0, block; p < depth; p += block)
                {
                    block = isLong ? Math.Min(LongSum.Block, depth - p) : depth;
                    GemmTile.MultiplyRows<V, TableSteps, EvenSteps>(
                        height, width / V.Count, block, ref Unsafe.Add(ref a, p), new(aRows), 1, ref Unsafe.Add(ref panel, p * width), new(width),
                        ref isRagged ? ref tile : ref target, isRagged ? width : shape.Filters, isLong ? GemmStart.Apart : GemmStart.Resume);
                }
                if (isRagged)
                    GemmBlocks.Copy(height, columns, new(ref tile, width), new(ref target, shape.Filters));
                j += columns;
            }
        }

        static int PanelWidth<V>(int filters) where V : struct, IVectorLane<V> =>
            GemmTile.NextPiece((filters + V.Count - 1) / V.Count, GemmTile.MaxLanes) * V.Count;
    }
}
