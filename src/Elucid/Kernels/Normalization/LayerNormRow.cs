using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The passes of a layer norm over one row, whose elements have weights and biases of their own.</summary>
/// <remarks>
/// Sums are kept in 2 · 16 floats, blocks of 16 elements in turn, the rest of the row in the first; narrower lanes take several passes for the same order. The sums of a long row are cut as a
/// <see cref="LongSum"/> and go from floats to doubles after each part.
/// </remarks>
internal static unsafe class LayerNormRow
{
    const int Width = NormLayout.Width;

    const int LongestPart = 2 * Width * LongSum.Longest, PartOfLong = 2 * Width * LongSum.Block;

    /// <summary>Σ (x − center) and Σ (x − center)².</summary>
    public static void Moments(float* x, int n, float center, float* partials, out double sum, out double square)
    {
        sum = square = 0;
        for (int first = 0, count; first < n; first += count)
        {
            count = n <= LongestPart ? n : Math.Min(PartOfLong, n - first);
            if (Lane16.IsSupported) Moments<Lane16>(x + first, count, center, partials);
            else if (Lane8.IsSupported) Moments<Lane8>(x + first, count, center, partials);
            else if (Lane4.IsSupported) Moments<Lane4>(x + first, count, center, partials);
            else Moments<Lane1>(x + first, count, center, partials);
            sum += NormLayout.Fold(partials);
            square += NormLayout.Fold(partials + 2 * Width);
        }
    }

    /// <summary>y = ((x − mean) · inverse + shift) · weight + bias.</summary>
    public static void Forward(float* x, float* y, int n, float* weight, float* bias, float mean, float inverse, float shift)
    {
        int i = 0;
        if (Lane16.IsSupported) i = Forward<Lane16>(x, y, i, n, weight, bias, mean, inverse, shift);
        if (Lane8.IsSupported && i < n) i = Forward<Lane8>(x, y, i, n, weight, bias, mean, inverse, shift);
        if (Lane4.IsSupported && i < n) i = Forward<Lane4>(x, y, i, n, weight, bias, mean, inverse, shift);
        if (i < n) Forward<Lane1>(x, y, i, n, weight, bias, mean, inverse, shift);
    }

    /// <summary>With g = dy · weight: Σ g and Σ g · (x − mean); dweight += dy · ((x − mean) · inverse + shift), dbias += dy.</summary>
    public static void Sums(
        float* x, float* dy, int n, float* weight, float* dweight, float* dbias, float mean, float inverse, float shift, float* partials, out double sum, out double product)
    {
        sum = product = 0;
        for (int first = 0, count; first < n; first += count)
        {
            count = n <= LongestPart ? n : Math.Min(PartOfLong, n - first);
            SumsOfPart(x + first, dy + first, count, weight + first, dweight + first, dbias + first, mean, inverse, shift, partials);
            sum += NormLayout.Fold(partials);
            product += NormLayout.Fold(partials + 2 * Width);
        }
    }

    static void SumsOfPart(float* x, float* dy, int n, float* weight, float* dweight, float* dbias, float mean, float inverse, float shift, float* partials)
    {
        new Span<float>(partials, NormLayout.PartialSums).Clear();
        int i = n / Width * Width;
        if (i > 0)
        {
            if (Lane16.IsSupported) Sums<Lane16>(x, dy, i, weight, dweight, dbias, mean, inverse, shift, partials);
            else if (Lane8.IsSupported) Sums<Lane8>(x, dy, i, weight, dweight, dbias, mean, inverse, shift, partials);
            else if (Lane4.IsSupported) Sums<Lane4>(x, dy, i, weight, dweight, dbias, mean, inverse, shift, partials);
            else Sums<Lane1>(x, dy, i, weight, dweight, dbias, mean, inverse, shift, partials);
        }
        for (; i < n; i++)
        {
            Lane1 d = new(x[i] - mean), g = new(dy[i] * weight[i]);
            float* at = partials + i % Width;
            at[0] += g.Value;
            at[2 * Width] = Lane1.MultiplyAdd(g, d, new(at[2 * Width])).Value;
            dweight[i] = Lane1.MultiplyAdd(new(dy[i]), Lane1.MultiplyAdd(d, new(inverse), new(shift)), new(dweight[i])).Value;
            dbias[i] += dy[i];
        }
    }

