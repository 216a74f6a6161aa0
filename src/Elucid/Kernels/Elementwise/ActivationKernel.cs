using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>From an activation known by name to its kernels.</summary>
public static class ActivationKernel
{
    /// <summary>The kernels of this activation for spans of float.</summary>
    public static ActivationKernel<float> Kernel(this Activation activation) => activation.Kernel<float>();

    /// <summary>The kernels of this activation for spans of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static ActivationKernel<T> Kernel<T>(this Activation activation) where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(Half) && typeof(T) != typeof(BFloat16))
            ElementwiseOperands.ThrowType(typeof(T));
        return activation.Accept(new Factory<T>());
    }

    /// <summary>The kernels of this activation, whose parameters are learned: they take the parameters beside the numbers.</summary>
    /// <exception cref="ArgumentException">The activation has no learned parameters.</exception>
    public static LearnedActivationKernel LearnedKernel(this Activation activation) => LearnedActivationKernel.Of(activation);

    sealed class Factory<T> : IActivationVisitor<ActivationKernel<T>> where T : unmanaged
    {
        public ActivationKernel<T> Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new OfInput<TActivation, T>(f);

        public ActivationKernel<T> VisitOutput<TActivation>(TActivation f) where TActivation : struct, IOutputActivation =>
            new OfOutput<TActivation, T>(f);
    }

    class OfInput<TActivation, T>(TActivation f) : ActivationKernel<T> where TActivation : struct, IActivation where T : unmanaged
    {
        public override void Forward(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Map(f, x, y);

        public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate) =>
            Elementwise.Backward(f, x, dy, dx, accumulate);
    }

    sealed class OfOutput<TActivation, T>(TActivation f) : OfInput<TActivation, T>(f) where TActivation : struct, IOutputActivation
        where T : unmanaged
    {
        readonly TActivation _f = f;

        public override bool HasOutputDerivative => true;

        public override void BackwardFromOutput(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate) =>
            Elementwise.BackwardFromOutput(_f, y, dy, dx, accumulate);
    }
}

/// <summary>
/// The kernels of one activation, chosen once by its name and then called through one virtual call per span:
/// <c>Activations.Elu().Kernel().Forward(x, y)</c>.
/// </summary>
/// <typeparam name="T">The type of the elements: float, double, Half or BFloat16.</typeparam>
/// <remarks>For an activation with learned parameters these kernels hold the values that training starts from; layers that train them use
/// <see cref="LearnedActivationKernel"/>.</remarks>
public abstract class ActivationKernel<T> where T : unmanaged
{
    private protected ActivationKernel()
    {
    }

    /// <summary>Whether <see cref="BackwardFromOutput"/> can be called.</summary>
    public virtual bool HasOutputDerivative => false;

    /// <summary>y = f(x). <paramref name="y"/> may be <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public abstract void Forward(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>dx = dy · f′(x), or dx += dy · f′(x). <paramref name="dx"/> may be <paramref name="dy"/> or <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    public abstract void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate = false);

    /// <summary>dx = dy · f′(x) with f′(x) from y = f(x), or dx += that; where <see cref="HasOutputDerivative"/> is true.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The output does not determine the derivative.</exception>
    public virtual void BackwardFromOutput(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate = false) =>
        throw new NotSupportedException("The output of this activation does not determine its derivative. Call Backward with the input instead.");
}
