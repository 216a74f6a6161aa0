using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>How a pooling joins the numbers of a window.</summary>
internal interface IPooling
{
    /// <summary>What an empty window gives.</summary>
    static abstract float Empty { get; }

    /// <summary>Whether results are divided by the size of the window. A constant for the JIT.</summary>
    static abstract bool IsMean { get; }

    static abstract V Join<V>(V a, V b) where V : struct, ILane<V>;
}

/// <summary>The largest number; NaN if there is one.</summary>
internal readonly struct MaxPooling : IPooling
{
    public static float Empty => float.NegativeInfinity;
    public static bool IsMean => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V a, V b) where V : struct, ILane<V> => default(Largest).Join(a, b);
}

/// <summary>The mean.</summary>
internal readonly struct MeanPooling : IPooling
{
    public static float Empty => 0;
    public static bool IsMean => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
}

/// <summary>Pooling of [planes, rows, columns]: first down each column of a row of windows, then along the row. Every output is computed alone, so
/// threads share the planes.</summary>
internal static unsafe class Pooling
{
    // A buffered row is followed by so many numbers that loads of every second number may reach into.
    const int Slack = 2 * NormLayout.Width;

    /// <summary>y = the joined numbers of each window.</summary>
    public static void Forward<TPooling>(ReadOnlySpan<float> x, Span<float> y, PoolingAxis rows, PoolingAxis columns)
        where TPooling : struct, IPooling
    {
        fixed (float* xs = x, ys = y)
            if (TPooling.IsMean && rows.IsWhole && columns.IsWhole)
                ForEachPlane(new WholeMean(xs, ys, rows.Input * columns.Input), y.Length, rows, columns);
            else
                ForEachPlane(new ForwardPlane<TPooling>(xs, ys, rows, columns), y.Length, rows, columns);
    }

    /// <summary>dx = the gradient of each window's mean, shared out.</summary>
    public static void BackwardMean(ReadOnlySpan<float> dy, Span<float> dx, PoolingAxis rows, PoolingAxis columns, bool accumulate)
    {
        fixed (float* dys = dy, dxs = dx)
        {
            if (!accumulate && rows.IsWhole && columns.IsWhole)
            {
                ForEachPlane(new WholeMeanGradient(dys, dxs, rows.Input * columns.Input), dy.Length, rows, columns);
                return;
            }
            if (!accumulate && rows.IsDisjoint && columns.IsDisjoint)
            {
                ForEachPlane(new DisjointMeanPlane(dys, dxs, rows, columns), dy.Length, rows, columns);
                return;
            }
            if (!accumulate)
                dx.Clear();
            if (Math.Max(rows.MostWindows, columns.MostWindows) > LongSum.Longest)
                WideGradients.ForEachPlane(
                    new WideGradients.Mean(dys, rows, columns), Planes(dy.Length, rows, columns), dx.Length, dxs, rows.Input, columns.Input);
            else
                ForEachPlane(new MeanPlane(dys, dxs, rows, columns), dy.Length, rows, columns);
        }
    }

    /// <summary>dx = the gradient of each window's maximum, at its first place.</summary>
    public static void BackwardMax(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, PoolingAxis rows, PoolingAxis columns, bool accumulate)
    {
        fixed (float* xs = x, ys = y, dys = dy, dxs = dx)
        {
            if (!accumulate && rows.IsPairs && columns.IsPairs)
            {
                ForEachPlane(new PairsPlane(xs, ys, dys, dxs, rows, columns), dy.Length, rows, columns);
                return;
            }
            if (!accumulate)
                dx.Clear();
            if ((long)rows.MostWindows * columns.MostWindows > LongSum.Longest)
                WideGradients.ForEachPlane(
                    new WideGradients.Max(xs, ys, dys, rows, columns), Planes(dy.Length, rows, columns), dx.Length, dxs, rows.Input, columns.Input);
            else
                ForEachPlane(new MaxPlane(xs, ys, dys, dxs, rows, columns), dy.Length, rows, columns);
        }
    }

    static void ForEachPlane<TBody>(TBody plane, int outputs, PoolingAxis rows, PoolingAxis columns) where TBody : struct, IThreadsBody
    {
        int planes = Planes(outputs, rows, columns);
        if (planes > 0)
            Threads.For(planes, (long)planes * rows.Input * columns.Input, plane);
    }

    static int Planes(int outputs, PoolingAxis rows, PoolingAxis columns) => outputs == 0 ? 0 : outputs / (rows.Output * columns.Output);

    readonly struct ForwardPlane<TPooling>(float* x, float* y, PoolingAxis rows, PoolingAxis columns) : IThreadsBody where TPooling : struct, IPooling
    {
        public void Run(int index)
        {
            int width = columns.Input;
            float* plane = x + (nint)index * rows.Input * width, to = y + (nint)index * rows.Output * columns.Output;
            fixed (float* line = Workspace.Rent(width + Slack))
            {
                for (int o = 0; o < rows.Output; o++, to += columns.Output)
                {
                    int count = rows.Count(o);
                    if (count == 0)
                    {
                        new Span<float>(to, columns.Output).Fill(TPooling.Empty);
                        continue;
                    }
                    PoolingRow.Down<TPooling>(plane + (nint)rows.First(o) * width, (nint)rows.Step * width, count, line, width);
                    PoolingRow.Along<TPooling>(line, to, columns, rows.Divisors[o]);
                }
            }
        }
    }

