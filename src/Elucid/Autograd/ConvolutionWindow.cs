using Elucid.Kernels;

namespace Elucid;

/// <summary>How a convolution moves over its input, checked: stride, padding, dilation and groups.</summary>
/// <param name="Stride">Inputs from one output to the next.</param>
/// <param name="Padding">Zeros around the input.</param>
/// <param name="Dilation">Inputs from one tap of the kernel to the next.</param>
/// <param name="Groups">Parts of the channels that do not see each other.</param>
internal readonly record struct ConvolutionWindow(Size2d Stride, Padding Padding, Size2d Dilation, int Groups)
{
    /// <summary>The options with their defaults, checked.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ConvolutionWindow Of(string where, Size2d? stride, Padding padding, Size2d? dilation, int groups)
    {
        ConvolutionWindow window = new(stride ?? 1, padding, dilation ?? 1, groups);
        if (Math.Min(window.Stride.Height, window.Stride.Width) < 1)
            throw new ArgumentOutOfRangeException(nameof(stride), $"{where}: expected a stride of at least 1, but got {window.Stride}.");
        if (Math.Min(window.Dilation.Height, window.Dilation.Width) < 1)
            throw new ArgumentOutOfRangeException(nameof(dilation), $"{where}: expected a dilation of at least 1, but got {window.Dilation}.");
        if (Math.Min(padding.Size.Height, padding.Size.Width) < 0)
            throw new ArgumentOutOfRangeException(nameof(padding), $"{where}: expected a padding of at least 0, but got {padding}.");
        if (groups < 1)
            throw new ArgumentOutOfRangeException(nameof(groups), $"{where}: expected at least 1 group, but got {groups}.");
        if (padding.IsSame && window.Stride != 1)
            throw new ArgumentException(
                $"{where}: padding 'same' needs a stride of 1, but got {window.Stride}. Give the padding as a number.", nameof(padding));
        return window;
    }

    /// <summary>Throws unless a layer can have these sizes.</summary>
    public static void CheckSizes(string where, int inChannels, int outChannels, Size2d kernelSize, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        if (Math.Min(kernelSize.Height, kernelSize.Width) < 1)
            throw new ArgumentOutOfRangeException(nameof(kernelSize), $"{where}: expected a kernel size of at least 1, but got {kernelSize}.");
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException(
                $"{where}: inChannels and outChannels must be divisible by the groups, but got {inChannels}, {outChannels} and {groups}.",
                nameof(groups));
    }

    /// <summary>Throws unless a transposed convolution can have so many outputs more.</summary>
    public void CheckOutputPadding(string where, Size2d outputPadding)
    {
        if (Math.Min(outputPadding.Height, outputPadding.Width) < 0
            || outputPadding.Height >= Math.Max(Stride.Height, Dilation.Height) || outputPadding.Width >= Math.Max(Stride.Width, Dilation.Width))
            throw new ArgumentOutOfRangeException(nameof(outputPadding),
                $"{where}: expected an output padding of at least 0 and less than the stride {Stride} or the dilation {Dilation}, but got "
                    + $"{outputPadding}.");
    }

    /// <summary>The vertical axis of an image so high.</summary>
    public ConvolutionAxis Rows(int input, int kernel) => Axis(input, kernel, Stride.Height, Padding.Size.Height, Dilation.Height);

    /// <summary>The horizontal axis of an image so wide.</summary>
    public ConvolutionAxis Columns(int input, int kernel) => Axis(input, kernel, Stride.Width, Padding.Size.Width, Dilation.Width);

    /// <summary>The output is empty or negative where the padded input is smaller than the kernel.</summary>
    ConvolutionAxis Axis(int input, int kernel, int stride, int padding, int dilation)
    {
        int reach = (kernel - 1) * dilation;
        if (Padding.IsSame)
            return new(input, input, kernel, stride, reach / 2, dilation);
        int free = input + 2 * padding - reach - 1;
        return new(input, free < 0 ? 0 : free / stride + 1, kernel, stride, padding, dilation);
    }

    /// <summary>What differs from the defaults, as tables show it: <c>, stride 2, padding 1</c>.</summary>
    public override string ToString() =>
        (Stride == 1 ? "" : $", stride {Stride}") + (Padding == 0 ? "" : $", padding {Padding}") + (Dilation == 1 ? "" : $", dilation {Dilation}")
        + (Groups == 1 ? "" : $", {Groups} groups");
}
