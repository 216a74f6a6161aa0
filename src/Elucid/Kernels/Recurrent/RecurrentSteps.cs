using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// The steps of a recurrent layer, forward and backward. The sequences are divided among the threads, and each thread runs all steps of its own:
/// nobody waits for anybody.
/// </summary>
/// <remarks>
/// A step goes block by block of up to three lanes of units, and within a block strip by strip of up to eight sequences: the products of all gates of
/// a tile, then the cell on it while it is in the first-level cache. weight_hh is copied once per pass into panels, one per block and gate, in the
/// order in which the tiles read them; every other step takes the blocks from the last to the first, so that what the step before left in the
/// second-level cache is used again. Every product is one sum, that with the input first, in increasing order of the hidden units; so the bits depend
/// neither on the threads nor on the other sequences.
/// </remarks>
internal static unsafe class RecurrentSteps
{
    // Multiply-adds below which a second thread does not pay; see Gemm.
    const long WorkPerThread = 1 << 21;

    // Products of one tile: four gates, or three and one apart.
    const int MostProducts = 4, TileSize = 8 * GemmTile.MaxLanes * Line, Line = 16;

    public static void Forward<TCell>(TCell cell, RecurrentMemory m) where TCell : struct, IRecurrentCell
    {
        if (m.Rows.Count == 0)
            return;
        fixed (float* weight = m.Weight.Span, panels = m.Panels.Span, gates = m.Gates.Span, apart = m.Apart.Span, bias = m.Bias.Span)
        fixed (float* hidden = m.Hidden.Span, cells = m.Cells.Span, output = m.Output.Span, input = m.Input.Span, inputPanels = m.InputPanels.Span,
            inputWeight = m.InputWeight.Span)
        fixed (int* rows = m.OutputRows)
        {
            RecurrentPanels.PackForward(weight, panels, TCell.Gates, m.Units, m.Units);
            if (input != null)
                RecurrentPanels.PackForward(inputWeight, inputPanels, TCell.Gates, m.Units, m.InFeatures);
            RecurrentPointers p = new()
            {
                Gates = gates,
                GateStride = m.GateStride,
                Apart = apart,
                Bias = bias,
                Hidden = hidden,
                Cells = cells,
                Panels = panels,
                Input = input,
                InFeatures = m.InFeatures,
                InputPanels = inputPanels,
                Output = output,
                OutputStride = m.OutputStride,
                OutputRows = rows,
            };
            int pieces = Pieces(m, TCell.Gates);
            Threads.For(pieces, new ForwardPieces<TCell>(cell, m, p, pieces));
        }
    }

    public static void Backward<TCell>(TCell cell, RecurrentMemory m, ReadOnlyMemory<float> dy, Memory<float> dh, Memory<float> dc, bool wantsInitial)
        where TCell : struct, IRecurrentCell
    {
        if (m.Rows.Count == 0)
            return;
        fixed (float* weight = m.Weight.Span, panels = m.Panels.Span, gates = m.Gates.Span, apart = m.Apart.Span, hidden = m.Hidden.Span,
            cells = m.Cells.Span)
        fixed (float* output = dy.Span, ofHidden = dh.Span, ofCell = dc.Span)
        fixed (int* rows = m.OutputRows)
        {
            RecurrentPanels.PackBackward(weight, panels, TCell.Gates, m.Units);
            RecurrentPointers p = new()
            {
                Gates = gates,
                GateStride = m.GateStride,
                Apart = apart,
                Hidden = hidden,
                Cells = cells,
                Panels = panels,
                Output = output,
                OutputStride = m.OutputStride,
                OutputRows = rows,
                Dh = ofHidden,
                Dc = ofCell,
            };
            int pieces = Pieces(m, TCell.Gates);
            Threads.For(pieces, new BackwardPieces<TCell>(cell, m, p, pieces, wantsInitial));
        }
    }

    static int Pieces(RecurrentMemory m, int gates)
    {
        long work = (long)m.Rows.Count * gates * m.Units * m.Units;
        return (int)Math.Clamp(work / WorkPerThread, 1, Math.Min(Threads.Count, (m.Rows.Batch + 7) / 8));
    }

    /// <summary>The sequences of one piece, in whole strips of eight where possible.</summary>
    static (int First, int End) Piece(int index, int pieces, int batch)
    {
        int strips = (batch + 7) / 8;
        return (Math.Min(batch, strips * index / pieces * 8), Math.Min(batch, strips * (index + 1) / pieces * 8));
    }

