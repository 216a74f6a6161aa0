using Elucid.Kernels;

namespace Elucid;

/// <summary>The options of a pooling, checked.</summary>
/// <param name="KernelSize">Height and width of a window.</param>
/// <param name="Stride">Inputs from one window to the next.</param>
/// <param name="Padding">Inputs thought on every side.</param>
/// <param name="Dilation">From one input of a window to the next.</param>
/// <param name="CeilMode">Whether the number of windows is rounded up.</param>
/// <param name="CountsPadding">Whether means count the padding.</param>
/// <param name="IsSequence">Whether there is one axis only.</param>
internal readonly record struct PoolingWindow(
    Size2d KernelSize, Size2d Stride, Size2d Padding, Size2d Dilation, bool CeilMode, bool CountsPadding, bool IsSequence)
{
    /// <summary>The options with their defaults, checked.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static PoolingWindow Of(string where, Size2d kernelSize, Size2d? stride, Size2d? padding, Size2d? dilation, bool ceilMode)
    {
        PoolingWindow window = new(kernelSize, stride ?? kernelSize, padding ?? 0, dilation ?? 1, ceilMode, CountsPadding: true, IsSequence: false);
        Require(where, "kernel", kernelSize, 1, nameof(kernelSize));
        Require(where, "stride", window.Stride, 1, nameof(stride));
        Require(where, "dilation", window.Dilation, 1, nameof(dilation));
        Require(where, "padding", window.Padding, 0, nameof(padding));
        if (2 * window.Padding.Height > kernelSize.Height || 2 * window.Padding.Width > kernelSize.Width)
            throw new ArgumentOutOfRangeException(
                nameof(padding), $"{where}: expected a padding of at most half the kernel {kernelSize}, but got {window.Padding}.");
        return window;
    }

    /// <summary>The options along one axis.</summary>
    public static PoolingWindow OfSequence(string where, int kernelSize, int? stride, int padding, int dilation, bool ceilMode) =>
        Of(where, kernelSize, stride, padding, dilation, ceilMode) with
        {
            KernelSize = (1, kernelSize),
            Stride = (1, stride ?? kernelSize),
            Padding = (0, padding),
            Dilation = (1, dilation),
            IsSequence = true,
        };

    /// <summary>The windows over an input of this shape.</summary>
    /// <exception cref="ShapeException">The input has another number of axes, or is smaller than a window.</exception>
    public PoolingPlan On(string where, Shape input)
    {
        if (input.Rank != (IsSequence ? 3 : 4))
            ShapeException.Throw(
                where, "input", IsSequence ? "[batch, channels, length]"
                    : "[batch, channels, height, width]", input, "Reshape or Select makes other axes of it.");
        PoolingAxis rows =
            PoolingAxis.Windows(
                IsSequence ? 1 : input[2], KernelSize.Height, Stride.Height, Padding.Height, Dilation.Height, CeilMode, CountsPadding);
        PoolingAxis columns = PoolingAxis.Windows(input[-1], KernelSize.Width, Stride.Width, Padding.Width, Dilation.Width, CeilMode, CountsPadding);
        if (rows.Output < 1 || columns.Output < 1)
            ShapeException.Throw(where, "input", IsSequence ? "[batch, channels, length]" : "[batch, channels, height, width]", input,
                $"It is smaller than a window of {this}: choose a smaller kernel or more padding.");
        return new PoolingPlan(rows, columns, IsSequence ? [input[0], input[1], columns.Output] : [input[0], input[1], rows.Output, columns.Output]);
    }

    /// <summary>Kernel, and what differs from the defaults, as tables show it: <c>3 × 3, stride 2 × 2, padding 1 × 1</c>.</summary>
    public override string ToString() =>
        Text(KernelSize) + (Stride == KernelSize ? "" : $", stride {Text(Stride)}") + (Padding == 0 ? "" : $", padding {Text(Padding)}")
            + (Dilation == 1 ? "" : $", dilation {Text(Dilation)}");

    string Text(Size2d size) => IsSequence ? $"{size.Width}" : $"{size}";

    // The sentence is made where it is needed alone: this is asked in every forward pass.
    static void Require(string where, string what, Size2d size, int least, string parameter)
    {
        if (Math.Min(size.Height, size.Width) < least)
            throw new ArgumentOutOfRangeException(parameter, $"{where}: expected a {what} of at least {least}, but got {size}.");
    }
}

/// <summary>The windows of a pooling over an input.</summary>
/// <param name="Rows">Along the height.</param>
/// <param name="Columns">Along the width.</param>
/// <param name="Output">The output's shape.</param>
internal sealed record PoolingPlan(PoolingAxis Rows, PoolingAxis Columns, Shape Output)
{
    /// <summary>So many windows that share the input out.</summary>
    public static PoolingPlan Adaptive(string where, Shape input, Size2d outputSize)
    {
        CheckImages(where, input, outputSize);
        return new PoolingPlan(
            PoolingAxis.Adaptive(input[2], outputSize.Height), PoolingAxis.Adaptive(input[3], outputSize.Width),
            [input[0], input[1], outputSize.Height, outputSize.Width]);
    }

    /// <summary>Throws unless images of this shape can be brought to this size.</summary>
    public static void CheckImages(string where, Shape input, Size2d outputSize)
    {
        if (Math.Min(outputSize.Height, outputSize.Width) < 1)
            throw new ArgumentOutOfRangeException(nameof(outputSize), $"{where}: expected an output of at least 1, but got {outputSize}.");
        if (input.Rank != 4 || input[2] == 0 || input[3] == 0)
            ShapeException.Throw(where, "input", "[batch, channels, height, width]", input, "Images must have at least one pixel.");
    }
}
