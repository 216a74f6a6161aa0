using Elucid.Kernels;

namespace Elucid;

/// <summary>A convolution of images; the formula is that of <see cref="Ops.Conv2d"/>.</summary>
/// <remarks>Parameters: <c>weight</c> [outChannels, inChannels / groups, kernelHeight, kernelWidth] and <c>bias</c> [outChannels], as in
/// PyTorch.</remarks>
public sealed class Conv2d : Module, IFusesActivation
{
    readonly ConvolutionWindow _window;

    /// <summary>Creates the layer and draws its weights; biases start at 0.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="stride">Inputs from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the images; none by default. <see cref="Padding.Same"/> keeps height and width.</param>
    /// <param name="dilation">Inputs from one tap of the kernel to the next; 1 by default.</param>
    /// <param name="groups">Parts of the channels that do not see each other; as many as channels for a depthwise convolution.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="initializer">How weights are drawn; <see cref="Initializer.He"/> by default. Fan-in is inChannels / groups · kernelHeight ·
    /// kernelWidth.</param>
    /// <exception cref="ArgumentException">A size is not positive, or an option is out of its range.</exception>
    public Conv2d(
        int inChannels, int outChannels, Size2d kernelSize, RandomStream random, Size2d? stride = null, Padding padding = default,
        Size2d? dilation = null,
        int groups = 1, bool bias = true, Initializer? initializer = null)
    {
        _window = ConvolutionWindow.Of("Conv2d", stride, padding, dilation, groups);
        ConvolutionWindow.CheckSizes("Conv2d", inChannels, outChannels, kernelSize, groups);
        (InChannels, OutChannels, KernelSize) = (inChannels, outChannels, kernelSize);
        Weight = Parameter("weight", [outChannels, inChannels / groups, kernelSize.Height, kernelSize.Width]);
        Bias = bias ? Parameter("bias", [outChannels]) : null;
        (initializer ?? Initializer.He).Fill(Weight, random);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Height and width of the kernel.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Inputs from one output to the next.</summary>
    public Size2d Stride => _window.Stride;

    /// <summary>Zeros around the images.</summary>
    public Padding Padding => _window.Padding;

    /// <summary>Inputs from one tap of the kernel to the next.</summary>
    public Size2d Dilation => _window.Dilation;

    /// <summary>Parts of the channels that do not see each other.</summary>
    public int Groups => _window.Groups;

    /// <summary>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</summary>
    public Tensor Weight { get; }

    /// <summary>[outChannels], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, inChannels, height, width]</param>
    /// <returns>[batch, outChannels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of channels, or is smaller than the kernel.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Convolve(Of(x.Shape), x, Weight, Bias));

    Tensor IFusesActivation.ForwardFused(Tensor x, ActivationLayer activation) =>
        Ops.ConvolveActivation(Of(x.Shape), x, Weight, Bias, activation.Fused(ConvolutionKernel.OfActivation));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Of(input).Output;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Of(input).Shape.Work;

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new Conv2d(InChannels, OutChannels, KernelSize, with.Random, Stride, Padding, Dilation, Groups, Bias is not null);

    /// <inheritdoc/>
    public override string ToString() => $"Conv2d({InChannels} → {OutChannels}, {KernelSize}{_window})";

    Convolution2d Of(Shape input) => new(Label, input, Weight.Shape, Bias?.Shape, _window);
}
