namespace Elucid.Kernels;

/// <summary>The kernel of reduced precision of one activation, chosen once by its name; see <see cref="ReducedElementwise"/>.</summary>
public abstract class ReducedKernel
{
    private protected ReducedKernel(ReducedForm form) => Form = form;

    /// <summary>The bounds of its errors.</summary>
    public ReducedForm Form { get; }

    /// <summary>The kernel of <paramref name="activation"/>.</summary>
    /// <exception cref="NotSupportedException">The function has no reduced form.</exception>
    internal static ReducedKernel Of(Activation activation) => activation.Accept(new Factory(ReducedForm.Of(activation)));

    /// <summary>y ≈ f(x). <paramref name="y"/> may be <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public abstract void Forward(ReadOnlySpan<float> x, Span<float> y);

    sealed class Factory(ReducedForm form) : IActivationVisitor<ReducedKernel>
    {
        public ReducedKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new OfInput<TActivation>(form, f);

        public ReducedKernel VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
            throw new NotSupportedException($"{form.Name} has learned parameters, and no reduced form.");
    }

    sealed class OfInput<TActivation>(ReducedForm form, TActivation f) : ReducedKernel(form) where TActivation : struct, IActivation
    {
        public override void Forward(ReadOnlySpan<float> x, Span<float> y) => ReducedElementwise.Map(f, x, y);
    }
}

/// <summary>From an activation to its kernel of reduced precision.</summary>
public static class ReducedKernelExtensions
{
    /// <summary>The kernel of reduced precision of this activation; see <see cref="ReducedElementwise"/>.</summary>
    /// <exception cref="NotSupportedException">The function has no reduced form.</exception>
    public static ReducedKernel ReducedKernel(this Activation activation) => Kernels.ReducedKernel.Of(activation);
}