    /// <summary>dx = a · dy · weight + b · (x − mean) + c, or added to dx.</summary>
    public static void Input<TWrite>(float* x, float* dy, float* dx, int n, float* weight, float mean, float a, float b, float c) where TWrite : struct, IWrite
    {
        int i = 0;
        if (Lane16.IsSupported) i = Input<TWrite, Lane16>(x, dy, dx, i, n, weight, mean, a, b, c);
        if (Lane8.IsSupported && i < n) i = Input<TWrite, Lane8>(x, dy, dx, i, n, weight, mean, a, b, c);
        if (Lane4.IsSupported && i < n) i = Input<TWrite, Lane4>(x, dy, dx, i, n, weight, mean, a, b, c);
        if (i < n) Input<TWrite, Lane1>(x, dy, dx, i, n, weight, mean, a, b, c);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Moments<V>(float* x, int n, float center, float* partials) where V : struct, IVectorLane<V>
    {
        V k = V.Of(center);
        int blocks = n / Width;
        for (int column = 0; column < Width; column += V.Count)
        {
            V sum0 = V.Of(0), sum1 = V.Of(0), square0 = V.Of(0), square1 = V.Of(0);
            float* at = x + column;
            for (int pairs = blocks / 2; pairs > 0; pairs--, at += 2 * Width)
            {
                V d0 = V.Load(at, 0) - k, d1 = V.Load(at, Width) - k;
                sum0 += d0;
                sum1 += d1;
                square0 = V.MultiplyAdd(d0, d0, square0);
                square1 = V.MultiplyAdd(d1, d1, square1);
            }
            if (blocks % 2 != 0)
            {
                V d = V.Load(at, 0) - k;
                sum0 += d;
                square0 = V.MultiplyAdd(d, d, square0);
            }
            V.Store(sum0, partials, (nuint)column);
            V.Store(sum1, partials, (nuint)(Width + column));
            V.Store(square0, partials, (nuint)(2 * Width + column));
            V.Store(square1, partials, (nuint)(3 * Width + column));
        }
        for (int i = blocks * Width; i < n; i++)
        {
            Lane1 d = new(x[i] - center);
            float* at = partials + i % Width;
            at[0] += d.Value;
            at[2 * Width] = Lane1.MultiplyAdd(d, d, new(at[2 * Width])).Value;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Forward<V>(float* x, float* y, int i, int n, float* weight, float* bias, float mean, float inverse, float shift) where V : struct, IVectorLane<V>
    {
        V m = V.Of(mean), r = V.Of(inverse), t = V.Of(shift);
        for (; i + V.Count <= n; i += V.Count)
        {
            V normal = V.MultiplyAdd(V.Load(x, (nuint)i) - m, r, t);
            V.Store(V.MultiplyAdd(normal, V.Load(weight, (nuint)i), V.Load(bias, (nuint)i)), y, (nuint)i);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Sums<V>(float* x, float* dy, int n, float* weight, float* dweight, float* dbias, float mean, float inverse, float shift, float* partials)
        where V : struct, IVectorLane<V>
    {
        V m = V.Of(mean), r = V.Of(inverse), t = V.Of(shift);
        for (int column = 0; column < Width; column += V.Count)
        {
            V sum0 = V.Of(0), sum1 = V.Of(0), product0 = V.Of(0), product1 = V.Of(0);
            for (nuint i = (nuint)column; i < (nuint)n; i += Width)
            {
                V d = V.Load(x, i) - m, gradient = V.Load(dy, i), g = gradient * V.Load(weight, i);
                // The sums change places after each block, so that neighbouring blocks need not wait for each other.
                (sum0, sum1) = (sum1, sum0 + g);
                (product0, product1) = (product1, V.MultiplyAdd(g, d, product0));
                V.Store(V.MultiplyAdd(gradient, V.MultiplyAdd(d, r, t), V.Load(dweight, i)), dweight, i);
                V.Store(V.Load(dbias, i) + gradient, dbias, i);
            }
            V.Store(sum0, partials, (nuint)column);
            V.Store(sum1, partials, (nuint)(Width + column));
            V.Store(product0, partials, (nuint)(2 * Width + column));
            V.Store(product1, partials, (nuint)(3 * Width + column));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Input<TWrite, V>(float* x, float* dy, float* dx, int i, int n, float* weight, float mean, float a, float b, float c)
        where TWrite : struct, IWrite where V : struct, IVectorLane<V>
    {
        V m = V.Of(mean), factor = V.Of(a), slope = V.Of(b), shift = V.Of(c);
        for (; i + V.Count <= n; i += V.Count)
        {
            V g = V.Load(dy, (nuint)i) * V.Load(weight, (nuint)i), d = V.Load(x, (nuint)i) - m;
            TWrite.Write(V.MultiplyAdd(factor, g, V.MultiplyAdd(slope, d, shift)), dx, (nuint)i);
        }
        return i;
    }
}
