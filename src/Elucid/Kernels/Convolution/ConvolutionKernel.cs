namespace Elucid.Kernels;

/// <summary>A convolution with an activation, chosen once: bias and activation are applied to each part of the output while it is in cache.</summary>
internal abstract class ConvolutionKernel
{
    /// <summary>The kernel without an activation.</summary>
    public static ConvolutionKernel Plain { get; } = new Generic<Identity>(default);

    /// <summary>The kernel of <paramref name="activation"/>.</summary>
    public static ConvolutionKernel Of(Activation activation) => activation.Accept(OfActivation);

    /// <summary>Makes the kernel of an activation.</summary>
    public static IActivationVisitor<ConvolutionKernel> OfActivation { get; } = new Factory();

    /// <summary>z = W ∗ x + bias and y = f(z); an empty z is not kept, an empty bias is 0.</summary>
    public abstract void Forward(
        in ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> weights, ReadOnlyMemory<float> bias, Memory<float> z,
        Memory<float> y);

    /// <summary>dz = dy · f′(z) and, in the same pass, dbias += Σ dz over images and outputs; an empty dbias is not wanted.</summary>
    public abstract void Backward(in ConvolutionShape shape, ReadOnlySpan<float> z, ReadOnlySpan<float> dy, Span<float> dz, Span<float> dbias);

    sealed class Factory : IActivationVisitor<ConvolutionKernel>
    {
        public ConvolutionKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new Generic<TActivation>(f);
    }

    sealed class Generic<TActivation>(TActivation f) : ConvolutionKernel where TActivation : struct, IActivation
    {
        public override void Forward(
            in ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> weights, ReadOnlyMemory<float> bias, Memory<float> z,
            Memory<float> y)
        {
            if (typeof(TActivation) == typeof(Identity) && bias.IsEmpty)
                Convolution.Forward(shape, x, weights, y, accumulate: false, default(NoEpilogue));
            else
                Convolution.Forward(shape, x, weights, z.IsEmpty ? y : z, accumulate: false,
                    new ChannelActivation<TActivation>(f, bias, shape.Groups * shape.Filters, z.IsEmpty ? default : y));
        }

        public override void Backward(in ConvolutionShape shape, ReadOnlySpan<float> z, ReadOnlySpan<float> dy, Span<float> dz, Span<float> dbias)
        {
            if (dbias.IsEmpty)
                Elementwise.Backward(f, z, dy, dz);
            else
                Fused.BiasBackwardFromInput(f, z, dy, dz, dbias, shape.OutputPlane);
        }
    }
}