    readonly struct ForwardPieces<TCell>(TCell cell, RecurrentMemory m, RecurrentPointers p, int pieces) : IThreadsBody
        where TCell : struct, IRecurrentCell
    {
        static int Products => TCell.Gates + (TCell.IsLastApart ? 1 : 0);

        public void Run(int index)
        {
            float* tile = stackalloc float[MostProducts * TileSize + Line];
            tile = (float*)(((nuint)tile + Line * sizeof(float) - 1) & ~(nuint)(Line * sizeof(float) - 1));
            (int first, int last) = Piece(index, pieces, m.Rows.Batch);
            for (int t = 0; t < m.Rows.Steps; t++)
            {
                int end = Math.Min(last, m.Rows.Size(t));
                if (first >= end)
                    return;
                Step step = new(m.Units, int.IsOddInteger(t), first, end, m.Rows.Starts[t], m.RowsBefore(t), m.Rows.Batch + m.Rows.Starts[t]);
                Lanes.Pass(new StepPass(this, step, tile), 0, m.Units);
            }
        }

        readonly struct StepPass(ForwardPieces<TCell> pieces, Step step, float* tile) : ILanePass
        {
            public int Run<V>(int unit, int units) where V : struct, IVectorLane<V> => pieces.Run<V>(step, unit, tile);
        }

        int Run<V>(in Step s, int firstUnit, float* tile) where V : struct, IVectorLane<V>
        {
            UnitBlocks<V> blocks = new(firstUnit, s.Units);
            for (int block = 0; block < blocks.Count; block++)
            {
                (int unit, int lanes) = blocks[s.IsOdd ? blocks.Count - 1 - block : block];
                for (int i = s.First, height; i < s.End; i += height)
                {
                    height = GemmTile.NextPiece(s.End - i, GemmTile.MaxRows<V>());
                    Multiply<V>(s, i, height, unit, lanes, tile);
                    Sweep<V>(cell, p, s, i, height, unit, lanes, tile);
                }
            }
            return blocks.End;
        }

        /// <summary>All products of a block of units for a strip of sequences, row by row in <paramref name="tile"/>.</summary>
        void Multiply<V>(in Step s, int i, int height, int unit, int lanes, float* tile) where V : struct, IVectorLane<V>
        {
            int units = s.Units, width = lanes * V.Count, stride = Products * width;
            nint row = s.Row + i, depth = p.InFeatures;
            GemmOperand x = new(ref *(p.Input + row * depth), p.InFeatures, 1),
                before = new(ref *(p.Hidden + (nint)(s.Before + i) * units), units, 1);
            float* panel = p.Panels + (nint)unit * TCell.Gates * units, inputPanel = p.InputPanels + unit * TCell.Gates * depth;
            if (p.Input == null)
                for (nint r = 0; r < height; r++)
                    for (nint gate = 0; gate < TCell.Gates; gate++)
                        new ReadOnlySpan<float>(p.Gates + (row + r) * p.GateStride + gate * units + unit, width)
                            .CopyTo(new Span<float>(tile + r * stride + gate * width, width));
            for (int gate = 0; gate < TCell.Gates; gate++)
            {
                bool isApart = TCell.IsLastApart && gate == TCell.Gates - 1;
                if (p.Input != null)
                    GemmTile.Multiply<V>(
                        height, lanes, p.InFeatures, x, new(ref *(inputPanel + gate * depth * width), width), new(ref *(tile + gate * width), stride),
                        GemmStart.Zero);
                GemmTile.Multiply<V>(
                    height, lanes, units, before, new(ref *(panel + (nint)gate * units * width), width),
                    new(ref *(tile + (isApart ? gate + 1 : gate) * width), stride), GemmStarts.For(accumulate: !isApart));
            }
        }

        /// <summary>The cell on a tile. Compiled alone, as all sweeps; see <see cref="ElementwiseSweep"/>.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        static void Sweep<V>(TCell cell, in RecurrentPointers p, in Step s, int i, int height, int unit, int lanes, float* tile)
            where V : struct, IVectorLane<V>
        {
            nint units = s.Units, outputStride = p.OutputStride, row = s.Row + i, before = (s.Before + i) * units + unit,
                after = (s.After + i) * units + unit;
            // Without a backward pass the gates stay in the tile.
            bool isKept = p.Gates != null;
            nint width = lanes * V.Count, rowLength = Products * width, gateStride = isKept ? p.GateStride : rowLength,
                apartStride = isKept ? units : rowLength;
            CellForwardRow at = new()
            {
                Products = tile,
                ProductDistance = width,
                Gates = isKept ? p.Gates + row * gateStride + unit : tile,
                GateDistance = isKept ? units : width,
                Apart = isKept ? p.Apart + row * units + unit : tile + TCell.Gates * width,
                Bias = p.Bias + unit,
                Units = units,
                H = p.Hidden + before,
                C = p.Cells + before,
                NewH = p.Hidden + after,
                NewC = p.Cells + after,
            };
            float* output = p.Output + unit;
            int* rows = p.OutputRows;
            int left = height;
            do
            {
                at.Y = output + (rows == null ? row : rows[row]) * outputStride;
                nuint lane = 0;
                int count = lanes;
                do
                {
                    cell.Forward<V>(at, lane);
                    lane += (nuint)V.Count;
                }
                while (--count != 0);
                row++;
                at.Products += rowLength;
                at.Gates += gateStride;
                at.Apart += apartStride;
                at.H += units;
                at.C += units;
                at.NewH += units;
                at.NewC += units;
            }
            while (--left != 0);
        }
    }

