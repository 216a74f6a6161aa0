using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// Convolutions of one channel with one filter, where a matrix would have one row: the channel is padded once, and its shifted lines are summed
/// directly.
/// </summary>
/// <remarks>
/// With a larger stride the padded channel is sorted by phases of rows and columns, so that the inputs of successive outputs are neighbours. Outputs
/// have the bits of
/// <see cref="ConvolutionBlocks"/>. A weight's gradient is 16 partial sums, output column c in number c mod 16, which are folded in halves at the
/// end: the same at every width.
/// </remarks>
internal readonly unsafe struct ConvolutionDepthwise
{
    public const int PartialSums = 16;

    // So many lines, or taps, at once keep the multiply-adds from waiting for each other.
    const int AtOnce = 4;

    readonly ConvolutionAxis _rows, _columns;
    readonly int _lines, _width, _rowPhases, _columnPhases;

    public ConvolutionDepthwise(in ConvolutionShape shape)
    {
        (_rows, _columns) = (shape.Rows, shape.Columns);
        _rowPhases = Math.Min(_rows.Stride, _rows.Reach + 1);
        _columnPhases = Math.Min(_columns.Stride, _columns.Reach + 1);
        _lines = _rows.Output + _rows.Reach / _rows.Stride;
        // Whole lanes of partial sums can be read from every tap on.
        _width = GemmTile.RoundUp(_columns.Output, PartialSums) + _columns.Reach / _columns.Stride;
    }

    /// <summary>Whether a convolution is of this kind.</summary>
    public static bool Is(in ConvolutionShape shape) => shape is { Channels: 1, Filters: 1, Taps: <= LongSum.Longest };

    int PaddedSize => _rowPhases * _columnPhases * _lines * _width;

    int Taps => _rows.Kernel * _columns.Kernel;

    /// <summary>The outputs of one channel, or those added to y, then the epilogue.</summary>
    public void Forward<TEpilogue>(ref float image, ref float weights, ref float y, bool accumulate, in PlacedEpilogue<TEpilogue> epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        ref float padded = ref MemoryMarshal.GetArrayDataReference(Workspace.Rent(PaddedSize));
        int* offsets = Prepare(ref image, ref padded);
        int n = _columns.Output, j = 0;
        if (Lane16.IsSupported) j = Outputs<Lane16>(offsets, ref weights, ref padded, ref y, accumulate, j);
        if (Lane8.IsSupported && j < n) j = Outputs<Lane8>(offsets, ref weights, ref padded, ref y, accumulate, j);
        if (Lane4.IsSupported && j < n) j = Outputs<Lane4>(offsets, ref weights, ref padded, ref y, accumulate, j);
        if (j < n) Outputs<Lane1>(offsets, ref weights, ref padded, ref y, accumulate, j);
        epilogue.Apply(new(ref y, _rows.Output * n), 0, 0, rows: 1, _rows.Output * n);
    }

    /// <summary>Lines and columns of outputs whose products are one block of a <see cref="LongSum"/>: whole lines, or a part of one.</summary>
    public (int Lines, int Columns) Block => ProductWidth <= LongSum.Block * PartialSums
        ? (LongSum.Block * PartialSums / Math.Max(PartialSums, ProductWidth), ProductWidth) : (1, LongSum.Block * PartialSums);

    /// <summary>Products that each partial sum gets of a channel.</summary>
    public long Terms => (long)_rows.Output * (ProductWidth / PartialSums);

    int ProductWidth => GemmTile.RoundUp(_columns.Output, PartialSums);

    /// <summary>Adds the products of one channel and its gradient to the partial sums, [taps, 16], those of each block of so many lines and columns
    /// to the next.</summary>
    public void AddWeightGradient(ref float image, ref float dy, (int Lines, int Columns) block, ref float sums)
    {
        int padded = PaddedSize, width = ProductWidth;
        ref float space = ref MemoryMarshal.GetArrayDataReference(Workspace.Rent(padded + _rows.Output * width));
        ref float paddedDy = ref Unsafe.Add(ref space, padded);
        int* offsets = Prepare(ref image, ref space);
        for (int line = 0; line < _rows.Output; line++)
        {
            Span<float> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref paddedDy, line * width), width);
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref dy, line * _columns.Output), _columns.Output).CopyTo(to);
            to[_columns.Output..].Clear();
        }
        for (int line = 0; line < _rows.Output; line += block.Lines)
            for (int column = 0; column < width; column += block.Columns)
            {
                int lines = Math.Min(block.Lines, _rows.Output - line), columns = Math.Min(block.Columns, width - column);
                ref float x = ref Unsafe.Add(ref space, line * _width + column), dyBlock = ref Unsafe.Add(ref paddedDy, line * width + column);
                if (Lane16.IsSupported)
                    Products<Lane16>(offsets, lines, columns, ref x, ref dyBlock, ref sums);
                else if (Lane8.IsSupported)
                    Products<Lane8>(offsets, lines, columns, ref x, ref dyBlock, ref sums);
                else if (Lane4.IsSupported)
                    Products<Lane4>(offsets, lines, columns, ref x, ref dyBlock, ref sums);
                else
                    Products<Lane1>(offsets, lines, columns, ref x, ref dyBlock, ref sums);
                sums = ref Unsafe.Add(ref sums, Taps * PartialSums);
            }
    }

    /// <summary>How many blocks there are in a channel.</summary>
    public int Blocks((int Lines, int Columns) block) =>
        ((_rows.Output + block.Lines - 1) / block.Lines) * ((ProductWidth + block.Columns - 1) / block.Columns);

    /// <summary>The sum of 16 partial sums: halves are added until one is left.</summary>
    public static float Fold(Span<float> partial)
    {
        for (int half = PartialSums / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                partial[i] += partial[i + half];
        return partial[0];
    }

    /// <summary>Pads a channel and says where in it each tap begins.</summary>
    int* Prepare(ref float image, ref float padded)
    {
        int* offsets = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Workspace.RentSteps(Math.Max(1, Taps))));   // pinned
        int size = _lines * _width, tap = 0;
        for (int i = 0; i < _rows.Kernel; i++)
            for (int j = 0; j < _columns.Kernel; j++)
            {
                int row = i * _rows.Dilation, column = j * _columns.Dilation;
                offsets[tap++] =
                    (row % _rows.Stride * _columnPhases + column % _columns.Stride) * size + row / _rows.Stride * _width + column / _columns.Stride;
            }
        for (int i = 0; i < _rowPhases; i++)
            for (int j = 0; j < _columnPhases; j++)
                new PlaneLines(
                    _rows.Input, _columns.Input, i - _rows.Padding, _rows.Stride, j - _columns.Padding, _columns.Stride, _lines, _width)
                    .Copy(1, ref image, ref Unsafe.Add(ref padded, (i * _columnPhases + j) * size), 0);
        return offsets;
    }

    /// <summary>Whole lanes of all lines from column <paramref name="column"/> on; returns the first column not done.</summary>
    int Outputs<V>(int* offsets, ref float weights, ref float padded, ref float y, bool accumulate, int column) where V : struct, IVectorLane<V>
    {
        int n = _columns.Output, lanes = (n - column) / V.Count, line = 0;
        if (lanes == 0)
            return column;
        DepthwiseTaps taps = new(Taps, offsets, ref weights);
        RowMajor x = new(ref Unsafe.Add(ref padded, column), _width), results = new(ref Unsafe.Add(ref y, column), n);
        for (; line + AtOnce <= _rows.Output; line += AtOnce)
            FourLines<V>(taps, x.At(line, 0), results.At(line, 0), lanes, accumulate);
        for (; line < _rows.Output; line++)
            OneLine<V>(taps, ref x.At(line, 0).Start, ref results.At(line, 0).Start, lanes, accumulate);
        return column + lanes * V.Count;
    }

    /// <summary>Adds x · dy of every tap to its partial sums.</summary>
    void Products<V>(int* offsets, int lines, int width, ref float padded, ref float dy, ref float sums) where V : struct, IVectorLane<V>
    {
        for (int part = 0; part < PartialSums; part += V.Count)
        {
            ref float x = ref Unsafe.Add(ref padded, part);
            ref float dyPart = ref Unsafe.Add(ref dy, part);
            ref float sum = ref Unsafe.Add(ref sums, part);
            int tap = 0;
            for (; tap + AtOnce <= Taps; tap += AtOnce)
                FourTaps<V>(lines, width, new(ref x, _width), offsets + tap, ref dyPart, ref Unsafe.Add(ref sum, tap * PartialSums));
            for (; tap < Taps; tap++)
                OneTap<V>(lines, width, new(ref Unsafe.Add(ref x, offsets[tap]), _width), ref dyPart, ref Unsafe.Add(ref sum, tap * PartialSums));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void FourLines<V>(in DepthwiseTaps taps, RowMajor from, RowMajor to, int lanes, bool accumulate) where V : struct, IVectorLane<V>
    {
        int count = taps.Count;
        int* offsets = taps.Offsets;
        ref float weights = ref taps.Weights, x = ref from.Start, y = ref to.Start;
        nint xStride = from.Stride, yStride = to.Stride;
        for (; lanes > 0; lanes--)
        {
            V a = default, b = default, c = default, d = default;
            if (accumulate)
            {
                a = V.Load(ref y, 0);
                b = V.Load(ref y, (nuint)yStride);
                c = V.Load(ref y, (nuint)(2 * yStride));
                d = V.Load(ref y, (nuint)(3 * yStride));
            }
            for (nint tap = 0; tap < count; tap++)
            {
                V weight = V.Of(Unsafe.Add(ref weights, tap));
                ref float start = ref Unsafe.Add(ref x, offsets[tap]);
                a = V.MultiplyAdd(weight, V.Load(ref start, 0), a);
                b = V.MultiplyAdd(weight, V.Load(ref start, (nuint)xStride), b);
                c = V.MultiplyAdd(weight, V.Load(ref start, (nuint)(2 * xStride)), c);
                d = V.MultiplyAdd(weight, V.Load(ref start, (nuint)(3 * xStride)), d);
            }
            V.Store(a, ref y, 0);
            V.Store(b, ref y, (nuint)yStride);
            V.Store(c, ref y, (nuint)(2 * yStride));
            V.Store(d, ref y, (nuint)(3 * yStride));
            x = ref Unsafe.Add(ref x, V.Count);
            y = ref Unsafe.Add(ref y, V.Count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void OneLine<V>(in DepthwiseTaps taps, ref float x, ref float y, int lanes, bool accumulate) where V : struct, IVectorLane<V>
    {
        int count = taps.Count;
        int* offsets = taps.Offsets;
        ref float weights = ref taps.Weights;
        for (; lanes > 0; lanes--)
        {
            V sum = accumulate ? V.Load(ref y, 0) : default;
            for (nint tap = 0; tap < count; tap++)
                sum = V.MultiplyAdd(V.Of(Unsafe.Add(ref weights, tap)), V.Load(ref Unsafe.Add(ref x, offsets[tap]), 0), sum);
            V.Store(sum, ref y, 0);
            x = ref Unsafe.Add(ref x, V.Count);
            y = ref Unsafe.Add(ref y, V.Count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void FourTaps<V>(int lines, nint width, RowMajor image, int* offsets, ref float dy, ref float sums)
        where V : struct, IVectorLane<V>
    {
        V a = V.Load(ref sums, 0), b = V.Load(ref sums, PartialSums), c = V.Load(ref sums, 2 * PartialSums), d = V.Load(ref sums, 3 * PartialSums);
        ref float first = ref Unsafe.Add(ref image.Start, offsets[0]);
        ref float second = ref Unsafe.Add(ref image.Start, offsets[1]);
        ref float third = ref Unsafe.Add(ref image.Start, offsets[2]);
        ref float fourth = ref Unsafe.Add(ref image.Start, offsets[3]);
        nint stride = image.Stride;
        nint start = 0;
        for (; lines > 0; lines--)
        {
            for (nint j = 0; j < width; j += PartialSums)
            {
                V dyLane = V.Load(ref dy, (nuint)j);
                a = V.MultiplyAdd(V.Load(ref first, (nuint)(start + j)), dyLane, a);
                b = V.MultiplyAdd(V.Load(ref second, (nuint)(start + j)), dyLane, b);
                c = V.MultiplyAdd(V.Load(ref third, (nuint)(start + j)), dyLane, c);
                d = V.MultiplyAdd(V.Load(ref fourth, (nuint)(start + j)), dyLane, d);
            }
            start += stride;
            dy = ref Unsafe.Add(ref dy, width);
        }
        V.Store(a, ref sums, 0);
        V.Store(b, ref sums, PartialSums);
        V.Store(c, ref sums, 2 * PartialSums);
        V.Store(d, ref sums, 3 * PartialSums);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void OneTap<V>(int lines, nint width, RowMajor image, ref float dy, ref float sums) where V : struct, IVectorLane<V>
    {
        ref float x = ref image.Start;
        nint stride = image.Stride;
        V sum = V.Load(ref sums, 0);
        for (; lines > 0; lines--)
        {
            for (nint j = 0; j < width; j += PartialSums)
                sum = V.MultiplyAdd(V.Load(ref x, (nuint)j), V.Load(ref dy, (nuint)j), sum);
            x = ref Unsafe.Add(ref x, stride);
            dy = ref Unsafe.Add(ref dy, width);
        }
        V.Store(sum, ref sums, 0);
    }

    /// <summary>The weights of a filter, and where in the padded channel each tap begins.</summary>
    readonly ref struct DepthwiseTaps(int count, int* offsets, ref float weights)
    {
        public readonly int Count = count;
        public readonly int* Offsets = offsets;
        public readonly ref float Weights = ref weights;
    }
}
