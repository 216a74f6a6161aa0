using System.Runtime.CompilerServices;
using Elucid.Activations;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Lab.Verification;

/// <summary>What is verified: a function or its derivative, computed by the lanes of every width and by the reference.</summary>
internal abstract class Subject
{
    /// <summary>The activation's name with its parameters.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is f′.</summary>
    public required bool IsDerivative { get; init; }

    /// <summary>What the catalog states, for float.</summary>
    public required ErrorBound Bound { get; init; }

    /// <summary>y = f(x) with lanes of <paramref name="width"/> floats, one of <see cref="Lanes.Widths"/>; lengths are multiples of it.</summary>
    public abstract void Compute(int width, ReadOnlySpan<float> x, Span<float> y);

    /// <summary>f(x) by the reference.</summary>
    public abstract void ComputeExactly(ReadOnlySpan<float> x, Span<double> exact);

    /// <summary>f and f′ of an activation, its parameters as float kernels use them.</summary>
    public static IReadOnlyList<Subject> Of(Activation activation) => activation.InSinglePrecision().Accept(new Factory(activation.InSinglePrecision()));

    /// <summary>f and f′ of any function.</summary>
    public static IReadOnlyList<Subject> Of<TActivation>(string name, TActivation f, ErrorBound bound, ErrorBound derivativeBound) where TActivation : struct, IActivation =>
    [
        new Generic<Elementwise.ForwardOf<TActivation>>(new(f)) { Name = name, IsDerivative = false, Bound = bound },
        new Generic<DerivativeOf<TActivation>>(new(f)) { Name = name, IsDerivative = true, Bound = derivativeBound },
    ];

    sealed class Factory(Activation activation) : IActivationVisitor<IReadOnlyList<Subject>>
    {
        public IReadOnlyList<Subject> Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            ActivationInfo info = activation.Info;
            return Of(activation.Name, f, new(info.MaxUlp, info.AbsoluteError), new(info.MaxDerivativeUlp, info.AbsoluteDerivativeError));
        }

        public IReadOnlyList<Subject> VisitLearned<TActivation>(TActivation f) where TActivation : struct, ILearnedActivation
        {
            (double a, double b) = LearnedActivationKernel.Start(activation);
            return Visit<AtStart<TActivation>>(new(f, a, b));
        }
    }

    sealed class Generic<TFunction>(TFunction f) : Subject where TFunction : struct, IUnary
    {
        public override void Compute(int width, ReadOnlySpan<float> x, Span<float> y) => Lanes.Compute(f, width, x, y);

        public override void ComputeExactly(ReadOnlySpan<float> x, Span<double> exact) => Lanes.ComputeExactly(f, x, exact);
    }

    readonly struct DerivativeOf<TActivation>(TActivation f) : IUnary where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => f.Derivative(x);
    }
}
