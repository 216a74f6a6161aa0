using System.Buffers;

namespace Elucid.Kernels;

/// <summary>What passes gradients back to the numbers of a plane.</summary>
internal unsafe interface IWideBackward
{
    /// <summary>Adds the gradients of one plane.</summary>
    /// <param name="plane">Which.</param>
    /// <param name="sums">The gradients of the plane's numbers, 0 at first.</param>
    /// <param name="line">As long as a row; whatever is there.</param>
    void Add(int plane, double* sums, double* line);
}

/// <summary>
/// Gradients of numbers that are part of more outputs than a running sum has terms (<see cref="LongSum.Longest"/>), such as one number that was
/// resized to a whole signal: added up as doubles, in the order of the outputs.
/// </summary>
internal static unsafe class WideGradients
{
    /// <summary>dx += the gradients of all planes.</summary>
    public static void ForEachPlane<TBackward>(TBackward backward, int planes, long outputs, float* dx, int rows, int width)
        where TBackward : struct, IWideBackward =>
        Threads.For(planes, outputs, new Planes<TBackward>(backward, dx, rows * width, width));

    readonly struct Planes<TBackward>(TBackward backward, float* dx, int size, int width) : IThreadsBody where TBackward : struct, IWideBackward
    {
        public void Run(int index)
        {
            double[] space = ArrayPool<double>.Shared.Rent(size + width);
            Array.Clear(space, 0, size);
            float* to = dx + (nint)index * size;
            fixed (double* sums = space)
            {
                backward.Add(index, sums, sums + size);
                for (int i = 0; i < size; i++)
                    to[i] += (float)sums[i];
            }
            ArrayPool<double>.Shared.Return(space);
        }
    }

    /// <summary>Of a resizing: each output's gradient goes to the numbers that it was mixed of.</summary>
    public readonly struct Resized(float* dy, ResamplingAxis rows, ResamplingAxis columns) : IWideBackward
    {
        public void Add(int plane, double* sums, double* line)
        {
            float* from = dy + (nint)plane * rows.Output * columns.Output;
            for (int o = 0; o < rows.Output; o++, from += columns.Output)
            {
                AddRow(from, 1 - (double)rows.Share(o), sums + (nint)rows.Low(o) * columns.Input);
                if (!rows.IsCopy)
                    AddRow(from, rows.Share(o), sums + (nint)rows.High(o) * columns.Input);
            }
        }

        void AddRow(float* from, double factor, double* to)
        {
            for (int o = 0; o < columns.Output; o++)
            {
                to[columns.Low(o)] += factor * (1 - (double)columns.Share(o)) * from[o];
                if (!columns.IsCopy)
                    to[columns.High(o)] += factor * columns.Share(o) * from[o];
            }
        }
    }

    /// <summary>Of means: each number gets its share of every window that it lies in.</summary>
    public readonly struct Mean(float* dy, PoolingAxis rows, PoolingAxis columns) : IWideBackward
    {
        public void Add(int plane, double* sums, double* line)
        {
            int width = columns.Input;
            float* from = dy + (nint)plane * rows.Output * columns.Output;
            for (int row = 0; row < rows.Output; row++, from += columns.Output)
            {
                new Span<double>(line, width).Clear();
                for (int column = 0; column < columns.Output; column++)
                {
                    double share = from[column] / ((double)rows.Divisors[row] * columns.Divisors[column]);
                    double* at = line + columns.First(column);
                    for (int tap = columns.Count(column); tap > 0; tap--, at += columns.Step)
                        *at += share;
                }
                double* to = sums + (nint)rows.First(row) * width;
                for (int tap = rows.Count(row); tap > 0; tap--, to += (nint)rows.Step * width)
                    LongSum.Add(new ReadOnlySpan<double>(line, width), new Span<double>(to, width));
            }
        }
    }

    /// <summary>Of maxima: the first place of a window's maximum gets its gradient.</summary>
    public readonly struct Max(float* x, float* y, float* dy, PoolingAxis rows, PoolingAxis columns) : IWideBackward
    {
        public void Add(int plane, double* sums, double* line)
        {
            float* from = x + (nint)plane * rows.Input * columns.Input;
            nint output = (nint)plane * rows.Output * columns.Output;
            for (int row = 0; row < rows.Output; row++)
                for (int column = 0; column < columns.Output; column++, output++)
                    if (Place(from, y[output], row, column) is { } place)
                        sums[place] += dy[output];
        }

        nint? Place(float* from, float largest, int row, int column)
        {
            nint line = (nint)rows.First(row) * columns.Input;
            for (int down = rows.Count(row); down > 0; down--, line += (nint)rows.Step * columns.Input)
            {
                nint at = line + columns.First(column);
                for (int along = columns.Count(column); along > 0; along--, at += columns.Step)
                    if (!(from[at] < largest))      // also where either is NaN
                        return at;
            }
            return null;
        }
    }
}
