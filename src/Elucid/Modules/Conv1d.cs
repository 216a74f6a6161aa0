using Elucid.Kernels;

namespace Elucid;

/// <summary>A convolution of sequences: <see cref="Conv2d"/> along one axis.</summary>
/// <remarks>Parameters: <c>weight</c> [outChannels, inChannels / groups, kernelSize] and <c>bias</c> [outChannels], as in PyTorch.</remarks>
public sealed class Conv1d : Module, IFusesActivation
{
    readonly ConvolutionWindow _window;

    /// <summary>Creates the layer and draws its weights; biases start at 0.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Taps of the kernel.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="stride">Inputs from one output to the next.</param>
    /// <param name="padding">Zeros on both sides; none by default. <see cref="Padding.Same"/> keeps the length.</param>
    /// <param name="dilation">Inputs from one tap of the kernel to the next.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="initializer">How weights are drawn; <see cref="Initializer.He"/> by default. Fan-in is inChannels / groups · kernelSize.</param>
    /// <exception cref="ArgumentException">A size is not positive, or an option is out of its range.</exception>
    public Conv1d(
        int inChannels, int outChannels, int kernelSize, RandomStream random, int stride = 1, Padding padding = default, int dilation = 1,
        int groups = 1,
        bool bias = true, Initializer? initializer = null)
    {
        _window = ConvolutionWindow.Of("Conv1d", stride, padding, dilation, groups);
        ConvolutionWindow.CheckSizes("Conv1d", inChannels, outChannels, kernelSize, groups);
        (InChannels, OutChannels, KernelSize) = (inChannels, outChannels, kernelSize);
        Weight = Parameter("weight", [outChannels, inChannels / groups, kernelSize]);
        Bias = bias ? Parameter("bias", [outChannels]) : null;
        (initializer ?? Initializer.He).Fill(Weight, random);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Taps of the kernel.</summary>
    public int KernelSize { get; }

    /// <summary>Inputs from one output to the next.</summary>
    public int Stride => _window.Stride.Height;

    /// <summary>Zeros on both sides: the height of the padding.</summary>
    public Padding Padding => _window.Padding;

    /// <summary>Inputs from one tap of the kernel to the next.</summary>
    public int Dilation => _window.Dilation.Height;

    /// <summary>Parts of the channels that do not see each other.</summary>
    public int Groups => _window.Groups;

    /// <summary>[outChannels, inChannels / groups, kernelSize]</summary>
    public Tensor Weight { get; }

    /// <summary>[outChannels], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, inChannels, length]</param>
    /// <returns>[batch, outChannels, outputLength]</returns>
    /// <exception cref="ShapeException">The input has another number of channels, or is shorter than the kernel.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Convolve(Of(x.Shape), x, Weight, Bias));

    Tensor IFusesActivation.ForwardFused(Tensor x, ActivationLayer activation) =>
        Ops.ConvolveActivation(Of(x.Shape), x, Weight, Bias, activation.Fused(ConvolutionKernel.OfActivation));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Of(input).Output;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Of(input).Shape.Work;

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new Conv1d(InChannels, OutChannels, KernelSize, with.Random, Stride, Padding, Dilation, Groups, Bias is not null);

    /// <inheritdoc/>
    public override string ToString() => $"Conv1d({InChannels} → {OutChannels}, {KernelSize}{_window})";

    Convolution2d Of(Shape input) => Convolution2d.OfSequences(Label, input, Weight.Shape, Bias?.Shape, _window);
}