    readonly struct BackwardPieces<TCell>(TCell cell, RecurrentMemory m, RecurrentPointers p, int pieces, bool wantsInitial) : IThreadsBody
        where TCell : struct, IRecurrentCell
    {
        public void Run(int index)
        {
            (int first, int last) = Piece(index, pieces, m.Rows.Batch);
            // Step −1 carries the gradients to the states before the first step.
            for (int t = m.Rows.Steps - 1; t >= (wantsInitial ? -1 : 0); t--)
            {
                int end = t < 0 ? first : Math.Min(last, m.Rows.Size(t)), laterEnd = t + 1 == m.Rows.Steps ? first
                    : Math.Min(last, m.Rows.Size(t + 1));
                int row = t < 0 ? 0 : m.Rows.Starts[t], before = t < 0 ? 0 : m.RowsBefore(t);
                Step step = new(
                    m.Units, int.IsOddInteger(t), first, end, row, before, m.Rows.Batch + row, laterEnd, t + 1 == m.Rows.Steps ? 0
                        : m.Rows.Starts[t + 1]);
                Lanes.Pass(new StepPass(this, step), 0, m.Units);
            }
        }

        readonly struct StepPass(BackwardPieces<TCell> pieces, Step step) : ILanePass
        {
            public int Run<V>(int unit, int units) where V : struct, IVectorLane<V> => pieces.Run<V>(step, unit);
        }

        int Run<V>(in Step s, int firstUnit) where V : struct, IVectorLane<V>
        {
            UnitBlocks<V> blocks = new(firstUnit, s.Units);
            for (int block = 0; block < blocks.Count; block++)
            {
                (int unit, int lanes) = blocks[s.IsOdd ? blocks.Count - 1 - block : block];
                int units = s.Units, width = lanes * V.Count, rowLength = TCell.Gates * units, together = TCell.IsLastApart ? rowLength - units
                    : rowLength;
                float* panel = p.Panels + (nint)unit * rowLength;
                int height;
                for (int i = s.First; i < s.LaterEnd; i += height)
                {
                    height = GemmTile.NextPiece(s.LaterEnd - i, GemmTile.MaxRows<V>());
                    RowMajor dh = new(ref *(p.Dh + (nint)i * units + unit), units);
                    nint row = s.LaterRow + i;
                    GemmOperand dgates = new(ref *(p.Gates + row * p.GateStride), p.GateStride, 1);
                    GemmTile.Multiply<V>(height, lanes, together, dgates, new(ref *panel, width), dh, GemmStarts.For(TCell.PassesHidden));
                    if (TCell.IsLastApart)
                        GemmTile.Multiply<V>(
                            height, lanes, units, new(ref *(p.Apart + row * units), units, 1), new(ref *(panel + (nint)together * width), width), dh,
                            GemmStart.Resume);
                }
                if (s.End > s.First)
                    Sweep<V>(cell, p, s, unit, lanes);
            }
            return blocks.End;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        static void Sweep<V>(TCell cell, in RecurrentPointers p, in Step s, int unit, int lanes) where V : struct, IVectorLane<V>
        {
            nint units = s.Units, gateStride = p.GateStride, outputStride = p.OutputStride, row = s.Row + s.First,
                before = (s.Before + s.First) * units + unit;
            CellBackwardRow at = new()
            {
                Gates = p.Gates + row * p.GateStride + unit,
                Units = units,
                Apart = p.Apart + row * units + unit,
                H = p.Hidden + before,
                C = p.Cells + before,
                NewC = p.Cells + (s.After + s.First) * units + unit,
                Dh = p.Dh + s.First * units + unit,
                Dc = p.Dc + s.First * units + unit,
            };
            float* output = p.Output + unit;
            int* rows = p.OutputRows;
            int left = s.End - s.First;
            do
            {
                at.Dy = output + (rows == null ? row : rows[row]) * outputStride;
                nuint lane = 0;
                int count = lanes;
                do
                {
                    cell.Backward<V>(at, lane);
                    lane += (nuint)V.Count;
                }
                while (--count != 0);
                row++;
                at.Gates += gateStride;
                at.Apart += units;
                at.H += units;
                at.C += units;
                at.NewC += units;
                at.Dh += units;
                at.Dc += units;
            }
            while (--left != 0);
        }
    }

    /// <summary>One step of one piece: its sequences and where their rows begin, and for the backward pass those of the step after it.</summary>
    readonly record struct Step(int Units, bool IsOdd, int First, int End, int Row, int Before, int After, int LaterEnd = 0, int LaterRow = 0);
}
