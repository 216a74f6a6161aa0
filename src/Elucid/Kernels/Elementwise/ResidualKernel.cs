namespace Elucid.Kernels;

/// <summary>The addition of a residual block with the activation after it, chosen once.</summary>
internal abstract class ResidualKernel
{
    /// <summary>The kernel of <paramref name="activation"/>.</summary>
    public static ResidualKernel Of(Activation activation) => activation.Accept(OfActivation);

    /// <summary>Makes the kernel of an activation.</summary>
    public static IActivationVisitor<ResidualKernel> OfActivation { get; } = new Factory();

    /// <summary>y = f(x + residual).</summary>
    public abstract void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, Span<float> y);

    /// <summary>d = dy · f′(x + residual), or added to it.</summary>
    public abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, ReadOnlySpan<float> dy, Span<float> d, bool accumulate);

    sealed class Factory : IActivationVisitor<ResidualKernel>
    {
        public ResidualKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new Generic<TActivation>(f);
    }

    sealed class Generic<TActivation>(TActivation f) : ResidualKernel where TActivation : struct, IActivation
    {
        public override void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, Span<float> y) => Fused.Residual(f, x, residual, y);

        public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, ReadOnlySpan<float> dy, Span<float> d, bool accumulate) =>
            Fused.ResidualBackward(f, x, residual, dy, d, accumulate);
    }
}
