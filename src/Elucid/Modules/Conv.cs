using Elucid.Kernels;

namespace Elucid;

/// <summary>A convolution along one axis, <see cref="Conv1d"/>, or two, <see cref="Conv2d"/>.</summary>
public abstract class Conv : Module, IFusesActivation
{
    private protected Conv(
        ConvolutionWindow window, int inChannels, int outChannels, ReadOnlySpan<int> kernel, bool bias, Initializer? initializer, RandomStream random)
    {
        ConvolutionWindow.CheckSizes(GetType().Name, inChannels, outChannels, (kernel[0], kernel[^1]), window.Groups);
        (Window, InChannels, OutChannels) = (window, inChannels, outChannels);
        Weight = Parameter("weight", [outChannels, inChannels / window.Groups, .. kernel]);
        Bias = bias ? Parameter("bias", [outChannels]) : null;
        (initializer ?? Initializer.He).Fill(Weight, random);
    }

    private protected ConvolutionWindow Window { get; }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Zeros around the input; along one axis its height counts.</summary>
    public Padding Padding => Window.Padding;

    /// <summary>Parts of the channels that do not see each other.</summary>
    public int Groups => Window.Groups;

    /// <summary>[outChannels, inChannels / groups, kernelSize] or [outChannels, inChannels / groups, kernelHeight, kernelWidth]</summary>
    public Tensor Weight { get; }

    /// <summary>[outChannels], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, inChannels, length] or [batch, inChannels, height, width]</param>
    /// <returns>[batch, outChannels, outputLength] or [batch, outChannels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has other axes or another number of channels, or is smaller than the kernel.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Convolve(On(x.Shape), x, Weight, Bias));

    Tensor IFusesActivation.ForwardFused(Tensor x, ActivationLayer activation) =>
        Ops.ConvolveActivation(On(x.Shape), x, Weight, Bias, activation.Fused(ConvolutionKernel.OfActivation));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => On(input).Output;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => On(input).Shape.Work;

    Convolution2d On(Shape input) => new(Label, input, Weight.Shape, Bias?.Shape, Window, isSequence: Weight.Shape.Rank == 3);
}
