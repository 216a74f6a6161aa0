using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>A pooling over one row of windows.</summary>
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
        DownOnce<TPooling>(x, stride, rows, line, width);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void DownOnce<TPooling>(float* x, nint stride, int rows, float* line, int width) where TPooling : struct, IPooling =>
        Lanes.Pass(new DownPass<TPooling>(x, stride, rows, line), 0, width);

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
            o = AlongWhole<TPooling>(line - axis.Padding, y, axis, factor, o, end);
        }
        for (; o < axis.Output; o++)
            y[o] = One<TPooling>(line, axis, o, divisor);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AlongWhole<TPooling>(float* line, float* y, PoolingAxis axis, float factor, int o, int end) where TPooling : struct, IPooling =>
        Lanes.Pass(new AlongPass<TPooling>(line, y, axis, factor), o, end);

    /// <summary>The share of each input in the mean of its window, of windows side by side; 0 where there is none.</summary>
    public static void Share(float* dy, Span<float> row, PoolingAxis axis, int divisor)
    {
        int next = 0, o = 0;
        if (axis.IsPairs)
        {
            float share = 1 / ((float)divisor * axis.Divisors[0]);
            fixed (float* to = row)
                o = SharePairs(dy, to, share, axis.Output);
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

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int SharePairs(float* dy, float* row, float share, int outputs) => Lanes.Pass(new SharePairsPass(dy, row, share), 0, outputs);

    /// <summary>Two rows of gradients of 2 × 2 maxima: each place takes what is left of the gradient unless it is below the maximum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void PassPairs(float* x, float* y, float* dy, float* dx, int outputs, nint stride) =>
        Lanes.Pass(new PassPairsPass(x, y, dy, dx, stride), 0, outputs);

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
            o = PassTap(x + column, y, left, dx + column, axis.Stride, o, end);
            for (; o < axis.Output; o++)
                PassInside(x, y, left, dx, o, column + o * axis.Stride, axis.Input);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int PassTap(float* x, float* y, float* left, float* dx, int stride, int o, int end) =>
        Lanes.Pass(new PassTapPass(x, y, left, dx, stride), o, end);

    static void PassInside(float* x, float* y, float* left, float* dx, int o, int column, int width)
    {
        if ((uint)column < (uint)width)
            PassOne(x, y, left, dx, o, column);
    }

    // Numbers in vectors, of which one element counts: so no branch depends on them, which no processor could guess.
    public static void PassOne(float* x, float* y, float* left, float* dx, int o, int column)
    {
        Lane4 rest = new(Vector128.CreateScalarUnsafe(left[o]));
        dx[column] += Take(new(Vector128.CreateScalarUnsafe(x[column])), new(Vector128.CreateScalarUnsafe(y[o])), ref rest).Value.ToScalar();
        left[o] = rest.Value.ToScalar();
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

    /// <summary>The gradient of a place of a maximum: what is left of it, unless the place is below the maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V>(V x, V largest, ref V left) where V : struct, ILane<V>
    {
        V taken = V.WhereLess(x, largest, V.Of(0), left);
        left = V.WhereLess(x, largest, left, V.Of(0));
        return taken;
    }
}
