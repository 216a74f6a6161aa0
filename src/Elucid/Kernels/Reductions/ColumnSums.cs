using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The sum of all rows of a matrix, each column in the order of the rows, as a <see cref="LongSum"/>.</summary>
internal static class ColumnSums
{
    /// <summary>sums = scale · the sum of the rows, or added to sums.</summary>
    public static void Add(ReadOnlySpan<float> x, int rows, Span<float> sums, float scale, bool accumulate)
    {
        if (rows > LongSum.Longest)
            AddBlocks(x, rows, sums, scale, accumulate);
        else
            Lanes.Pass(new AddPass(ref MemoryMarshal.GetReference(x), rows, ref MemoryMarshal.GetReference(sums), scale, accumulate), 0, sums.Length);
    }

    /// <summary>A row for each block, and then their sum.</summary>
    static void AddBlocks(ReadOnlySpan<float> x, int rows, Span<float> sums, float scale, bool accumulate)
    {
        int columns = sums.Length, blocks = LongSum.Blocks(rows);
        float[] space = ArrayPool<float>.Shared.Rent((blocks + 1) * columns);
        for (int block = 0; block < blocks; block++)
        {
            int first = block * LongSum.Block, count = Math.Min(LongSum.Block, rows - first);
            Add(x.Slice(first * columns, count * columns), count, space.AsSpan(block * columns, columns), scale: 1, accumulate: false);
        }
        Span<float> total = space.AsSpan(blocks * columns, columns);
        total.Clear();
        LongSum.AddRows(space.AsSpan(), blocks, columns, total);
        Add(total, rows: 1, sums, scale, accumulate);
        ArrayPool<float>.Shared.Return(space);
    }

    readonly ref struct AddPass(ref float x, int rows, ref float sums, float scale, bool accumulate) : ILanePass
    {
        readonly ref float _x = ref x, _sums = ref sums;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            ref float from = ref _x, to = ref _sums;
            nuint j = (nuint)i, columns = (nuint)end, count = (nuint)V.Count;
            int rowCount = rows;
            bool adds = accumulate;
            V factor = V.Of(scale);
            // Four lanes side by side hide the latency of the additions and use whole cache lines.
            for (; j + 4 * count <= columns; j += 4 * count)
            {
                V s0 = V.Of(0), s1 = V.Of(0), s2 = V.Of(0), s3 = V.Of(0);
                nuint at = j;
                for (int row = 0; row < rowCount; row++, at += columns)
                {
                    s0 += V.Load(ref from, at);
                    s1 += V.Load(ref from, at + count);
                    s2 += V.Load(ref from, at + 2 * count);
                    s3 += V.Load(ref from, at + 3 * count);
                }
                Finish(s0 * factor, ref to, j, adds);
                Finish(s1 * factor, ref to, j + count, adds);
                Finish(s2 * factor, ref to, j + 2 * count, adds);
                Finish(s3 * factor, ref to, j + 3 * count, adds);
            }
            for (; j + count <= columns; j += count)
            {
                V sum = V.Of(0);
                nuint at = j;
                for (int row = 0; row < rowCount; row++, at += columns)
                    sum += V.Load(ref from, at);
                Finish(sum * factor, ref to, j, adds);
            }
            return (int)j;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Finish<V>(V sum, ref float sums, nuint j, bool accumulate) where V : struct, IVectorLane<V> =>
            V.Store(accumulate ? V.Load(ref sums, j) + sum : sum, ref sums, j);
    }
}
