namespace Elucid;

/// <summary>A transposed convolution of images, which makes them larger by the stride; the formula is that of
/// <see cref="Ops.ConvTranspose2d"/>.</summary>
/// <remarks>Parameters: <c>weight</c> [inChannels, outChannels / groups, kernelHeight, kernelWidth] and <c>bias</c> [outChannels], as in
/// PyTorch.</remarks>
public sealed class ConvTranspose2d : Module
{
    readonly ConvolutionWindow _window;

    /// <summary>Creates the layer and draws its weights; biases start at 0.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="stride">Outputs from one input to the next; 1 by default.</param>
    /// <param name="padding">Outputs that are cut off on every side; none by default.</param>
    /// <param name="outputPadding">More outputs below and to the right; less than the stride or the dilation; none by default.</param>
    /// <param name="dilation">Outputs from one tap of the kernel to the next; 1 by default.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="initializer">How weights are drawn; <see cref="Initializer.He"/> by default. Fan-in is outChannels / groups · kernelHeight ·
    /// kernelWidth, as in PyTorch.</param>
    /// <exception cref="ArgumentException">A size is not positive, or an option is out of its range.</exception>
    public ConvTranspose2d(
        int inChannels, int outChannels, Size2d kernelSize, RandomStream random, Size2d? stride = null, Size2d? padding = null,
        Size2d? outputPadding = null,
        Size2d? dilation = null, int groups = 1, bool bias = true, Initializer? initializer = null)
    {
        _window = ConvolutionWindow.Of("ConvTranspose2d", stride, padding ?? 0, dilation, groups);
        ConvolutionWindow.CheckSizes("ConvTranspose2d", inChannels, outChannels, kernelSize, groups);
        _window.CheckOutputPadding("ConvTranspose2d", outputPadding ?? 0);
        (InChannels, OutChannels, KernelSize, OutputPadding) = (inChannels, outChannels, kernelSize, outputPadding ?? 0);
        Weight = Parameter("weight", [inChannels, outChannels / groups, kernelSize.Height, kernelSize.Width]);
        Bias = bias ? Parameter("bias", [outChannels]) : null;
        (initializer ?? Initializer.He).Fill(Weight, random);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Height and width of the kernel.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Outputs from one input to the next.</summary>
    public Size2d Stride => _window.Stride;

    /// <summary>Outputs that are cut off on every side.</summary>
    public Size2d Padding => _window.Padding.Size;

    /// <summary>More outputs below and to the right.</summary>
    public Size2d OutputPadding { get; }

    /// <summary>Outputs from one tap of the kernel to the next.</summary>
    public Size2d Dilation => _window.Dilation;

    /// <summary>Parts of the channels that do not see each other.</summary>
    public int Groups => _window.Groups;

    /// <summary>[inChannels, outChannels / groups, kernelHeight, kernelWidth]</summary>
    public Tensor Weight { get; }

    /// <summary>[outChannels], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, inChannels, height, width]</param>
    /// <returns>[batch, outChannels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of channels, or the output would be empty.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.ConvolveTransposed(Of(x.Shape), x, Weight, Bias));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Of(input).Output;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Of(input).Shape.Work;

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new ConvTranspose2d(InChannels, OutChannels, KernelSize, with.Random, Stride, Padding, OutputPadding, Dilation, Groups, Bias is not null);

    /// <inheritdoc/>
    public override string ToString() =>
        $"ConvTranspose2d({InChannels} → {OutChannels}, {KernelSize}{_window}{(OutputPadding == 0 ? "" : $", output padding {OutputPadding}")})";

    Convolution2d Of(Shape input) => Convolution2d.Transposed(Label, input, Weight.Shape, Bias?.Shape, _window, OutputPadding);
}
