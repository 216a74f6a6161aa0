namespace Elucid;

/// <summary>A convolution of images; the formula is that of <see cref="Ops.Conv2d"/>.</summary>
/// <remarks>Parameters: <c>weight</c> [outChannels, inChannels / groups, kernelHeight, kernelWidth] and <c>bias</c> [outChannels], as in
/// PyTorch.</remarks>
public sealed class Conv2d : Conv
{
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
        : base(
            ConvolutionWindow.Of("Conv2d", stride, padding, dilation, groups), inChannels, outChannels, [kernelSize.Height, kernelSize.Width], bias,
            initializer, random)
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public Size2d KernelSize => (Weight.Shape[2], Weight.Shape[3]);

    /// <summary>Inputs from one output to the next.</summary>
    public Size2d Stride => Window.Stride;

    /// <summary>Inputs from one tap of the kernel to the next.</summary>
    public Size2d Dilation => Window.Dilation;

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new Conv2d(InChannels, OutChannels, KernelSize, with.Random, Stride, Padding, Dilation, Groups, Bias is not null);

    /// <inheritdoc/>
    public override string ToString() => $"Conv2d({InChannels} → {OutChannels}, {KernelSize}{Window})";
}
