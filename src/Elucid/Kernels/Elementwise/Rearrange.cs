using System.Buffers;

namespace Elucid.Kernels;

/// <summary>A tensor seen as [outer, first, middle, second, inner], of which first and second change places.</summary>
internal readonly record struct SwapShape(int Outer, int First, int Middle, int Second, int Inner)
{
    /// <summary>The swap that undoes this one.</summary>
    public SwapShape Reversed => this with { First = Second, Second = First };
}

/// <summary>Copies that change the order of numbers: slices, concatenation, transposition.</summary>
internal static class Rearrange
{
    /// <summary>y[o, b, m, a, i] = x[o, a, m, b, i], or adds to it.</summary>
    public static void Swap(SwapShape s, ReadOnlySpan<float> x, Span<float> y, bool accumulate)
    {
        int read = 0;
        for (int o = 0; o < s.Outer; o++)
            for (int a = 0; a < s.First; a++)
                for (int m = 0; m < s.Middle; m++)
                    for (int b = 0; b < s.Second; b++)
                    {
                        int write = (((o * s.Second + b) * s.Middle + m) * s.First + a) * s.Inner;
                        CopyOrAdd(x.Slice(read, s.Inner), y.Slice(write, s.Inner), accumulate);
                        read += s.Inner;
                    }
    }

    /// <summary>Copies <paramref name="count"/> runs of equal length between two strided places, or adds them.</summary>
    public static void CopyRuns(
        int count, int run, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, bool accumulate)
    {
        for (int i = 0; i < count; i++)
            CopyOrAdd(x.Slice(i * xStride, run), y.Slice(i * yStride, run), accumulate);
    }

    /// <summary>y[i] = x[rows[i]], row by row.</summary>
    public static void GatherRows(ReadOnlySpan<float> x, ReadOnlySpan<int> rows, int width, Span<float> y)
    {
        for (int i = 0; i < rows.Length; i++)
            x.Slice(rows[i] * width, width).CopyTo(y[(i * width)..]);
    }

    /// <summary>y[rows[i]] = x[i], or adds to it, row by row in their order.</summary>
    public static void ScatterRows(ReadOnlySpan<float> x, ReadOnlySpan<int> rows, int width, Span<float> y, bool accumulate)
    {
        for (int i = 0; i < rows.Length; i++)
            CopyOrAdd(x.Slice(i * width, width), y.Slice(rows[i] * width, width), accumulate);
    }

    /// <summary>y[rows[i]] += x[i] for all i with rows[i] other than <paramref name="except"/>, in their order; what a row gets of many is a
    /// <see cref="LongSum"/>.</summary>
    public static void AddRows(ReadOnlySpan<float> x, ReadOnlySpan<int> rows, int width, Span<float> y, int? except = null)
    {
        int[]? counts = rows.Length > LongSum.Longest && width > 0 ? ArrayPool<int>.Shared.Rent(y.Length / width) : null;
        if (counts is not null)
        {
            Array.Clear(counts);
            foreach (int row in rows)
                counts[row]++;
        }
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (row == except || counts?[row] < 0)
                continue;
            Span<float> sum = y.Slice(row * width, width);
            if (counts?[row] > LongSum.Longest)
            {
                AddMany(x, rows, row, counts[row], width, sum);
                counts[row] = -1;       // all at once
            }
            else
                CopyOrAdd(x.Slice(i * width, width), sum, accumulate: true);
        }
        if (counts is not null)
            ArrayPool<int>.Shared.Return(counts);
    }

    static void AddMany(ReadOnlySpan<float> x, ReadOnlySpan<int> rows, int row, int count, int width, Span<float> sum)
    {
        int blocks = LongSum.Blocks(count), found = 0;
        float[] space = ArrayPool<float>.Shared.Rent(blocks * width);
        Array.Clear(space);
        for (int i = 0; i < rows.Length; i++)
            if (rows[i] == row)
                CopyOrAdd(x.Slice(i * width, width), space.AsSpan(found++ / LongSum.Block * width, width), accumulate: true);
        LongSum.AddRows(space.AsSpan(), blocks, width, sum);
        ArrayPool<float>.Shared.Return(space);
    }

    static void CopyOrAdd(ReadOnlySpan<float> x, Span<float> y, bool accumulate)
    {
        if (!accumulate)
            x.CopyTo(y);
        else if (y.Length == 1)
            y[0] += x[0];
        else
            Elementwise.Add(x, y, y);
    }
}
