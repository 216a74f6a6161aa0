namespace Elucid.Kernels;

/// <summary>A fully connected layer with an activation, chosen once: the activation is applied to each part of the product while it is in
/// cache.</summary>
internal abstract class LinearKernel
{
    /// <summary>The kernel of <paramref name="activation"/>.</summary>
    public static LinearKernel Of(Activation activation) => activation.Accept(OfActivation);

    /// <summary>Makes the kernel of an activation.</summary>
    public static IActivationVisitor<LinearKernel> OfActivation { get; } = new Factory();

    /// <summary>z = x·Wᵀ + bias and y = f(z); an empty z is not kept, an empty bias is 0. The sizes are rows, outFeatures and
    /// inFeatures.</summary>
    public abstract void Forward(
        GemmMatrix x, GemmMatrix weight, ReadOnlyMemory<float> bias, Memory<float> z, Memory<float> y, GemmSize size);

    /// <summary>dz = dy · f′(z) and, in the same pass, dbias += Σ dz over the rows; an empty dbias is not wanted.</summary>
    public abstract void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> dy, Span<float> dz, Span<float> dbias);

    sealed class Factory : IActivationVisitor<LinearKernel>
    {
        public LinearKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new Generic<TActivation>(f);
    }

    sealed class Generic<TActivation>(TActivation f) : LinearKernel where TActivation : struct, IActivation
    {
        public override void Forward(
            GemmMatrix x, GemmMatrix weight, ReadOnlyMemory<float> bias, Memory<float> z, Memory<float> y, GemmSize size) =>
            Gemm.Multiply(x, weight, new GemmResult(z.IsEmpty ? y : z, size.N), size, accumulate: false,
                new BiasActivation<TActivation>(f, bias, z.IsEmpty ? default : y));

        public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> dy, Span<float> dz, Span<float> dbias)
        {
            if (dbias.IsEmpty)
                Elementwise.Backward(f, z, dy, dz);
            else
                Fused.BiasBackwardFromInput(f, z, dy, dz, dbias);
        }
    }
}
