namespace Elucid.Kernels;

/// <summary>The windows of a pooling along one axis: which inputs each output sees.</summary>
internal sealed class PoolingAxis
{
    readonly int[] _firsts, _counts;

    PoolingAxis(int input, int output, int step)
    {
        (Input, Output, Step) = (input, output, step);
        (_firsts, _counts, Divisors) = (new int[output], new int[output], new int[output]);
    }

    /// <summary>Windows of equal size and distance over an input with padding, which no window sees.</summary>
    /// <param name="input">Length of the input.</param>
    /// <param name="kernel">Inputs in a window.</param>
    /// <param name="stride">Inputs from one window to the next.</param>
    /// <param name="padding">Inputs that are thought on both sides.</param>
    /// <param name="dilation">From one input of a window to the next.</param>
    /// <param name="ceilMode">Whether a last window may leave the padding; it begins inside the input or the padding before it.</param>
    /// <param name="countsPadding">Whether the divisor of a mean counts the padding.</param>
    public static PoolingAxis Windows(int input, int kernel, int stride, int padding, int dilation, bool ceilMode, bool countsPadding)
    {
        int free = input + 2 * padding - dilation * (kernel - 1) - 1;
        int output = free < 0 ? 0 : (free + (ceilMode ? stride - 1 : 0)) / stride + 1;
        if (ceilMode && (output - 1) * stride >= input + padding)
            output--;
        PoolingAxis axis = new(input, output, dilation) { Kernel = kernel, Stride = stride, Padding = padding };
        for (int o = 0; o < output; o++)
        {
            int start = o * stride - padding, skipped = start < 0 ? (-start + dilation - 1) / dilation : 0;
            int first = start + skipped * dilation, count = first >= input ? 0 : Math.Min(kernel - skipped, (input - 1 - first) / dilation + 1);
            axis._firsts[o] = first;
            axis._counts[o] = Math.Max(count, 0);
            axis.Divisors[o] = countsPadding ? Math.Min(start + kernel, input + padding) - start : axis._counts[o];
        }
        // Between those that the edges cut off lie windows that are whole.
        (axis.WholeFrom, axis.WholeTo) = (Math.Min(output, (padding + stride - 1) / stride), output);
        while (axis.WholeTo > axis.WholeFrom && axis._counts[axis.WholeTo - 1] < kernel)
            axis.WholeTo--;
        return axis;
    }

    /// <summary>So many windows that share the input out as evenly as whole numbers allow: window o reaches from ⌊o · input / output⌋ to ⌈(o + 1) ·
    /// input / output⌉.</summary>
    public static PoolingAxis Adaptive(int input, int output)
    {
        if (output > 0 && input % output == 0 && input > 0)
            return Windows(input, input / output, input / output, padding: 0, dilation: 1, ceilMode: false, countsPadding: false);
        PoolingAxis axis = new(input, output, step: 1);
        for (int o = 0; o < output; o++)
        {
            axis._firsts[o] = (int)((long)o * input / output);
            axis.Divisors[o] = axis._counts[o] = (int)(((o + 1L) * input + output - 1) / output) - axis._firsts[o];
        }
        return axis;
    }

    /// <summary>Length of the input.</summary>
    public int Input { get; }

    /// <summary>How many windows there are.</summary>
    public int Output { get; }

    /// <summary>From one input of a window to the next.</summary>
    public int Step { get; }

    /// <summary>Inputs in a whole window; 0 where windows differ.</summary>
    public int Kernel { get; private init; }

    /// <summary>Inputs from one window to the next; 0 where that differs.</summary>
    public int Stride { get; private init; }

    /// <summary>Inputs that are thought before the first.</summary>
    public int Padding { get; private init; }

    /// <summary>The first window that no edge cuts off, and the end of those: windows from here to there see input o · stride − padding and those
    /// after it.</summary>
    public int WholeFrom { get; private set; }

    /// <inheritdoc cref="WholeFrom"/>
    public int WholeTo { get; private set; }

    /// <summary>What a mean divides by.</summary>
    public int[] Divisors { get; }

    /// <summary>The first input of a window.</summary>
    public int First(int output) => _firsts[output];

    /// <summary>How many inputs a window has; 0 where it lies in the padding.</summary>
    public int Count(int output) => _counts[output];

    /// <summary>No input belongs to more windows.</summary>
    public int MostWindows => Math.Min(Output, Kernel > 0 ? Step == 1 ? (Kernel - 1) / Stride + 1 : Kernel : Output / Math.Max(1, Input) + 2);

    /// <summary>Whether no input belongs to two windows, and windows have no gaps.</summary>
    public bool IsDisjoint => Kernel > 0 && Stride >= Kernel && Step == 1;

    /// <summary>Whether there is one window, of all inputs and nothing else.</summary>
    public bool IsWhole => Output == 1 && Step == 1 && _counts[0] == Input && Divisors[0] == Input;

    /// <summary>Whether each input belongs to one window of two.</summary>
    public bool IsPairs => Kernel == 2 && Stride == 2 && Padding == 0 && Step == 1 && WholeFrom == 0 && WholeTo == Output;
}
