using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Reductions of neighbouring elements, in the order that <see cref="Reduce"/> states.</summary>
internal static class RowReduction
{
    const int Partials = 64;

    // Up to this length the partial results 16 to 63 are neutral: leaving them out changes no bit.
    const int ShortRow = 16;

    /// <summary>A sum, as a <see cref="LongSum"/>.</summary>
    public static float Sum<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TReduction : struct, IReduction
    {
        const int BlockOfBlocks = Partials * LongSum.BlockOfBlocks;
        if (x.Length <= Partials * LongSum.Longest)
            return Run(reduction, x, y);
        if (x.Length <= BlockOfBlocks)
            return SumBlocks(reduction, x, y);
        Span<float> sums = stackalloc float[(x.Length - 1) / BlockOfBlocks + 1];    // 512 at most
        for (int i = 0, start = 0; i < sums.Length; i++, start += BlockOfBlocks)
        {
            int length = Math.Min(BlockOfBlocks, x.Length - start);
            sums[i] = SumBlocks(reduction, x.Slice(start, length), y.Slice(start, length));
        }
        return Sum(default(SumOf), sums, sums);
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
            Lanes.Widest(new AddBody<TReduction>(reduction, x.Slice(start, length), y.Slice(start, length), partials));
            LongSum.Add<float>(partials, totals);
        }
        return Fold<TReduction, Lane1>(reduction, ref MemoryMarshal.GetReference(totals), Partials / 2);
    }

    /// <summary>All elements, whatever their number, to one set of partial results.</summary>
    /// <remarks>Not by <see cref="Lanes"/>: a softmax over rows of ten would take a twentieth longer.</remarks>
    public static float Run<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TReduction : struct, IReduction =>
        Lane16.IsSupported ? Run<TReduction, Lane16>(reduction, x, y)
        : Lane8.IsSupported ? Run<TReduction, Lane8>(reduction, x, y)
        : Lane4.IsSupported ? Run<TReduction, Lane4>(reduction, x, y)
        : Run<TReduction, Lane1>(reduction, x, y);

    public static float Run<TReduction, V>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
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

    readonly ref struct AddBody<TReduction>(TReduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> partials) : ILaneBody
        where TReduction : struct, IReduction
    {
        readonly ReadOnlySpan<float> _x = x, _y = y;
        readonly Span<float> _partials = partials;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V> => RowReduction.Add<TReduction, V>(reduction, _x, _y, _partials);
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
}
