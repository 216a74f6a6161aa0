namespace Elucid.Kernels;

/// <summary>The kernels of an activation with learned parameters; see <see cref="ElementwiseLearned"/> for the layouts.</summary>
public abstract class LearnedActivationKernel
{
    private protected LearnedActivationKernel(int parameterCount) => ParameterCount = parameterCount;

    /// <summary>Learned parameters per unit: 1 or 2.</summary>
    public int ParameterCount { get; }

    /// <summary>The kernels of <paramref name="activation"/>.</summary>
    /// <exception cref="ArgumentException">The activation has no learned parameters.</exception>
    internal static LearnedActivationKernel Of(Activation activation) => activation.Accept(new Factory(activation.Info.Parameters.Count))
        ?? throw new ArgumentException($"Activation {activation.Name} has no learned parameters. Use its Kernel().");

    /// <summary>y = f(x; a, b).</summary>
    /// <inheritdoc cref="ElementwiseLearned.MapLearned"/>
    public abstract void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, int inner = 1);

    /// <summary>dx = dy · ∂f/∂x, da += Σ dy · ∂f/∂a, db += Σ dy · ∂f/∂b.</summary>
    /// <inheritdoc cref="ElementwiseLearned.BackwardLearned"/>
    public abstract void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> da, Span<float> db, int inner = 1, bool accumulate = false);

    sealed class Factory(int parameterCount) : IActivationVisitor<LearnedActivationKernel?>
    {
        public LearnedActivationKernel? Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => null;

        public LearnedActivationKernel? VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
            new Generic<TActivation>(f, parameterCount);
    }

    sealed class Generic<TActivation>(TActivation f, int parameterCount) : LearnedActivationKernel(parameterCount)
        where TActivation : struct, ILearnedActivation
    {
        public override void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, int inner) =>
            ElementwiseLearned.MapLearned(f, x, a, b, y, inner);

        public override void Backward(
            ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy,
            Span<float> dx, Span<float> da, Span<float> db, int inner, bool accumulate) =>
            ElementwiseLearned.BackwardLearned(f, x, a, b, dy, dx, da, db, inner, accumulate);
    }
}
