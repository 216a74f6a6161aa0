namespace Elucid.Kernels;

/// <summary>Where the numbers of a resized axis come from: each is a mixture of two neighbours.</summary>
internal sealed class ResamplingAxis
{
    readonly int[] _low, _high;
    readonly float[] _share;

    ResamplingAxis(int input, int output) => (Input, _low, _high, _share) = (input, new int[output], new int[output], new float[output]);

    /// <summary>Output o is input ⌊o · input / output⌋.</summary>
    public static ResamplingAxis Nearest(int input, int output)
    {
        ResamplingAxis axis = new(input, output) { IsCopy = true, IsDoubled = output == 2 * input };
        for (int o = 0; o < output; o++)
            axis._low[o] = axis._high[o] = (int)((long)o * input / output);
        return axis;
    }

    /// <summary>Output o is the input at <paramref name="place"/>, or the one at the edge that is nearest to it.</summary>
    public static ResamplingAxis Nearest(int input, int output, Func<int, int> place)
    {
        ResamplingAxis axis = new(input, output) { IsCopy = true };
        for (int o = 0; o < output; o++)
            axis._low[o] = axis._high[o] = Math.Clamp(place(o), 0, input - 1);
        return axis;
    }

    /// <summary>
    /// Output o lies at the place (o + ½) · input / output − ½ of the input, or, where the corners are aligned, at o · (input − 1) / (output − 1),
    /// and is interpolated between the inputs on both sides.
    /// </summary>
    public static ResamplingAxis Linear(int input, int output, bool alignCorners)
    {
        double Place(int o) => alignCorners ? output == 1 ? 0 : (double)o * (input - 1) / (output - 1) : (o + 0.5) * input / output - 0.5;
        return Linear(input, output, Place, isDoubled: output == 2 * input && !alignCorners);
    }

    /// <summary>Output o lies at <paramref name="place"/> of the input, or at the edge that is nearest to it, and is interpolated between the inputs
    /// on both sides.</summary>
    public static ResamplingAxis Linear(int input, int output, Func<int, double> place, bool isDoubled = false)
    {
        ResamplingAxis axis = new(input, output) { IsDoubled = isDoubled };
        for (int o = 0; o < output; o++)
        {
            double at = Math.Clamp(place(o), 0, input - 1);
            int low = (int)at;
            (axis._low[o], axis._high[o], axis._share[o]) = (low, Math.Min(low + 1, input - 1), (float)(at - low));
        }
        return axis;
    }

    /// <summary>Length of the input.</summary>
    public int Input { get; }

    /// <summary>Length of the output.</summary>
    public int Output => _low.Length;

    /// <summary>Whether every output is an input.</summary>
    public bool IsCopy { get; private init; }

    /// <summary>Whether there are two outputs at equal distances of each input.</summary>
    public bool IsDoubled { get; private init; }

    /// <summary>The input before the place of an output.</summary>
    public int Low(int output) => _low[output];

    /// <summary>The input behind it.</summary>
    public int High(int output) => _high[output];

    /// <summary>How much of the input behind is in the output; the rest is the one before.</summary>
    public float Share(int output) => _share[output];

    /// <summary>The most shares that an input has in outputs, or more than that where they are few.</summary>
    public int MostShares
    {
        get
        {
            int each = IsCopy ? 1 : 2;
            if (each * (long)Output <= LongSum.Longest)
                return each * Output;
            int[] shares = new int[Input];
            for (int o = 0; o < Output; o++)
            {
                shares[_low[o]]++;
                if (!IsCopy)
                    shares[_high[o]]++;
            }
            return shares.Max();
        }
    }

    /// <summary>Whether an output is the one before it once more.</summary>
    public bool Repeats(int output) => IsCopy && output > 0 && _low[output] == _low[output - 1];
}

/// <summary>Resizing of [planes, rows, columns], by rows and then along them; and what passes gradients back.</summary>
internal static unsafe class Resampling
{
    /// <summary>y = x at the places of the axes.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, ResamplingAxis rows, ResamplingAxis columns)
    {
        fixed (float* xs = x, ys = y)
            ForEachPlane(new ForwardPlane(xs, ys, rows, columns), y.Length, rows, columns);
    }

    /// <summary>dx = the gradients of all that each number is part of.</summary>
    public static void Backward(ReadOnlySpan<float> dy, Span<float> dx, ResamplingAxis rows, ResamplingAxis columns, bool accumulate)
    {
        if (!accumulate)
            dx.Clear();
        fixed (float* dys = dy, dxs = dx)
        {
            if (Math.Max(rows.MostShares, columns.MostShares) > LongSum.Longest)
                WideGradients.ForEachPlane(
                    new WideGradients.Resized(dys, rows, columns), dy.Length / (rows.Output * columns.Output), dy.Length, dxs, rows.Input,
                    columns.Input);
            else
                ForEachPlane(new BackwardPlane(dys, dxs, rows, columns), dy.Length, rows, columns);
        }
    }

    static void ForEachPlane<TBody>(TBody plane, int outputs, ResamplingAxis rows, ResamplingAxis columns) where TBody : struct, IThreadsBody =>
        Threads.For(outputs / Math.Max(1, rows.Output * columns.Output), outputs, plane);

    readonly struct ForwardPlane(float* x, float* y, ResamplingAxis rows, ResamplingAxis columns) : IThreadsBody
    {
        public void Run(int index)
        {
            int width = columns.Input, output = columns.Output;
            float* plane = x + (nint)index * rows.Input * width, to = y + (nint)index * rows.Output * output;
            fixed (float* space = Workspace.Rent(width + 2 * ResamplingRow.Margin))
            {
                float* line = space + ResamplingRow.Margin;
                for (int o = 0; o < rows.Output; o++, to += output)
                {
                    if (rows.Repeats(o))
                    {
                        new ReadOnlySpan<float>(to - output, output).CopyTo(new Span<float>(to, output));
                        continue;
                    }
                    float* low = plane + (nint)rows.Low(o) * width, high = plane + (nint)rows.High(o) * width;
                    if (rows.IsCopy)
                        new ReadOnlySpan<float>(low, width).CopyTo(new Span<float>(line, width));
                    else
                        ResamplingRow.Mix(low, high, rows.Share(o), line, width);
                    ResamplingRow.Along(line, to, columns);
                }
            }
        }
    }

    readonly struct BackwardPlane(float* dy, float* dx, ResamplingAxis rows, ResamplingAxis columns) : IThreadsBody
    {
        public void Run(int index)
        {
            int width = columns.Input, output = columns.Output;
            float* plane = dx + (nint)index * rows.Input * width, from = dy + (nint)index * rows.Output * output;
            fixed (float* line = Workspace.Rent(width + output + 2 * ResamplingRow.Margin))
            {
                float* dyLine = line + width + ResamplingRow.Margin;
                for (int o = 0; o < rows.Output; o++, from += output)
                {
                    if (!rows.Repeats(o))
                        new Span<float>(line, width).Clear();
                    new ReadOnlySpan<float>(from, output).CopyTo(new Span<float>(dyLine, output));
                    ResamplingRow.Back(dyLine, line, columns);
                    if (o + 1 < rows.Output && rows.Repeats(o + 1))
                        continue;
                    ResamplingRow.Add(line, 1 - rows.Share(o), plane + (nint)rows.Low(o) * width, width);
                    if (!rows.IsCopy)
                        ResamplingRow.Add(line, rows.Share(o), plane + (nint)rows.High(o) * width, width);
                }
            }
        }
    }
}
