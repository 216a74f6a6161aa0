using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Sums and other reductions whose order, and so every bit, is the same for every vector width and number of threads.</summary>
/// <remarks>
/// A reduction of a row keeps 64 partial results, element i in number i mod 64, and folds them by halves: 0 with 32, 1 with 33, …, then 0 with 16, ….
/// The error of a sum therefore grows with n / 64, not n. A sum over more than 131,072 elements, or of more than 2,048 rows, is cut into blocks of 256 elements for each partial result, or of
/// 256 rows, and the sums of the blocks are added in their order: whatever its length, it errs by less than 1.3·10⁻⁴ · Σ |x|, and by some 10⁻⁶ of it in practice.
/// </remarks>
public static class Reduce
{
    const int Partials = 64;

    // Up to this length the partial results 16 to 63 are neutral: leaving them out changes no bit.
    const int ShortRow = 16;

    /// <summary>Σ x. 0 for an empty span.</summary>
    public static float Sum(ReadOnlySpan<float> x) => Sum(default(SumOf), x, x);

    /// <summary>Σ x².</summary>
    public static float SumOfSquares(ReadOnlySpan<float> x) => Sum(default(SumOfProducts), x, x);

    /// <summary>Σ x·y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            ThrowLength("Reduce.Dot", "y", x.Length, y.Length);
        return Sum(default(SumOfProducts), x, y);
    }

    /// <summary>The largest element; NaN if there is one, −∞ for an empty span.</summary>
    public static float Max(ReadOnlySpan<float> x) => Row(default(Largest), x, x);

    /// <summary>Σ e^(x − shift).</summary>
    internal static float SumOfExp(ReadOnlySpan<float> x, float shift) => Sum(new ExpOf(shift), x, x);

    /// <summary>Whether no element is infinite or NaN.</summary>
    public static bool IsFinite(ReadOnlySpan<float> x) => IndexOfNonFinite(x) < 0;

    /// <summary>The index of the first element that is infinite or NaN; −1 if there is none.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<float> x) => IndexOfMisfit(default(ZeroIfFinite), x);

    /// <summary>The index of the first element of which a reduction is not 0; −1 if there is none.</summary>
    /// <param name="misfit">0 of elements that are as they should be, above 0 or NaN of others, and the sum of both.</param>
    /// <param name="x">The elements.</param>
    internal static int IndexOfMisfit<TMisfit>(TMisfit misfit, ReadOnlySpan<float> x) where TMisfit : struct, IReduction
    {
        const int Block = 4096;   // a block of 16 KiB is tested as one; only the first bad one is searched
        for (int start = 0; start < x.Length; start += Block)
        {
            ReadOnlySpan<float> block = x[start..Math.Min(start + Block, x.Length)];
            if (Row(misfit, block, block) == 0)
                continue;
            for (int i = 0; i < block.Length; i++)
                if (Row(misfit, block.Slice(i, 1), block.Slice(i, 1)) != 0)
                    return start + i;
        }
        return -1;
    }

    /// <summary>y[o, i] = the index a of the largest x[o, a, i]: the first of equal ones, and the first NaN.</summary>
    internal static void ArgMax(ReadOnlySpan<float> x, int axis, int inner, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            int best = i / inner * axis * inner + i % inner, index = 0;
            for (int a = 1, next = best + inner; a < axis && !float.IsNaN(x[best]); a++, next += inner)
                if (!(x[next] <= x[best]))
                    (best, index) = (next, a);
            y[i] = index;
        }
    }

    /// <summary>sums[j] = scale · Σᵢ x[i, j]: the sum of all rows, each column in the order of the rows.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">The number of rows; 0 gives 0.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="sums">[columns].</param>
    /// <param name="scale">1 for the sum, 1 / rows for the mean.</param>
    /// <param name="accumulate">Whether the sums are added to <paramref name="sums"/>; otherwise they overwrite it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SumRows(ReadOnlySpan<float> x, int rows, int columns, Span<float> sums, float scale = 1, bool accumulate = false) =>
        SumAxis(x, 1, rows, columns, sums, scale, accumulate);

    /// <summary>sums[i] = scale · Σⱼ x[i, j]: the sum of each row, in the order of <see cref="Sum"/>.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; 0 gives 0.</param>
    /// <param name="sums">[rows].</param>
    /// <param name="scale">1 for the sum, 1 / columns for the mean.</param>
    /// <param name="accumulate">Whether the sums are added to <paramref name="sums"/>; otherwise they overwrite it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SumColumns(ReadOnlySpan<float> x, int rows, int columns, Span<float> sums, float scale = 1, bool accumulate = false) =>
        SumAxis(x, rows, columns, 1, sums, scale, accumulate);

    /// <summary>sums[o, i] = scale · Σₐ x[o, a, i]: the sum over one axis of any tensor.</summary>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="outer">The product of the dimensions before the axis.</param>
    /// <param name="axis">The length of the axis.</param>
    /// <param name="inner">The product of the dimensions after the axis.</param>
    /// <param name="sums">[outer, inner].</param>
    /// <param name="scale">1 for the sum, 1 / axis for the mean.</param>
    /// <param name="accumulate">Whether the sums are added to <paramref name="sums"/>; otherwise they overwrite it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SumAxis(
        ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> sums, float scale = 1, bool accumulate = false)
    {
        if (outer < 0 || axis < 0 || inner < 0)
            ThrowNegative(outer, axis, inner);
        if (x.Length != (long)outer * axis * inner)
            ThrowLength("Reduce.SumAxis", $"x[{outer}, {axis}, {inner}]", (long)outer * axis * inner, x.Length);
        if (sums.Length != (long)outer * inner)
            ThrowLength("Reduce.SumAxis", $"sums[{outer}, {inner}]", (long)outer * inner, sums.Length);

        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<float> slice = x.Slice(o * axis * inner, axis * inner);
            if (inner == 1)
                sums[o] = (accumulate ? sums[o] : 0) + scale * Sum(slice);
            else
                AddRows(slice, axis, sums.Slice(o * inner, inner), scale, accumulate);
        }
    }

    static void AddRows(ReadOnlySpan<float> x, int rows, Span<float> sums, float scale, bool accumulate)
    {
        if (rows > LongSum.Longest)
        {
            AddBlocks(x, rows, sums, scale, accumulate);
            return;
        }
        ref float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(sums);
        nuint j = 0, columns = (nuint)sums.Length;
        if (Lane16.IsSupported) j = AddRows<Lane16>(ref from, rows, ref to, j, columns, scale, accumulate);
        if (Lane8.IsSupported && j < columns) j = AddRows<Lane8>(ref from, rows, ref to, j, columns, scale, accumulate);
        if (Lane4.IsSupported && j < columns) j = AddRows<Lane4>(ref from, rows, ref to, j, columns, scale, accumulate);
        if (j < columns) AddRows<Lane1>(ref from, rows, ref to, j, columns, scale, accumulate);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static nuint AddRows<V>(ref float x, int rows, ref float sums, nuint j, nuint columns, float scale, bool accumulate)
        where V : struct, IVectorLane<V>
    {
        // Four lanes side by side hide the latency of the additions and use whole cache lines.
        for (; j + 4 * (nuint)V.Count <= columns; j += 4 * (nuint)V.Count)
        {
            V s0 = V.Of(0), s1 = V.Of(0), s2 = V.Of(0), s3 = V.Of(0);
            nuint i = j;
            for (int row = 0; row < rows; row++, i += columns)
            {
                s0 += V.Load(ref x, i);
                s1 += V.Load(ref x, i + (nuint)V.Count);
                s2 += V.Load(ref x, i + 2 * (nuint)V.Count);
                s3 += V.Load(ref x, i + 3 * (nuint)V.Count);
            }
            Finish(s0, ref sums, j, scale, accumulate);
            Finish(s1, ref sums, j + (nuint)V.Count, scale, accumulate);
            Finish(s2, ref sums, j + 2 * (nuint)V.Count, scale, accumulate);
            Finish(s3, ref sums, j + 3 * (nuint)V.Count, scale, accumulate);
        }
        for (; j + (nuint)V.Count <= columns; j += (nuint)V.Count)
        {
            V sum = V.Of(0);
            nuint i = j;
            for (int row = 0; row < rows; row++, i += columns)
                sum += V.Load(ref x, i);
            Finish(sum, ref sums, j, scale, accumulate);
        }
        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish<V>(V sum, ref float sums, nuint j, float scale, bool accumulate) where V : struct, IVectorLane<V>
    {
        sum *= V.Of(scale);
        V.Store(accumulate ? V.Load(ref sums, j) + sum : sum, ref sums, j);
    }

    /// <summary>The same as a <see cref="LongSum"/>: a row for each block, and then their sum.</summary>
    static void AddBlocks(ReadOnlySpan<float> x, int rows, Span<float> sums, float scale, bool accumulate)
    {
        int columns = sums.Length, blocks = LongSum.Blocks(rows);
        float[] space = ArrayPool<float>.Shared.Rent((blocks + 1) * columns);
        for (int block = 0; block < blocks; block++)
        {
            int first = block * LongSum.Block, count = Math.Min(LongSum.Block, rows - first);
            AddRows(x.Slice(first * columns, count * columns), count, space.AsSpan(block * columns, columns), scale: 1, accumulate: false);
        }
        Span<float> total = space.AsSpan(blocks * columns, columns);
        total.Clear();
        LongSum.AddRows(space.AsSpan(), blocks, columns, total);
        AddRows(total, rows: 1, sums, scale, accumulate);
        ArrayPool<float>.Shared.Return(space);
    }

    /// <summary>A sum, as a <see cref="LongSum"/>.</summary>
    static float Sum<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TReduction : struct, IReduction
    {
        const int BlockOfBlocks = Partials * LongSum.BlockOfBlocks;
        if (x.Length <= Partials * LongSum.Longest)
            return Row(reduction, x, y);
        if (x.Length <= BlockOfBlocks)
            return SumBlocks(reduction, x, y);
        Span<float> sums = stackalloc float[(x.Length - 1) / BlockOfBlocks + 1];    // 512 at most
        for (int i = 0, start = 0; i < sums.Length; i++, start += BlockOfBlocks)
        {
            int length = Math.Min(BlockOfBlocks, x.Length - start);
            sums[i] = SumBlocks(reduction, x.Slice(start, length), y.Slice(start, length));
        }
        return Sum(sums);
    }

    /// <summary>The partial results of blocks, added in their order, and folded once.</summary>
    static float SumBlocks<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TReduction : struct, IReduction
    {
        const int Block = Partials * LongSum.Block;
        Span<float> totals = stackalloc float[Partials], partials = stackalloc float[Partials];
        totals.Clear();
        for (int start = 0; start < x.Length; start += Block)
        {
            int length = Math.Min(Block, x.Length - start);
            partials.Fill(TReduction.Start);
            Add(reduction, x.Slice(start, length), y.Slice(start, length), partials);
            LongSum.Add<float>(partials, totals);
        }
        return Fold<TReduction, Lane1>(reduction, ref MemoryMarshal.GetReference(totals), Partials / 2);
    }

    static void Add<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> partials) where TReduction : struct, IReduction
    {
        if (Lane16.IsSupported) Add<TReduction, Lane16>(reduction, x, y, partials);
        else if (Lane8.IsSupported) Add<TReduction, Lane8>(reduction, x, y, partials);
        else if (Lane4.IsSupported) Add<TReduction, Lane4>(reduction, x, y, partials);
        else Add<TReduction, Lane1>(reduction, x, y, partials);
    }

    static float Row<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TReduction : struct, IReduction =>
        Lane16.IsSupported ? Row<TReduction, Lane16>(reduction, x, y)
        : Lane8.IsSupported ? Row<TReduction, Lane8>(reduction, x, y)
        : Lane4.IsSupported ? Row<TReduction, Lane4>(reduction, x, y)
        : Row<TReduction, Lane1>(reduction, x, y);

    internal static float Row<TReduction, V>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TReduction : struct, IReduction
        where V : struct, IVectorLane<V>
    {
        if (x.Length <= ShortRow)
            return Short<TReduction, V>(reduction, x, y);
        Span<float> partials = stackalloc float[Partials];
        partials.Fill(TReduction.Start);
        Add<TReduction, V>(reduction, x, y, partials);
        return Fold<TReduction, V>(reduction, ref MemoryMarshal.GetReference(partials), Partials / 2);
    }

    /// <summary>Adds elements to the 64 partial results, the last of them filled up with neutral ones.</summary>
    static void Add<TReduction, V>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> partials)
        where TReduction : struct, IReduction
        where V : struct, IVectorLane<V>
    {
        ref float partial = ref MemoryMarshal.GetReference(partials);
        int whole = x.Length / Partials * Partials;
        if (whole > 0)
            Sweep<TReduction, V>(reduction, ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), (nuint)whole, ref partial);
        if (whole < x.Length)
            AddRest<TReduction, V>(reduction, x[whole..], y[whole..], ref partial);
    }

    static void AddRest<TReduction, V>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ref float partial)
        where TReduction : struct, IReduction
        where V : struct, IVectorLane<V>
    {
        Span<float> lastX = stackalloc float[Partials], lastY = stackalloc float[Partials];
        lastX.Fill(TReduction.Neutral);
        x.CopyTo(lastX);
        y.CopyTo(lastY);
        Sweep<TReduction, V>(reduction, ref MemoryMarshal.GetReference(lastX), ref MemoryMarshal.GetReference(lastY), Partials, ref partial);
    }

    static float Short<TReduction, V>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TReduction : struct, IReduction
        where V : struct, IVectorLane<V>
    {
        Span<float> partials = stackalloc float[ShortRow], padded = stackalloc float[ShortRow];
        partials.Fill(TReduction.Neutral);
        x.CopyTo(partials);
        y.CopyTo(padded);
        ref float partial = ref MemoryMarshal.GetReference(partials);
        ref float with = ref MemoryMarshal.GetReference(padded);
        for (nuint i = 0; i < ShortRow; i += (nuint)V.Count)
            V.Store(reduction.Add(V.Of(TReduction.Start), V.Load(ref partial, i), V.Load(ref with, i)), ref partial, i);
        return Fold<TReduction, V>(reduction, ref partial, ShortRow / 2);
    }

    static float Fold<TReduction, V>(TReduction reduction, ref float partial, nuint half)
        where TReduction : struct, IReduction
        where V : struct, IVectorLane<V>
    {
        for (; half >= (nuint)V.Count; half /= 2)
            for (nuint i = 0; i < half; i += (nuint)V.Count)
                V.Store(reduction.Join(V.Load(ref partial, i), V.Load(ref partial, i + half)), ref partial, i);
        for (; half > 0; half /= 2)
            for (nuint i = 0; i < half; i++)
                Lane1.Store(reduction.Join(Lane1.Load(ref partial, i), Lane1.Load(ref partial, i + half)), ref partial, i);
        return partial;
    }

    /// <summary>Adds n elements, a multiple of 64, to the 64 partial results; narrow lanes take several passes for the same order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Sweep<TReduction, V>(TReduction reduction, ref float x, ref float y, nuint n, ref float partial)
        where TReduction : struct, IReduction
        where V : struct, IVectorLane<V>
    {
        nuint count = (nuint)V.Count;
        for (nuint first = 0; first < Partials; first += 4 * count)
        {
            V p0 = V.Load(ref partial, first), p1 = V.Load(ref partial, first + count);
            V p2 = V.Load(ref partial, first + 2 * count), p3 = V.Load(ref partial, first + 3 * count);
            for (nuint i = first; i < n; i += Partials)
            {
                p0 = reduction.Add(p0, V.Load(ref x, i), V.Load(ref y, i));
                p1 = reduction.Add(p1, V.Load(ref x, i + count), V.Load(ref y, i + count));
                p2 = reduction.Add(p2, V.Load(ref x, i + 2 * count), V.Load(ref y, i + 2 * count));
                p3 = reduction.Add(p3, V.Load(ref x, i + 3 * count), V.Load(ref y, i + 3 * count));
            }
            V.Store(p0, ref partial, first);
            V.Store(p1, ref partial, first + count);
            V.Store(p2, ref partial, first + 2 * count);
            V.Store(p3, ref partial, first + 3 * count);
        }
    }

    [DoesNotReturn]
    static void ThrowLength(string where, string what, long expected, int got) =>
        throw new ArgumentException($"{where}: expected {expected} numbers in {what}, but got {got}.");

    [DoesNotReturn]
    static void ThrowNegative(int outer, int axis, int inner) =>
        throw new ArgumentException($"Reduce: expected sizes of at least 0, but got outer = {outer}, axis = {axis}, inner = {inner}.");

    /// <summary>One step of a reduction over pairs (x, y); those of one variable ignore y.</summary>
    internal interface IReduction
    {
        /// <summary>What a partial result begins with.</summary>
        static abstract float Start { get; }

        /// <summary>An x that changes nothing (beside y = 0): fills the last 64 elements up.</summary>
        static abstract float Neutral { get; }

        V Add<V>(V partial, V x, V y) where V : struct, ILane<V>;

        V Join<V>(V a, V b) where V : struct, ILane<V>;
    }

    internal readonly struct SumOf : IReduction
    {
        public static float Start => 0;
        public static float Neutral => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => partial + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
    }

    internal readonly struct SumOfProducts : IReduction
    {
        public static float Start => 0;
        public static float Neutral => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => V.MultiplyAdd(x, y, partial);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
    }

    internal readonly struct Largest : IReduction
    {
        public static float Start => float.NegativeInfinity;
        public static float Neutral => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => Join(partial, x);

        // Max keeps a NaN of b only. Where a is NaN or ∞, so is a + |b|, and NaN if b is.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, V.Of(float.PositiveInfinity), V.Max(a, b), a + V.Abs(b));
    }

    internal readonly struct ExpOf(float shift) : IReduction
    {
        public static float Start => 0;
        public static float Neutral => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => partial + V.Exp(x - V.Of(shift));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
    }

    internal readonly struct ZeroIfFinite : IReduction
    {
        public static float Start => 0;
        public static float Neutral => 0;

        // 0·x is NaN for an infinite x and for NaN.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => V.MultiplyAdd(x, V.Of(0), partial);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
    }
}
