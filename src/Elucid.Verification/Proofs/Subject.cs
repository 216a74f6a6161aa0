using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Verification;

/// <summary>What is verified: a function or its derivative, computed by the lanes of every width and type, and by the references.</summary>
internal abstract class Subject
{
    /// <summary>The activation's name with its parameters.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is f′.</summary>
    public required bool IsDerivative { get; init; }

    /// <summary>What the catalog states, for float.</summary>
    public required ErrorBound Bound { get; init; }

    /// <inheritdoc cref="Lanes.Compute{TFunction}(TFunction, int, ReadOnlySpan{float}, Span{float})"/>
    public abstract void Compute(int width, ReadOnlySpan<float> x, Span<float> y);

    /// <inheritdoc cref="Lanes.Compute{TFunction}(TFunction, int, ReadOnlySpan{float}, Span{float})"/>
    public abstract void Compute(int width, ReadOnlySpan<Half> x, Span<Half> y);

    /// <inheritdoc cref="Lanes.Compute{TFunction}(TFunction, int, ReadOnlySpan{float}, Span{float})"/>
    public abstract void Compute(int width, ReadOnlySpan<BFloat16> x, Span<BFloat16> y);

    /// <inheritdoc cref="Lanes.Compute{TFunction}(TFunction, int, ReadOnlySpan{double}, Span{double})"/>
    public abstract void Compute(int width, ReadOnlySpan<double> x, Span<double> y);

    /// <summary>f(x) of one number by the reference for doubles.</summary>
    public abstract WideLane ComputeWide(double x);

    /// <summary>f(x) by the reference for floats: the widest lanes of doubles. Lengths are multiples of 8.</summary>
    public void ComputeExactly(ReadOnlySpan<float> x, Span<double> exact)
    {
        for (int i = 0; i < x.Length; i++)
            exact[i] = x[i];
        Compute(Lanes.DoubleWidths[0], exact, exact);
    }

    /// <summary>f and f′ of an activation; float kernels get its parameters rounded, and so do all others here.</summary>
    public static IReadOnlyList<Subject> Of(Activation activation)
    {
        Activation rounded = activation.InSinglePrecision();
        return rounded.Accept(new Factory(rounded, activation.Name));
    }

    /// <summary>f and f′ of any function.</summary>
    public static IReadOnlyList<Subject> Of<TActivation>(string name, TActivation f, ErrorBound bound, ErrorBound derivativeBound)
        where TActivation : struct, IActivation =>
    [
        new Generic<Elementwise.ForwardOf<TActivation>>(new(f)) { Name = name, IsDerivative = false, Bound = bound },
        new Generic<DerivativeOf<TActivation>>(new(f)) { Name = name, IsDerivative = true, Bound = derivativeBound },
    ];

    sealed class Factory(Activation activation, string name) : IActivationVisitor<IReadOnlyList<Subject>>
    {
        public IReadOnlyList<Subject> Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            ActivationInfo info = activation.Info;
            return Of(name, f, new(info.MaxUlp, info.AbsoluteError), new(info.MaxDerivativeUlp, info.AbsoluteDerivativeError));
        }
    }

    sealed class Generic<TFunction>(TFunction f) : Subject where TFunction : struct, IUnary
    {
        public override void Compute(int width, ReadOnlySpan<float> x, Span<float> y) => Lanes.Compute(f, width, x, y);

        public override void Compute(int width, ReadOnlySpan<Half> x, Span<Half> y) => Lanes.Compute(f, width, x, y);

        public override void Compute(int width, ReadOnlySpan<BFloat16> x, Span<BFloat16> y) => Lanes.Compute(f, width, x, y);

        public override void Compute(int width, ReadOnlySpan<double> x, Span<double> y) => Lanes.Compute(f, width, x, y);

        public override WideLane ComputeWide(double x) => f.Invoke(new WideLane(x));
    }

    readonly struct DerivativeOf<TActivation>(TActivation f) : IUnary where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => f.Derivative(x);
    }
}
