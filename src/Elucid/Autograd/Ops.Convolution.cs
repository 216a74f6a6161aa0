using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>
    /// Convolution of images: y[n, o, i, j] = bias[o] + Σ weight[o, c, u, v] · x[n, c, i·stride + u·dilation − padding, j·stride + v·dilation −
    /// padding], over the channels c of the group of o and the kernel's rows u and columns v; x is 0 outside. (As everywhere, the kernel is not
    /// flipped.)
    /// </summary>
    /// <param name="x">[batch, inChannels, height, width]</param>
    /// <param name="weight">[outChannels, inChannels / groups, kernelHeight, kernelWidth]</param>
    /// <param name="bias">[outChannels] or null.</param>
    /// <param name="stride">Inputs from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the images; none by default. <see cref="Padding.Same"/> keeps height and width.</param>
    /// <param name="dilation">Inputs from one tap of the kernel to the next; 1 by default.</param>
    /// <param name="groups">Parts of the channels that do not see each other; as many as channels for a depthwise convolution.</param>
    /// <returns>[batch, outChannels, (height + 2·padding − dilation·(kernelHeight − 1) − 1) / stride + 1, the same for the width]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the padding is 'same' and the stride not 1.</exception>
    public static Tensor Conv2d(
        Tensor x, Tensor weight, Tensor? bias = null, Size2d? stride = null, Padding padding = default, Size2d? dilation = null, int groups = 1)
    {
        Convolution2d convolution =
            new("Conv2d", x.Shape, weight.Shape, bias?.Shape, ConvolutionWindow.Of("Conv2d", stride, padding, dilation, groups));
        return Convolve(convolution, x, weight, bias);
    }

    /// <summary>Convolution of sequences: <see cref="Conv2d"/> along one axis.</summary>
    /// <param name="x">[batch, inChannels, length]</param>
    /// <param name="weight">[outChannels, inChannels / groups, kernelSize]</param>
    /// <param name="bias">[outChannels] or null.</param>
    /// <param name="stride">Inputs from one output to the next.</param>
    /// <param name="padding">Zeros on both sides; none by default. <see cref="Padding.Same"/> keeps the length.</param>
    /// <param name="dilation">Inputs from one tap of the kernel to the next.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <returns>[batch, outChannels, (length + 2·padding − dilation·(kernelSize − 1) − 1) / stride + 1]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the padding is 'same' and the stride not 1.</exception>
    public static Tensor Conv1d(
        Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1)
    {
        Convolution2d convolution = new(
            "Conv1d", x.Shape, weight.Shape, bias?.Shape, ConvolutionWindow.Of("Conv1d", stride, padding, dilation, groups), isSequence: true);
        return Convolve(convolution, x, weight, bias);
    }

    /// <summary>
    /// Transposed convolution, also called deconvolution: what the gradient of <see cref="Conv2d"/> by its input computes, so that it makes images
    /// larger by the stride. y[n, o, i·stride + u·dilation − padding, j·stride + v·dilation − padding] += x[n, c, i, j] · weight[c, o, u, v], from
    /// bias[o] on.
    /// </summary>
    /// <param name="x">[batch, inChannels, height, width]</param>
    /// <param name="weight">[inChannels, outChannels / groups, kernelHeight, kernelWidth]</param>
    /// <param name="bias">[outChannels] or null.</param>
    /// <param name="stride">Outputs from one input to the next; 1 by default.</param>
    /// <param name="padding">Outputs that are cut off on every side; none by default.</param>
    /// <param name="outputPadding">More outputs below and to the right, where several sizes have the same convolution; less than the stride or the
    /// dilation.</param>
    /// <param name="dilation">Outputs from one tap of the kernel to the next; 1 by default.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <returns>[batch, outChannels, (height − 1)·stride − 2·padding + dilation·(kernelHeight − 1) + outputPadding + 1, the same for the
    /// width]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Tensor ConvTranspose2d(
        Tensor x, Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d? padding = null, Size2d? outputPadding = null,
        Size2d? dilation = null,
        int groups = 1)
    {
        ConvolutionWindow window = ConvolutionWindow.Of("ConvTranspose2d", stride, padding ?? 0, dilation, groups);
        window.CheckOutputPadding("ConvTranspose2d", outputPadding ?? 0);
        return ConvolveTransposed(
            Convolution2d.Transposed("ConvTranspose2d", x.Shape, weight.Shape, bias?.Shape, window, outputPadding ?? 0), x, weight, bias);
    }

    /// <summary>A convolution followed by an activation, applied to each part of the output while it is in cache; the same numbers.</summary>
    internal static Tensor ConvolveActivation(in Convolution2d convolution, Tensor x, Tensor weight, Tensor? bias, ConvolutionKernel activation)
    {
        ConvolutionShape shape = convolution.Shape;
        Tensor y = bias is null ? Tape.Result(convolution.Output, x, weight) : Tape.Result(convolution.Output, x, weight, bias);
        // The derivative is taken from the input of the activation, so a recorded pass keeps both.
        Tensor? z = y.RequiresGradient ? Tape.Scratch(convolution.Output) : null;
        activation.Forward(shape, x.ValuesMemory, weight.ValuesMemory, bias?.ValuesMemory ?? default, z?.ValuesMemory ?? default, y.ValuesMemory);
        return Tape.Record(y, () =>
        {
            // In the place of z, which is no longer needed.
            Memory<float> dz = z!.ValuesMemory;
            activation.Backward(shape, z.Values, y.Gradient, dz.Span, bias is null ? default : GradientToAddTo(bias));
            ConvolutionBackward(shape, x, weight, bias: null, dz);
        });
    }

    internal static Tensor Convolve(in Convolution2d convolution, Tensor x, Tensor weight, Tensor? bias)
    {
        ConvolutionShape shape = convolution.Shape;
        Tensor y = bias is null ? Tape.Result(convolution.Output, x, weight) : Tape.Result(convolution.Output, x, weight, bias);
        ConvolutionKernel.Plain.Forward(shape, x.ValuesMemory, weight.ValuesMemory, bias?.ValuesMemory ?? default, z: default, y.ValuesMemory);
        return Tape.Record(y, () => ConvolutionBackward(shape, x, weight, bias, y.GradientMemory));
    }

    internal static Tensor ConvolveTransposed(in Convolution2d transposed, Tensor x, Tensor weight, Tensor? bias)
    {
        Tensor y = bias is null ? Tape.Result(transposed.Output, x, weight) : Tape.Result(transposed.Output, x, weight, bias);
        ConvolutionShape shape = transposed.Shape;
        if (bias is null)
            Convolution.InputGradient(shape, x.ValuesMemory, weight.ValuesMemory, y.ValuesMemory, accumulate: false, default(NoEpilogue));
        else
            Convolution.InputGradient(shape, x.ValuesMemory, weight.ValuesMemory, y.ValuesMemory, accumulate: false,
                new ChannelActivation<Identity>(default, bias.ValuesMemory, bias.Shape.Size, default));
        return Tape.Record(y, () =>
        {
            ReadOnlyMemory<float> dy = y.GradientMemory;
            if (weight.RequiresGradient)
                Convolution.WeightGradient(shape, dy, x.ValuesMemory, weight.GradientToWrite(out bool accumulate), accumulate);
            if (bias is { RequiresGradient: true })
                Fused.SumPerUnit(dy.Span, GradientToAddTo(bias), shape.InputPlane);
            if (x.RequiresGradient)
                Convolution.Forward(shape, dy, weight.ValuesMemory, x.GradientToWrite(out bool accumulate), accumulate, default(NoEpilogue));
        });
    }

    static void ConvolutionBackward(in ConvolutionShape shape, Tensor x, Tensor weight, Tensor? bias, ReadOnlyMemory<float> dy)
    {
        if (weight.RequiresGradient)
            Convolution.WeightGradient(shape, x.ValuesMemory, dy, weight.GradientToWrite(out bool accumulate), accumulate);
        if (bias is { RequiresGradient: true })
            Fused.SumPerUnit(dy.Span, GradientToAddTo(bias), shape.OutputPlane);
        if (x.RequiresGradient)
            Convolution.InputGradient(shape, dy, weight.ValuesMemory, x.GradientToWrite(out bool accumulate), accumulate, default(NoEpilogue));
    }
}
