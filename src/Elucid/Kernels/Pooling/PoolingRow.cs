using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The passes of a pooling over one row of windows.</summary>
internal static unsafe class PoolingRow
{
    /// <summary>Joins so many rows, element by element; sums as a <see cref="LongSum"/>.</summary>
    public static void Down<TPooling>(float* x, nint stride, int rows, float* line, int width) where TPooling : struct, IPooling
    {
        if (TPooling.IsMean && rows > LongSum.Longest)
        {
            DownBlocks(x, stride, rows, line, width);
            return;
        }
        int i = 0;
        if (Lane16.IsSupported) i = Down<TPooling, Lane16>(x, stride, rows, line, i, width);
        if (Lane8.IsSupported && i < width) i = Down<TPooling, Lane8>(x, stride, rows, line, i, width);
        if (Lane4.IsSupported && i < width) i = Down<TPooling, Lane4>(x, stride, rows, line, i, width);
        if (i < width) Down<TPooling, Lane1>(x, stride, rows, line, i, width);
    }

    static void DownBlocks(float* x, nint stride, int rows, float* line, int width)
    {
        int blocks = LongSum.Blocks(rows);
        float[] sums = ArrayPool<float>.Shared.Rent(blocks * width);
        fixed (float* lines = sums)
            for (int block = 0; block < blocks; block++)
            {
                int first = block * LongSum.Block;
                Down<MeanPooling>(x + first * stride, stride, Math.Min(LongSum.Block, rows - first), lines + block * width, width);
            }
        Span<float> total = new(line, width);
        total.Clear();
        LongSum.AddRows(sums.AsSpan(), blocks, width, total);
        ArrayPool<float>.Shared.Return(sums);
    }

    /// <summary>The sum of neighbouring numbers: of every 32nd one, and then halves are added.</summary>
    [SkipLocalsInit]
    public static float Sum(float* x, int length)
    {
        const int Partials = 2 * NormLayout.Width;
        float* sums = stackalloc float[Partials], end = x + length / Partials * Partials;
        if (length < Partials)
            new Span<float>(sums, Partials).Clear();
        else
            Down<MeanPooling>(x, Partials, length / Partials, sums, Partials);
        Down<MeanPooling>(sums, (nint)(end - sums), 2, sums, length % Partials);
        return NormLayout.Fold(sums);
    }

    /// <summary>Joins the windows of one row.</summary>
    public static void Along<TPooling>(float* line, float* y, PoolingAxis axis, int divisor) where TPooling : struct, IPooling
    {
        bool isRegular = axis.Stride is 1 or 2 && axis.WholeFrom < axis.WholeTo && !(TPooling.IsMean && axis.Kernel > LongSum.Longest);
        int o = 0, from = isRegular ? axis.WholeFrom : axis.Output, end = isRegular ? axis.WholeTo : axis.Output;
        for (; o < from; o++)
            y[o] = One<TPooling>(line, axis, o, divisor);
        if (isRegular)
        {
            float factor = TPooling.IsMean ? 1 / ((float)divisor * axis.Divisors[o]) : 1;
            line -= axis.Padding;
            if (Lane16.IsSupported) o = Whole<TPooling, Lane16>(line, y, o, end, axis, factor);
            if (Lane8.IsSupported) o = Whole<TPooling, Lane8>(line, y, o, end, axis, factor);
            if (Lane4.IsSupported) o = Whole<TPooling, Lane4>(line, y, o, end, axis, factor);
            o = Whole<TPooling, Lane1>(line, y, o, end, axis, factor);
            line += axis.Padding;
        }
        for (; o < axis.Output; o++)
            y[o] = One<TPooling>(line, axis, o, divisor);
    }