    /// <summary>The mean of a plane: no rows, one run.</summary>
    readonly struct WholeMean(float* x, float* y, int length) : IThreadsBody
    {
        public void Run(int index) => y[index] = PoolingRow.Sum(x + (nint)index * length, length) * (1f / length);
    }

    readonly struct WholeMeanGradient(float* dy, float* dx, int length) : IThreadsBody
    {
        public void Run(int index) => new Span<float>(dx + (nint)index * length, length).Fill(dy[index] * (1f / length));
    }

    readonly struct MeanPlane(float* dy, float* dx, PoolingAxis rows, PoolingAxis columns) : IThreadsBody
    {
        public void Run(int index)
        {
            int width = columns.Input;
            float* plane = dx + (nint)index * rows.Input * width, from = dy + (nint)index * rows.Output * columns.Output;
            fixed (float* line = Workspace.Rent(width))
            {
                for (int o = 0; o < rows.Output; o++, from += columns.Output)
                {
                    new Span<float>(line, width).Clear();
                    for (int column = 0; column < columns.Output; column++)
                    {
                        float share = from[column] * (1 / ((float)rows.Divisors[o] * columns.Divisors[column]));
                        float* at = line + columns.First(column);
                        for (int tap = columns.Count(column); tap > 0; tap--, at += columns.Step)
                            *at += share;
                    }
                    for (int tap = 0; tap < rows.Count(o); tap++)
                        ResamplingRow.Add(line, 1, plane + ((nint)rows.First(o) + (nint)tap * rows.Step) * width, width);
                }
            }
        }
    }

    /// <summary>Windows side by side: a row of shares is written to all rows of its windows, and zeros where there is no window.</summary>
    readonly struct DisjointMeanPlane(float* dy, float* dx, PoolingAxis rows, PoolingAxis columns) : IThreadsBody
    {
        public void Run(int index)
        {
            int width = columns.Input, next = 0;
            float* plane = dx + (nint)index * rows.Input * width, from = dy + (nint)index * rows.Output * columns.Output;
            for (int o = 0; o < rows.Output; o++, from += columns.Output)
            {
                int first = rows.First(o), count = rows.Count(o);
                if (count == 0)
                    continue;
                new Span<float>(plane + (nint)next * width, (first - next) * width).Clear();
                next = first + count;
                Span<float> row = new(plane + (nint)first * width, width);
                PoolingRow.Share(from, row, columns, rows.Divisors[o]);
                for (int tap = 1; tap < count; tap++)
                    row.CopyTo(new Span<float>(plane + (nint)(first + tap) * width, width));
            }
            new Span<float>(plane + (nint)next * width, (rows.Input - next) * width).Clear();
        }
    }

    /// <summary>Tap by tap, each for a whole row of windows: no number gets two gradients of one tap, so their order is the same for lanes of every
    /// width.</summary>
    readonly struct MaxPlane(float* x, float* y, float* dy, float* dx, PoolingAxis rows, PoolingAxis columns) : IThreadsBody
    {
        public void Run(int index)
        {
            int width = columns.Input, outputs = columns.Output;
            nint plane = (nint)index * rows.Input * width, output = (nint)index * rows.Output * outputs;
            fixed (float* left = Workspace.Rent(outputs))
                for (int o = 0; o < rows.Output; o++, output += outputs)
                {
                    new Span<float>(dy + output, outputs).CopyTo(new Span<float>(left, outputs));
                    nint row = plane + (nint)rows.First(o) * width;
                    for (int count = rows.Count(o); count > 0; count--, row += (nint)rows.Step * width)
                        PoolingRow.PassMaxima(x + row, y + output, left, dx + row, columns);
                }
        }
    }

    /// <summary>Windows of 2 × 2 side by side: every input is written once.</summary>
    readonly struct PairsPlane(float* x, float* y, float* dy, float* dx, PoolingAxis rows, PoolingAxis columns) : IThreadsBody
    {
        public void Run(int index)
        {
            int width = columns.Input, outputs = columns.Output;
            nint plane = (nint)index * rows.Input * width, output = (nint)index * rows.Output * outputs;
            for (int o = 0; o < rows.Output; o++, plane += 2 * width, output += outputs)
            {
                PoolingRow.PassPairs(x + plane, y + output, dy + output, dx + plane, outputs, width);
                if (width % 2 != 0)
                    dx[plane + width - 1] = dx[plane + 2 * width - 1] = 0;
            }
            if (rows.Input % 2 != 0)
                new Span<float>(dx + plane, width).Clear();
        }
    }
}
