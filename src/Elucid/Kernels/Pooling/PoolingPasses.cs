using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>line = so many rows, joined element by element.</summary>
internal readonly unsafe struct DownPass<TPooling>(float* x, nint stride, int rows, float* line) : ILanePass where TPooling : struct, IPooling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
    {
        float* from = x, to = line;
        nint step = stride;
        int count = rows;
        for (; i + V.Count <= end; i += V.Count)
        {
            float* at = from + i;
            V joined = V.Load(at, 0);
            for (int row = 1; row < count; row++)
            {
                at += step;
                joined = TPooling.Join(joined, V.Load(at, 0));
            }
            V.Store(joined, to, (nuint)i);
        }
        return i;
    }
}

/// <summary>y = the joined windows along a line, of those without an edge, at a distance of 1 or 2.</summary>
internal readonly unsafe struct AlongPass<TPooling>(float* line, float* y, PoolingAxis axis, float factor) : ILanePass
    where TPooling : struct, IPooling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run<V>(int o, int end) where V : struct, IVectorLane<V>
    {
        int kernel = axis.Kernel, stride = axis.Stride;
        nint step = axis.Step;
        float* first = line + (nint)o * stride, to = y;
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
            V.Store(TPooling.IsMean ? joined * scale : joined, to, (nuint)o);
        }
        return o;
    }
}

/// <summary>row = the share of each of two neighbours in the gradient of their mean.</summary>
internal readonly unsafe struct SharePairsPass(float* dy, float* row, float share) : ILanePass
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run<V>(int o, int end) where V : struct, IVectorLane<V>
    {
        float* from = dy, to = row;
        V factor = V.Of(share);
        for (; o + V.Count <= end; o += V.Count)
        {
            V each = V.Load(from, (nuint)o) * factor;
            V.StoreInTurn(each, each, to + 2 * o);
        }
        return o;
    }
}

/// <summary>Two rows of gradients of 2 × 2 maxima, <paramref name="stride"/> apart: each place takes what is left of the gradient unless it is below
/// the maximum.</summary>
internal readonly unsafe struct PassPairsPass(float* x, float* y, float* dy, float* dx, nint stride) : ILanePass
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run<V>(int o, int end) where V : struct, IVectorLane<V>
    {
        float* inputs = x, maxima = y, dys = dy, to = dx;
        nint step = stride;
        for (; o + V.Count <= end; o += V.Count)
        {
            V largest = V.Load(maxima, (nuint)o), left = V.Load(dys, (nuint)o);
            float* above = inputs + 2 * o, below = above + step, place = to + 2 * o;
            V.StoreInTurn(PoolingRow.Take(V.LoadEven(above), largest, ref left), PoolingRow.Take(V.LoadOdd(above), largest, ref left), place);
            V.StoreInTurn(PoolingRow.Take(V.LoadEven(below), largest, ref left), PoolingRow.Take(V.LoadOdd(below), largest, ref left), place + step);
        }
        return o;
    }
}

/// <summary>dx += what each place of one tap takes of what is left of its window's gradient. Single numbers are left to
/// <see cref="PoolingRow.PassOne"/>.</summary>
internal readonly unsafe struct PassTapPass(float* x, float* y, float* left, float* dx, int stride) : ILanePass
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run<V>(int o, int end) where V : struct, IVectorLane<V>
    {
        if (V.Count == 1)
            return o;
        float* inputs = x, maxima = y, leftOver = left, to = dx;
        int step = stride;
        for (; step == 1 && o + V.Count <= end; o += V.Count)
        {
            V rest = V.Load(leftOver, (nuint)o);
            V.Store(V.Load(to, (nuint)o) + PoolingRow.Take(V.Load(inputs, (nuint)o), V.Load(maxima, (nuint)o), ref rest), to, (nuint)o);
            V.Store(rest, leftOver, (nuint)o);
        }
        for (; step == 2 && o + V.Count <= end; o += V.Count)
        {
            V rest = V.Load(leftOver, (nuint)o);
            float* place = to + 2 * o;
            V.StoreInTurn(
                V.LoadEven(place) + PoolingRow.Take(V.LoadEven(inputs + 2 * o), V.Load(maxima, (nuint)o), ref rest), V.LoadOdd(place), place);
            V.Store(rest, leftOver, (nuint)o);
        }
        return o;
    }
}