    /// <summary>The share of each input in the mean of its window, of windows side by side; 0 where there is none.</summary>
    public static void Share(float* dy, Span<float> row, PoolingAxis axis, int divisor)
    {
        int next = 0, o = 0;
        if (axis.IsPairs)
        {
            float share = 1 / ((float)divisor * axis.Divisors[0]);
            fixed (float* to = row)
            {
                if (Lane16.IsSupported) o = SharePairs<Lane16>(dy, to, o, axis.Output, share);
                if (Lane8.IsSupported) o = SharePairs<Lane8>(dy, to, o, axis.Output, share);
                if (Lane4.IsSupported) o = SharePairs<Lane4>(dy, to, o, axis.Output, share);
                o = SharePairs<Lane1>(dy, to, o, axis.Output, share);
            }
            next = 2 * o;
        }
        for (; o < axis.Output; o++)
        {
            int first = axis.First(o), count = axis.Count(o);
            if (count == 0)
                continue;
            row[next..first].Clear();
            row.Slice(first, count).Fill(dy[o] * (1 / ((float)divisor * axis.Divisors[o])));
            next = first + count;
        }
        row[next..].Clear();
    }

    /// <summary>Two rows of gradients of 2 × 2 maxima: each place takes what is left of the gradient unless it is below the maximum.</summary>
    public static void PassPairs(float* x, float* y, float* dy, float* dx, int outputs, nint stride)
    {
        int o = 0;
        if (Lane16.IsSupported) o = PassPairs<Lane16>(x, y, dy, dx, o, outputs, stride);
        if (Lane8.IsSupported && o < outputs) o = PassPairs<Lane8>(x, y, dy, dx, o, outputs, stride);
        if (Lane4.IsSupported && o < outputs) o = PassPairs<Lane4>(x, y, dy, dx, o, outputs, stride);
        if (o < outputs) PassPairs<Lane1>(x, y, dy, dx, o, outputs, stride);
    }

    /// <summary>One row of gradients of maxima: each place takes what is left of its window's gradient unless it is below the maximum.</summary>
    public static void PassMaxima(float* x, float* y, float* left, float* dx, PoolingAxis axis)
    {
        if (axis.Kernel == 0)
        {
            for (int o = 0; o < axis.Output; o++)
                for (int tap = 0; tap < axis.Count(o); tap++)
                    PassOne(x, y, left, dx, o, axis.First(o) + tap * axis.Step);
            return;
        }
        for (int tap = 0; tap < axis.Kernel; tap++)
        {
            int o = 0, column = tap * axis.Step - axis.Padding;
            for (; o < axis.WholeFrom; o++)
                PassInside(x, y, left, dx, o, column + o * axis.Stride, axis.Input);
            // In steps of two, a lane reaches one number beyond the last of its own.
            int end = axis.Stride == 1 ? axis.WholeTo : axis.Stride == 2 ? Math.Min(axis.WholeTo, (axis.Input - column) / 2) : o;
            if (Lane16.IsSupported) o = PassTap<Lane16>(x + column, y, left, dx + column, o, end, axis.Stride);
            if (Lane8.IsSupported) o = PassTap<Lane8>(x + column, y, left, dx + column, o, end, axis.Stride);
            if (Lane4.IsSupported) o = PassTap<Lane4>(x + column, y, left, dx + column, o, end, axis.Stride);
            for (; o < axis.Output; o++)
                PassInside(x, y, left, dx, o, column + o * axis.Stride, axis.Input);
        }
    }

    static void PassInside(float* x, float* y, float* left, float* dx, int o, int column, int width)
    {
        if ((uint)column < (uint)width)
            PassOne(x, y, left, dx, o, column);
    }

