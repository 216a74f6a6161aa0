using Elucid.Kernels;

namespace Elucid;

/// <summary>The sizes of a convolution and the shape of its output, checked.</summary>
internal readonly struct Convolution2d
{
    /// <param name="where">How errors begin.</param>
    /// <param name="x">[batch, inChannels, height, width], or [batch, inChannels, length].</param>
    /// <param name="weight">[outChannels, inChannels / groups, kernelHeight, kernelWidth], or [outChannels, inChannels / groups, kernelSize].</param>
    /// <param name="bias">[outChannels], if there is one.</param>
    /// <param name="window">The options.</param>
    /// <param name="isSequence">Whether there is one axis only: images one number wide, of which nothing needs a copy per column of the
    /// kernel.</param>
    public Convolution2d(string where, Shape x, Shape weight, Shape? bias, ConvolutionWindow window, bool isSequence = false)
    {
        (int rank, int groups) = (isSequence ? 3 : 4, window.Groups);
        CheckWeight(
            where, weight, rank,
            isSequence ? "[outChannels, inChannels / groups, kernelSize]" : "[outChannels, inChannels / groups, kernelHeight, kernelWidth]",
            weight.Rank == rank ? weight[0] : 0, "outChannels", groups);
        int inChannels = weight[1] * groups, outChannels = weight[0];
        if (x.Rank != rank || x[1] != inChannels)
            ShapeException.Throw(
                where, "input", $"[batch, {inChannels}, {(isSequence ? "length" : "height, width")}]", x,
                $"The weight has shape {weight}" + (groups == 1 ? "." : $" and there are {groups} groups: {inChannels} channels."));
        CheckBias(where, bias, outChannels, weight);
        ConvolutionAxis rows = window.Rows(x[2], weight[2]), columns = isSequence ? new(1, 1, 1, 1, 0, 1) : window.Columns(x[3], weight[3]);
        if (rows.Output < 1 || columns.Output < 1)
            throw new ShapeException(
                $"{where}: an input of shape {x} is smaller than the kernel, which spans "
                    + $"{rows.Reach + 1}{(isSequence ? "" : $" × {columns.Reach + 1}")} of it. Use more padding.");
        Shape = new(x[0], groups, weight[1], outChannels / groups, rows, columns);
        Output = isSequence ? [x[0], outChannels, rows.Output] : [x[0], outChannels, rows.Output, columns.Output];
    }

    Convolution2d(ConvolutionShape shape, Shape output) => (Shape, Output) = (shape, output);

    /// <summary>The sizes as the kernels see them; those of the convolution whose gradient it is for a transposed one.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>The shape of the result.</summary>
    public Shape Output { get; }

    /// <summary>A transposed convolution.</summary>
    public static Convolution2d Transposed(string where, Shape x, Shape weight, Shape? bias, ConvolutionWindow window, Size2d outputPadding)
    {
        CheckWeight(where, weight, 4, "[inChannels, outChannels / groups, kernelHeight, kernelWidth]", weight.Rank == 4 ? weight[0]
            : 0, "inChannels", window.Groups);
        int inChannels = weight[0], outChannels = weight[1] * window.Groups;
        if (x.Rank != 4 || x[1] != inChannels)
            ShapeException.Throw(
                where, "input", $"[batch, {inChannels}, height, width]", x,
                $"The weight has shape {weight}, that is [inChannels, outChannels / groups, …].");
        CheckBias(where, bias, outChannels, weight);
        ConvolutionAxis rows = Axis(x[2], weight[2], window.Stride.Height, window.Padding.Size.Height, window.Dilation.Height, outputPadding.Height);
        ConvolutionAxis columns = Axis(x[3], weight[3], window.Stride.Width, window.Padding.Size.Width, window.Dilation.Width, outputPadding.Width);
        if (rows.Input < 1 || columns.Input < 1)
            throw new ShapeException(
                $"{where}: the output of an input of shape {x} with a kernel of {weight[2]} × {weight[3]} would be empty. Use less padding.");
        return new(new(x[0], window.Groups, weight[1], weight[0] / window.Groups, rows, columns), [x[0], outChannels, rows.Input, columns.Input]);
    }

    /// <summary>Of the convolution whose gradient it is: its output is as long as the input here.</summary>
    static ConvolutionAxis Axis(int input, int kernel, int stride, int padding, int dilation, int outputPadding) =>
        new((input - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1, input, kernel, stride, padding, dilation);

    static void CheckWeight(string where, Shape weight, int rank, string expected, int channels, string name, int groups)
    {
        if (weight.Rank != rank || weight.Size == 0)
            ShapeException.Throw(where, "weight", expected, weight, "No axis may be empty.");
        if (channels % groups != 0)
            throw new ShapeException($"{where}: {name} must be divisible by the groups, but got {channels} and {groups}.");
    }

    static void CheckBias(string where, Shape? bias, int channels, Shape weight)
    {
        if (bias is Shape shape && shape != new Shape(channels))
            ShapeException.Throw(where, "bias", $"[{channels}]", shape, $"The weight has shape {weight}.");
    }
}
