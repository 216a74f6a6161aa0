using System.Runtime.CompilerServices;
using Elucid.Activations;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// The kernels of one activation, chosen once by its name and then called through one virtual call per span:
/// <c>ActivationCatalog.Parse("elu").Kernel().Forward(x, y)</c>.
/// </summary>
/// <remarks>For an activation with learned parameters these kernels hold the values that training starts from; layers that train them use
/// <see cref="LearnedActivationKernel"/>.</remarks>
public abstract class ActivationKernel
{
    private protected ActivationKernel()
    {
    }

    /// <summary>The kernels of <paramref name="activation"/>.</summary>
    public static ActivationKernel Of(Activation activation) => activation.Accept(new Factory(activation));

    /// <summary>Whether <see cref="BackwardFromOutput"/> can be called.</summary>
    public virtual bool HasOutputDerivative => false;

    /// <summary>y = f(x). <paramref name="y"/> may be <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public abstract void Forward(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>dx = dy · f′(x), or dx += dy · f′(x). <paramref name="dx"/> may be <paramref name="dy"/> or <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    public abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate = false);

    /// <summary>dx = dy · f′(x) with f′(x) from y = f(x), or dx += that; where <see cref="HasOutputDerivative"/> is true.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The output does not determine the derivative.</exception>
    public virtual void BackwardFromOutput(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate = false) =>
        throw new NotSupportedException("The output of this activation does not determine its derivative. Call Backward with the input instead.");

    /// <summary>z = x·Wᵀ + bias and y = f(z), applied to each part of the product while it is in cache; an empty z is not kept, an empty bias is 0.</summary>
    internal abstract void Linear(
        GemmMatrix x, GemmMatrix weight, ReadOnlyMemory<float> bias, Memory<float> z, Memory<float> y, int rows, int outFeatures, int inFeatures);

    sealed class Factory(Activation activation) : IActivationVisitor<ActivationKernel>
    {
        public ActivationKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new OfInput<TActivation>(f);

        public ActivationKernel VisitOutput<TActivation>(TActivation f) where TActivation : struct, IOutputActivation => new OfOutput<TActivation>(f);

        public ActivationKernel VisitLearned<TActivation>(TActivation f) where TActivation : struct, ILearnedActivation
        {
            (double a, double b) = LearnedActivationKernel.Start(activation);
            return new OfInput<AtStart<TActivation>>(new(f, a, b));
        }
    }

    class OfInput<TActivation>(TActivation f) : ActivationKernel where TActivation : struct, IActivation
    {
        public override void Forward(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Map(f, x, y);

        public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate) =>
            Elementwise.Backward(f, x, dy, dx, accumulate);

        internal override void Linear(
            GemmMatrix x, GemmMatrix weight, ReadOnlyMemory<float> bias, Memory<float> z, Memory<float> y, int rows, int outFeatures, int inFeatures) =>
            Gemm.Multiply(x, weight, z.IsEmpty ? y : z, outFeatures, rows, outFeatures, inFeatures, accumulate: false,
                new BiasActivation<TActivation>(f, bias, z.IsEmpty ? default : y));
    }

    sealed class OfOutput<TActivation>(TActivation f) : OfInput<TActivation>(f) where TActivation : struct, IOutputActivation
    {
        readonly TActivation _f = f;

        public override bool HasOutputDerivative => true;

        public override void BackwardFromOutput(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate) =>
            Elementwise.BackwardFromOutput(_f, y, dy, dx, accumulate);
    }

    /// <summary>A learned activation with its parameters fixed.</summary>
    readonly struct AtStart<TActivation>(TActivation f, double a, double b) : IActivation where TActivation : struct, ILearnedActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<V>(V x) where V : struct, ILane<V> => f.Forward(x, V.Of(a), V.Of(b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V x) where V : struct, ILane<V> => f.Derivative(x, V.Of(a), V.Of(b));
    }
}

/// <summary>The kernels of an activation with learned parameters; see <see cref="ElementwiseLearned"/> for the layouts.</summary>
public abstract class LearnedActivationKernel
{
    private protected LearnedActivationKernel(int parameterCount) => ParameterCount = parameterCount;

    /// <summary>Learned parameters per unit: 1 or 2.</summary>
    public int ParameterCount { get; }

    /// <summary>The kernels of <paramref name="activation"/>.</summary>
    /// <exception cref="ArgumentException">The activation has no learned parameters.</exception>
    public static LearnedActivationKernel Of(Activation activation) => activation.Accept(new Factory(activation.Info.Parameters.Count))
        ?? throw new ArgumentException($"Activation {activation.Name} has no learned parameters. Use ActivationKernel.Of for it.");

    /// <summary>y = f(x; a, b).</summary>
    /// <inheritdoc cref="ElementwiseLearned.MapLearned"/>
    public abstract void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, int inner = 1);

    /// <summary>dx = dy · ∂f/∂x, da += Σ dy · ∂f/∂a, db += Σ dy · ∂f/∂b.</summary>
    /// <inheritdoc cref="ElementwiseLearned.BackwardLearned"/>
    public abstract void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> da, Span<float> db, int inner = 1, bool accumulate = false);

    /// <summary>The values from which training starts; the second is 0 for a function of one parameter.</summary>
    internal static (double A, double B) Start(Activation activation)
    {
        IReadOnlyList<ActivationParameter> parameters = activation.Info.Parameters;
        return (activation.Parameters[parameters[0].Name], parameters.Count > 1 ? activation.Parameters[parameters[1].Name] : 0);
    }

    sealed class Factory(int parameterCount) : IActivationVisitor<LearnedActivationKernel?>
    {
        public LearnedActivationKernel? Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => null;

        public LearnedActivationKernel? VisitLearned<TActivation>(TActivation f) where TActivation : struct, ILearnedActivation =>
            new Generic<TActivation>(f, parameterCount);
    }

    sealed class Generic<TActivation>(TActivation f, int parameterCount) : LearnedActivationKernel(parameterCount) where TActivation : struct, ILearnedActivation
    {
        public override void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, int inner) =>
            ElementwiseLearned.MapLearned(f, x, a, b, y, inner);

        public override void Backward(
            ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy,
            Span<float> dx, Span<float> da, Span<float> db, int inner, bool accumulate) =>
            ElementwiseLearned.BackwardLearned(f, x, a, b, dy, dx, da, db, inner, accumulate);
    }
}

/// <summary>From an activation to its kernels.</summary>
public static class ActivationKernelExtensions
{
    /// <summary>The kernels of this activation; see <see cref="ActivationKernel"/>.</summary>
    public static ActivationKernel Kernel(this Activation activation) => ActivationKernel.Of(activation);
}
