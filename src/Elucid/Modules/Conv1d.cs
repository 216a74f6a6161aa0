namespace Elucid;

/// <summary>A convolution of sequences: <see cref="Conv2d"/> along one axis.</summary>
/// <remarks>Parameters: <c>weight</c> [outChannels, inChannels / groups, kernelSize] and <c>bias</c> [outChannels], as in PyTorch.</remarks>
public sealed class Conv1d : Conv
{
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
        : base(ConvolutionWindow.Of("Conv1d", stride, padding, dilation, groups), inChannels, outChannels, [kernelSize], bias, initializer, random)
    {
    }

    /// <summary>Taps of the kernel.</summary>
    public int KernelSize => Weight.Shape[2];

    /// <summary>Inputs from one output to the next.</summary>
    public int Stride => Window.Stride.Height;

    /// <summary>Inputs from one tap of the kernel to the next.</summary>
    public int Dilation => Window.Dilation.Height;

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new Conv1d(InChannels, OutChannels, KernelSize, with.Random, Stride, Padding, Dilation, Groups, Bias is not null);

    /// <inheritdoc/>
    public override string ToString() => $"Conv1d({InChannels} → {OutChannels}, {KernelSize}{Window})";
}
