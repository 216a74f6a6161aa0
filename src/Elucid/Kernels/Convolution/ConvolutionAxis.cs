namespace Elucid.Kernels;

/// <summary>One axis of a convolution: output o reads input o · Stride + tap · Dilation − Padding, and 0 where there is none, for each tap below
/// Kernel.</summary>
/// <param name="Input">Length of the input.</param>
/// <param name="Output">Length of the output.</param>
/// <param name="Kernel">Taps; 0 where an input of a larger stride is never read.</param>
/// <param name="Stride">Inputs from one output to the next.</param>
/// <param name="Padding">Zeros before the input; a negative number skips inputs.</param>
/// <param name="Dilation">Inputs from one tap to the next.</param>
internal readonly record struct ConvolutionAxis(int Input, int Output, int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>How far the last tap lies after the first.</summary>
    public int Reach => Math.Max(0, Kernel - 1) * Dilation;

    /// <summary>
    /// The gradient with respect to the inputs phase, phase + Stride, phase + 2 · Stride, …: a convolution of stride 1 over the gradient with respect
    /// to the output, with those of the taps, last to first, that read such an input. Its tap t is tap <paramref name="lastTap"/> − t ·
    /// <paramref name="tapStep"/> of this axis.
    /// </summary>
    public ConvolutionAxis Backward(int phase, out int lastTap, out int tapStep)
    {
        // Tap k reads input phase + Stride · q for output o = q + (phase + Padding − k · Dilation) / Stride, where that is an integer: for every
        // tapStep-th k.
        int common = CommonDivisor(Stride, Dilation);
        tapStep = Stride / common;
        int first = 0;
        while (first < tapStep && (phase + Padding - first * Dilation) % Stride != 0)
            first++;
        int count = first == tapStep || first >= Kernel ? 0 : (Kernel - 1 - first) / tapStep + 1;
        lastTap = first + (count - 1) * tapStep;
        int outputs = phase >= Input ? 0 : (Input - 1 - phase) / Stride + 1;
        return new(Output, outputs, count, Stride: 1, count == 0 ? 0 : -(phase + Padding - lastTap * Dilation) / Stride, Dilation / common);
    }

    static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}

/// <summary>The sizes of a convolution of [images, groups · channels, rows, columns] with weights [groups · filters, channels, kernel rows, kernel
/// columns].</summary>
/// <param name="Images">The batch.</param>
/// <param name="Groups">Parts of the channels that do not see each other.</param>
/// <param name="Channels">Input channels of one group.</param>
/// <param name="Filters">Output channels of one group.</param>
/// <param name="Rows">The vertical axis.</param>
/// <param name="Columns">The horizontal axis.</param>
internal readonly record struct ConvolutionShape(int Images, int Groups, int Channels, int Filters, ConvolutionAxis Rows, ConvolutionAxis Columns)
{
    /// <summary>Numbers in one channel of the input.</summary>
    public int InputPlane => Rows.Input * Columns.Input;

    /// <summary>Numbers in one channel of the output.</summary>
    public int OutputPlane => Rows.Output * Columns.Output;

    /// <summary>Weights of one filter in one channel.</summary>
    public int Taps => Rows.Kernel * Columns.Kernel;

    /// <summary>Weights of one filter.</summary>
    public int Depth => Channels * Taps;

    /// <summary>Multiply-adds of one pass.</summary>
    public long Work => (long)Images * Groups * Filters * OutputPlane * Math.Max(1, Depth);
}
