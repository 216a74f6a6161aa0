using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What a row is normalised by: (x − Mean) · Inverse + Shift.</summary>
/// <param name="Mean">The mean, rounded.</param>
/// <param name="Rest">What that rounding took.</param>
/// <param name="Inverse">1 / deviation.</param>
internal readonly record struct RowStatistics(float Mean, float Rest, float Inverse)
{
    public float Shift => -Rest * Inverse;
}

/// <summary>How a gradient with respect to x follows from that of the normalised row: Factor · dnormal + Slope · (x − Mean) + Shift.</summary>
internal readonly record struct RowSlope(float Mean, float Factor, float Slope, float Shift);

/// <summary>A row and the gradient with respect to its outputs, with the parameters of its elements and where their gradients are added.</summary>
internal readonly unsafe struct LayerNormBackward(float* x, float* dy, float* weight, float* dweight, float* dbias, RowStatistics statistics)
{
    public readonly float* X = x, Dy = dy, Weight = weight, Dweight = dweight, Dbias = dbias;
    public readonly RowStatistics Statistics = statistics;

    /// <summary>What begins at this element.</summary>
    public LayerNormBackward From(int first) => new(X + first, Dy + first, Weight + first, Dweight + first, Dbias + first, Statistics);
}

/// <summary>The passes of a layer norm over one row, whose elements have weights and biases of their own.</summary>
/// <remarks>
/// Sums are kept in 2 · 16 floats, blocks of 16 elements in turn, the rest of the row in the first; narrower lanes take several passes for the same
/// order. The sums of a long row are cut as a
/// <see cref="LongSum"/> and go from floats to doubles after each part.
/// </remarks>
internal static unsafe class LayerNormRow
{
    const int Width = NormLayout.Width;

    const int LongestPart = 2 * Width * LongSum.Longest, PartOfLong = 2 * Width * LongSum.Block;