    // Numbers in vectors, of which one element counts: so no branch depends on them, which no processor could guess.
    static void PassOne(float* x, float* y, float* left, float* dx, int o, int column)
    {
        Lane4 rest = new(Vector128.CreateScalarUnsafe(left[o]));
        dx[column] += Take(new(Vector128.CreateScalarUnsafe(x[column])), new(Vector128.CreateScalarUnsafe(y[o])), ref rest).Value.ToScalar();
        left[o] = rest.Value.ToScalar();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int PassTap<V>(float* x, float* y, float* left, float* dx, int o, int end, int stride) where V : struct, IVectorLane<V>
    {
        for (; stride == 1 && o + V.Count <= end; o += V.Count)
        {
            V rest = V.Load(left, (nuint)o);
            V.Store(V.Load(dx, (nuint)o) + Take(V.Load(x, (nuint)o), V.Load(y, (nuint)o), ref rest), dx, (nuint)o);
            V.Store(rest, left, (nuint)o);
        }
        for (; stride == 2 && o + V.Count <= end; o += V.Count)
        {
            V rest = V.Load(left, (nuint)o);
            float* to = dx + 2 * o;
            V.StoreInTurn(V.LoadEven(to) + Take(V.LoadEven(x + 2 * o), V.Load(y, (nuint)o), ref rest), V.LoadOdd(to), to);
            V.Store(rest, left, (nuint)o);
        }
        return o;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Down<TPooling, V>(float* x, nint stride, int rows, float* line, int i, int width) where TPooling : struct, IPooling where V : struct, IVectorLane<V>
    {
        for (; i + V.Count <= width; i += V.Count)
        {
            float* at = x + i;
            V joined = V.Load(at, 0);
            for (int row = 1; row < rows; row++)
            {
                at += stride;
                joined = TPooling.Join(joined, V.Load(at, 0));
            }
            V.Store(joined, line, (nuint)i);
        }
        return i;
    }

    // Windows without an edge, at a distance of 1 or 2.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Whole<TPooling, V>(float* line, float* y, int o, int end, PoolingAxis axis, float factor) where TPooling : struct, IPooling where V : struct, IVectorLane<V>
    {
        int kernel = axis.Kernel, stride = axis.Stride;
        nint step = axis.Step;
        float* first = line + (nint)o * stride;
        V scale = V.Of(factor);
        for (; o + V.Count <= end; o += V.Count, first += V.Count * stride)
        {
            float* at = first;
            V joined = stride == 1 ? V.Load(at, 0) : V.LoadEven(at);
            for (int tap = 1; tap < kernel; tap++)
            {
                at += step;
                joined = TPooling.Join(joined, stride == 1 ? V.Load(at, 0) : V.LoadEven(at));
            }
            V.Store(TPooling.IsMean ? joined * scale : joined, y, (nuint)o);
        }
        return o;
    }

    static float One<TPooling>(float* line, PoolingAxis axis, int output, int divisor) where TPooling : struct, IPooling
    {
        int count = axis.Count(output);
        if (count == 0)
            return TPooling.Empty;
        float* at = line + axis.First(output);
        Lane1 joined = new(*at);
        if (TPooling.IsMean && count > LongSum.Longest)
        {
            float sum;
            DownBlocks(at, axis.Step, count, &sum, width: 1);
            joined = new(sum);
        }
        else
            for (int tap = 1; tap < count; tap++)
            {
                at += axis.Step;
                joined = TPooling.Join(joined, new Lane1(*at));
            }
        return TPooling.IsMean ? joined.Value * (1 / ((float)divisor * axis.Divisors[output])) : joined.Value;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int SharePairs<V>(float* dy, float* row, int o, int outputs, float share) where V : struct, IVectorLane<V>
    {
        V factor = V.Of(share);
        for (; o + V.Count <= outputs; o += V.Count)
        {
            V each = V.Load(dy, (nuint)o) * factor;
            V.StoreInTurn(each, each, row + 2 * o);
        }
        return o;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int PassPairs<V>(float* x, float* y, float* dy, float* dx, int o, int outputs, nint stride) where V : struct, IVectorLane<V>
    {
        for (; o + V.Count <= outputs; o += V.Count)
        {
            V largest = V.Load(y, (nuint)o), left = V.Load(dy, (nuint)o);
            float* above = x + 2 * o, below = above + stride, to = dx + 2 * o;
            V.StoreInTurn(Take(V.LoadEven(above), largest, ref left), Take(V.LoadOdd(above), largest, ref left), to);
            V.StoreInTurn(Take(V.LoadEven(below), largest, ref left), Take(V.LoadOdd(below), largest, ref left), to + stride);
        }
        return o;
    }

    /// <summary>The gradient of a place of a maximum: what is left of it, unless the place is below the maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V>(V x, V largest, ref V left) where V : struct, ILane<V>
    {
        V taken = V.WhereLess(x, largest, V.Of(0), left);
        left = V.WhereLess(x, largest, left, V.Of(0));
        return taken;
    }
}
