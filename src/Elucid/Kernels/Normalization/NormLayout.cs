using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>A pass over a <see cref="Walk"/>, in lanes of one width.</summary>
internal interface INormSweep
{
    /// <summary>Goes along the walk with the lane whose first number is at this column; constants and sums of the lane begin at the same
    /// index.</summary>
    void Run<V>(in Walk walk, int column) where V : struct, IVectorLane<V>;
}

/// <summary>Places in a tensor, each the start of at most 16 neighbouring numbers: rows within rows.</summary>
internal readonly struct Walk
{
    public required nint Start { get; init; }
    public required int Outer { get; init; }
    public nint OuterStride { get; init; }
    public required int Inner { get; init; }
    public required nint InnerStride { get; init; }
    public required int Width { get; init; }

    /// <summary>Where the constants of these places begin, and their sums.</summary>
    public nint Constants { get; init; }

    /// <inheritdoc cref="Constants"/>
    public nint Sums { get; init; }
}

/// <summary>
/// How the elements of a [batch, units, length] tensor are visited where each unit has constants and sums of its own: in pieces that threads share,
/// of one unit or, where units are short and lie side by side, as the batch or the length is 1, of up to 16.
/// </summary>
/// <remarks>
/// A sweep holds its constants in lanes of 16: one number 16 times for each unit, or those of 16 units. So one loop serves all cases. Sums are kept
/// in 2 · 16 floats, whole steps of 16 elements in turn, the rest of a run in the first; every 4,096 elements they are folded by halves and added to
/// doubles. Neither the vectors' width nor threads change that order.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct NormLayout
{
    public const int Width = 16;
    public const int PartialSums = 4 * Width;

    /// <summary>Room for one constant of a piece's units, and for their partial sums.</summary>
    public const int ConstantsOfPiece = Width * Width, SumsOfPiece = Width * PartialSums;

    const int ChunkLength = 4096;
    const int RowsPerChunk = ChunkLength / Width;

    readonly int _batch, _length, _chunks, _runsPerChunk, _partsPerRun, _unitsPerPiece;
    readonly bool _isColumns;

    public NormLayout(int batch, int units, int length)
    {
        // The elements of a single unit are one run.
        (_batch, _length) = units == 1 ? (1, batch * length) : (batch, length);
        _isColumns = _length == 1 && units > 1;
        _unitsPerPiece = _isColumns ? Width : _batch == 1 ? Math.Clamp(ChunkLength / Math.Max(_length, 1), 1, Width) : 1;
        _runsPerChunk = Math.Max(1, _isColumns ? RowsPerChunk : ChunkLength / Math.Max(_length, 1));
        _partsPerRun = Math.Max(1, (_length + ChunkLength - 1) / ChunkLength);
        _chunks = (_batch + _runsPerChunk - 1) / _runsPerChunk * _partsPerRun;
        Units = units;
        Count = (double)batch * length;
        Pieces = (units + _unitsPerPiece - 1) / _unitsPerPiece;
    }

    public int Units { get; }

    /// <summary>Elements of one unit.</summary>
    public double Count { get; }

    public int Pieces { get; }

    public (int First, int Count) UnitsOf(int piece) => (piece * _unitsPerPiece, Math.Min(_unitsPerPiece, Units - piece * _unitsPerPiece));

    /// <summary>A number per unit of a piece, as a sweep's constants.</summary>
    public void Spread(float* values, int count, float* lane)
    {
        if (_isColumns)
            new Span<float>(values, count).CopyTo(new Span<float>(lane, Width));
        else
            Lanes.Widest(new SpreadBody(values, count, lane));
    }

    /// <summary>Runs a sweep over all elements of a piece.</summary>
    public void Run<TSweep>(int piece, TSweep sweep) where TSweep : struct, INormSweep
    {
        for (int chunk = 0; chunk < _chunks; chunk++)
            Cover(piece, chunk, sweep);
    }

    /// <summary>Runs a sweep that adds to two times 2 · 16 partial sums.</summary>
    /// <param name="piece">Which piece.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="partials">Where it adds.</param>
    /// <param name="sums">The first sums of the piece's units, and from 16 on the second.</param>
    public void Sum<TSweep>(int piece, TSweep sweep, float* partials, double* sums) where TSweep : struct, INormSweep
    {
        int count = UnitsOf(piece).Count;
        new Span<double>(sums, 2 * Width).Clear();
        for (int chunk = 0; chunk < _chunks; chunk++)
        {
            new Span<float>(partials, _isColumns ? PartialSums : count * PartialSums).Clear();
            Cover(piece, chunk, sweep);
            for (int unit = 0; !_isColumns && unit < count; unit++)
            {
                sums[unit] += Fold(partials + unit * PartialSums);
                sums[Width + unit] += Fold(partials + unit * PartialSums + 2 * Width);
            }
            if (!_isColumns)
                continue;
            for (int unit = 0; unit < Width; unit++)
            {
                sums[unit] += (double)partials[unit] + partials[Width + unit];
                sums[Width + unit] += (double)partials[2 * Width + unit] + partials[3 * Width + unit];
            }
        }
    }

    /// <summary>The mean and the sum of squared deviations of each unit of a piece.</summary>
    /// <remarks>
    /// Summed are differences from the unit's first element, which keeps the digits where the mean is large beside the deviation. Where the first
    /// element is an outlier the difference of two large sums would lose digits after all: then once more, around the mean just found.
    /// </remarks>
    public void Measure(int piece, float* x, double* means, double* squares)
    {
        const double LargestLoss = 16;
        float* centers = stackalloc float[Width], lane = stackalloc float[ConstantsOfPiece], partials = stackalloc float[SumsOfPiece];
        double* sums = stackalloc double[2 * Width];
        (int first, int count) = UnitsOf(piece);
        for (int unit = 0; unit < count; unit++)
            centers[unit] = x[(nint)(first + unit) * _length];
        for (bool isFirst = true, again = true; again; isFirst = false)
        {
            again = false;
            Spread(centers, count, lane);
            Sum(piece, new MomentSweep(x, lane, partials), partials, sums);
            for (int unit = 0; unit < count; unit++)
            {
                double offset = sums[unit] / Count, around = sums[Width + unit];
                means[unit] = centers[unit] + offset;
                squares[unit] = Math.Max(0, around - sums[unit] * offset);
                if (isFirst && squares[unit] * LargestLoss < around)
                {
                    centers[unit] = (float)means[unit];
                    again = true;
                }
            }
        }
    }

    /// <summary>Runs all pieces, on several threads where that pays.</summary>
    public void ForEachPiece<TBody>(TBody body) where TBody : struct, IThreadsBody => Threads.For(Pieces, (long)Count * Units, body);

    void Cover<TSweep>(int piece, int chunk, TSweep sweep) where TSweep : struct, INormSweep
    {
        if (_isColumns)
        {
            int row = chunk * RowsPerChunk, first = piece * Width;
            Cover(sweep, new Walk
            {
                Start = (nint)row * Units + first,
                Outer = 1,
                Inner = Math.Min(RowsPerChunk, _batch - row),
                InnerStride = Units,
                Width = Math.Min(Width, Units - first),
            });
            return;
        }
        int from = chunk % _partsPerRun * ChunkLength, length = Math.Min(ChunkLength, _length - from), rest = length % Width;
        int run = chunk / _partsPerRun * _runsPerChunk, runs = Math.Min(_runsPerChunk, _batch - run);
        (int firstUnit, int count) = UnitsOf(piece);
        for (int unit = 0; unit < count; unit++)
        {
            nint start = ((nint)run * Units + firstUnit + unit) * _length + from, constants = unit * Width, sums = unit * PartialSums,
                stride = (nint)Units * _length;
            if (length >= Width)
                Cover(sweep,
                    new Walk
                    {
                        Start = start,
                        Outer = runs,
                        OuterStride = stride,
                        Inner = length / Width,
                        InnerStride = Width,
                        Width = Width,
                        Constants = constants,
                        Sums = sums
                    });
            if (rest > 0)
                Cover(sweep,
                    new Walk
                    {
                        Start = start + length - rest,
                        Outer = runs,
                        OuterStride = stride,
                        Inner = 1,
                        InnerStride = Width,
                        Width = rest,
                        Constants = constants,
                        Sums = sums
                    });
        }
    }

    // Down the widths here, not through Lanes: a pass of two references is not inlined, and took 50 ns for each group of 36 numbers.
    static void Cover<TSweep>(TSweep sweep, in Walk walk) where TSweep : struct, INormSweep
    {
        int column = 0;
        for (; Lane16.IsSupported && column + Lane16.Count <= walk.Width; column += Lane16.Count)
            sweep.Run<Lane16>(walk, column);
        for (; Lane8.IsSupported && column + Lane8.Count <= walk.Width; column += Lane8.Count)
            sweep.Run<Lane8>(walk, column);
        for (; Lane4.IsSupported && column + Lane4.Count <= walk.Width; column += Lane4.Count)
            sweep.Run<Lane4>(walk, column);
        for (; column < walk.Width; column++)
            sweep.Run<Lane1>(walk, column);
    }

    /// <summary>The sum of 32 numbers, which are used up: 16 with 16, 8 with 8, and so on, the same at every width.</summary>
    public static float Fold(float* partials) => Lanes.Compute(new FoldBody(partials));

    // In whole lanes: after smaller stores the load of a lane has to wait.
    readonly struct SpreadBody(float* values, int count, float* lane) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* to = lane;
            for (int unit = 0; unit < count; unit++, to += Width)
                for (int i = 0; i < Width; i += V.Count)
                    V.Store(V.Of(values[unit]), to, (nuint)i);
        }
    }

    readonly struct FoldBody(float* partials) : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float Run<V>() where V : struct, IVectorLane<V>
        {
            if (V.Count == Width)
                return V.Sum(V.Load(partials, 0) + V.Load(partials, Width));
            for (int half = Width; half >= V.Count; half /= 2)
                for (int i = 0; i < half; i += V.Count)
                    V.Store(V.Load(partials, (nuint)i) + V.Load(partials, (nuint)(i + half)), partials, (nuint)i);
            return V.Sum(V.Load(partials, 0));
        }
    }
}