    /// <summary>Σ (x − center) and Σ (x − center)².</summary>
    public static (double Sum, double Square) Moments(float* x, int n, float center, float* partials)
    {
        double sum = 0, square = 0;
        for (int first = 0, count; first < n; first += count)
        {
            count = n <= LongestPart ? n : Math.Min(PartOfLong, n - first);
            MomentsOfPart(x + first, count, center, partials);
            sum += NormLayout.Fold(partials);
            square += NormLayout.Fold(partials + 2 * Width);
        }
        return (sum, square);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void MomentsOfPart(float* x, int n, float center, float* partials) => Lanes.Widest(new MomentsBody(x, n, center, partials));

    /// <summary>y = ((x − mean) · inverse + shift) · weight + bias.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* y, int n, float* weight, float* bias, in RowStatistics statistics) =>
        Lanes.Pass(new ForwardPass(x, y, weight, bias, statistics), 0, n);

    /// <summary>With dnormal = dy · weight: Σ dnormal and Σ dnormal · (x − mean); dweight += dy · ((x − mean) · inverse + shift), dbias +=
    /// dy.</summary>
    public static (double Sum, double Product) Sums(in LayerNormBackward row, int n, float* partials)
    {
        double sum = 0, product = 0;
        for (int first = 0, count; first < n; first += count)
        {
            count = n <= LongestPart ? n : Math.Min(PartOfLong, n - first);
            SumsOfPart(row.From(first), count, partials);
            sum += NormLayout.Fold(partials);
            product += NormLayout.Fold(partials + 2 * Width);
        }
        return (sum, product);
    }

    static void SumsOfPart(in LayerNormBackward row, int n, float* partials)
    {
        new Span<float>(partials, NormLayout.PartialSums).Clear();
        int i = n / Width * Width;
        if (i > 0)
            SumsOfBlocks(row, i, partials);
        Lane1 inverse = new(row.Statistics.Inverse), shift = new(row.Statistics.Shift);
        for (; i < n; i++)
        {
            Lane1 d = new(row.X[i] - row.Statistics.Mean), dnormal = new(row.Dy[i] * row.Weight[i]);
            float* at = partials + i % Width;
            at[0] += dnormal.Value;
            at[2 * Width] = Lane1.MultiplyAdd(dnormal, d, new(at[2 * Width])).Value;
            row.Dweight[i] = Lane1.MultiplyAdd(new(row.Dy[i]), Lane1.MultiplyAdd(d, inverse, shift), new(row.Dweight[i])).Value;
            row.Dbias[i] += row.Dy[i];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void SumsOfBlocks(in LayerNormBackward row, int n, float* partials) => Lanes.Widest(new SumsBody(in row, n, partials));

    /// <summary>dx = the gradient with respect to x where that of the normalised row is dy · weight, or added to dx.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Input<TWrite>(in LayerNormBackward row, float* dx, int n, in RowSlope slope) where TWrite : struct, IWrite =>
        Lanes.Pass(new InputPass<TWrite>(in row, dx, in slope), 0, n);

    readonly struct MomentsBody(float* x, int n, float center, float* partials) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            V k = V.Of(center);
            float* row = x, sums = partials;
            int length = n, blocks = length / Width;
            for (int column = 0; column < Width; column += V.Count)
            {
                V sum0 = V.Of(0), sum1 = V.Of(0), square0 = V.Of(0), square1 = V.Of(0);
                float* at = row + column;
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
                V.Store(sum0, sums, (nuint)column);
                V.Store(sum1, sums, (nuint)(Width + column));
                V.Store(square0, sums, (nuint)(2 * Width + column));
                V.Store(square1, sums, (nuint)(3 * Width + column));
            }
            for (int i = blocks * Width; i < length; i++)
            {
                Lane1 d = new(row[i] - center);
                float* at = sums + i % Width;
                at[0] += d.Value;
                at[2 * Width] = Lane1.MultiplyAdd(d, d, new(at[2 * Width])).Value;
            }
        }
    }

    readonly struct ForwardPass(float* x, float* y, float* weight, float* bias, RowStatistics statistics) : ILanePass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            float* from = x, to = y, weights = weight, biases = bias;
            V m = V.Of(statistics.Mean), r = V.Of(statistics.Inverse), t = V.Of(statistics.Shift);
            for (; i + V.Count <= end; i += V.Count)
            {
                V normal = V.MultiplyAdd(V.Load(from, (nuint)i) - m, r, t);
                V.Store(V.MultiplyAdd(normal, V.Load(weights, (nuint)i), V.Load(biases, (nuint)i)), to, (nuint)i);
            }
            return i;
        }
    }

    /// <summary>The sums over <paramref name="n"/> elements, a multiple of 16.</summary>
    readonly ref struct SumsBody(ref readonly LayerNormBackward row, int n, float* partials) : ILaneBody
    {
        readonly ref readonly LayerNormBackward _row = ref row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* x = _row.X, dy = _row.Dy, weight = _row.Weight, dweight = _row.Dweight, dbias = _row.Dbias, sums = partials;
            nuint end = (nuint)n;
            V m = V.Of(_row.Statistics.Mean), r = V.Of(_row.Statistics.Inverse), t = V.Of(_row.Statistics.Shift);
            for (int column = 0; column < Width; column += V.Count)
            {
                V sum0 = V.Of(0), sum1 = V.Of(0), product0 = V.Of(0), product1 = V.Of(0);
                for (nuint i = (nuint)column; i < end; i += Width)
                {
                    V d = V.Load(x, i) - m, dyRow = V.Load(dy, i), dnormal = dyRow * V.Load(weight, i);
                    // The sums change places after each block, so that neighbouring blocks need not wait for each other.
                    (sum0, sum1) = (sum1, sum0 + dnormal);
                    (product0, product1) = (product1, V.MultiplyAdd(dnormal, d, product0));
                    V.Store(V.MultiplyAdd(dyRow, V.MultiplyAdd(d, r, t), V.Load(dweight, i)), dweight, i);
                    V.Store(V.Load(dbias, i) + dyRow, dbias, i);
                }
                V.Store(sum0, sums, (nuint)column);
                V.Store(sum1, sums, (nuint)(Width + column));
                V.Store(product0, sums, (nuint)(2 * Width + column));
                V.Store(product1, sums, (nuint)(3 * Width + column));
            }
        }
    }

    readonly ref struct InputPass<TWrite>(ref readonly LayerNormBackward row, float* dx, ref readonly RowSlope slope) : ILanePass
        where TWrite : struct, IWrite
    {
        readonly ref readonly LayerNormBackward _row = ref row;
        readonly ref readonly RowSlope _slope = ref slope;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            float* x = _row.X, dy = _row.Dy, weight = _row.Weight, to = dx;
            V m = V.Of(_slope.Mean), factor = V.Of(_slope.Factor), rise = V.Of(_slope.Slope), shift = V.Of(_slope.Shift);
            for (; i + V.Count <= end; i += V.Count)
            {
                V dnormal = V.Load(dy, (nuint)i) * V.Load(weight, (nuint)i), d = V.Load(x, (nuint)i) - m;
                TWrite.Write(V.MultiplyAdd(factor, dnormal, V.MultiplyAdd(rise, d, shift)), to, (nuint)i);
            }
            return i;
        }
    }
}
