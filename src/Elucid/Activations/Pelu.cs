using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Parametric ELU: (a/b)·x for x ≥ 0, a·(e^(x/b) − 1) for x &lt; 0, with a and b learned. f and f′ are continuous at 0.</summary>
/// <remarks>
/// Trottier, Giguère, Chaib-draa 2016, arXiv:1605.09332, section 3. As there, a and b stay positive: the formula uses max(a, 0.1) and max(b, 0.1).
/// The derivatives by a and b pass straight through that bound, so that a parameter that has fallen below it can come back.
/// </remarks>
public readonly struct Pelu : ILearnedActivation
{
    const double Smallest = 0.1;

    internal static ActivationInfo Info { get; } = new(_ => Activation.OfLearned(new Pelu()))
    {
        Name = "pelu",
        Aliases = ["parametric-elu"],
        Formula = "(a/b)·x for x ≥ 0, a·(e^(x/b) − 1) for x < 0; a and b are learned and held ≥ 0.1",
        DerivativeFormula = "a/b for x ≥ 0, (a/b)·e^(x/b) for x < 0",
        Range = "[−a, ∞)",
        DerivativeRange = "[0, a/b]",
        Onnx = [Bounded("a") * Operator("Elu", since: 6, X / Bounded("b"))],
        Source = "Trottier, Giguère, Chaib-draa 2016, arXiv:1605.09332, section 3",
        KnownValues = [(-1, -0.6321205588285577), (0, 0), (2, 2)],
        Parameters =
        [
            new("a", 1, Smallest, float.MaxValue, "the value −a at which large negative inputs saturate; training starts here"),
            new("b", 1, Smallest, float.MaxValue, "the length of the decay; training starts here"),
        ],
        ClippedForm = (_, _, least) => Activation.OfLearned(new ClippedLearned<Pelu>(default, least)),
        NeverFalls = true,
        MaxUlp = 1,
        MaxDerivativeUlp = 1,
    };

    // ELU of z = x / b is z above zero and eᶻ − 1 below.
    static OnnxOperator Bounded(string parameter) => Operator("Max", since: 8, Parameter(parameter), Smallest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x, V a, V b) where V : struct, ILane<V>
    {
        V slope = Slope(a = Bound(a), b = Bound(b), out V inverse, out V slopeRest);
        V z = Ratio(x, b, inverse, out V rest);
        return V.WhereLess(x, V.Of(-Celu.Linear) * b, V.ExpM1NonPositive(z, rest, a), V.MultiplyAdd(slope, x, slopeRest * x));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x, V a, V b) where V : struct, ILane<V>
    {
        V slope = Slope(Bound(a), b = Bound(b), out V inverse, out V slopeRest);
        V z = Ratio(V.Min(V.Of(0), x), b, inverse, out V rest);
        return V.Exp(z, rest + slopeRest / slope, slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToA<V>(V x, V a, V b) where V : struct, ILane<V>
    {
        V z = x / Bound(b);
        return V.WhereLess(x, V.Of(0), V.ExpM1NonPositive(z), z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToB<V>(V x, V a, V b) where V : struct, ILane<V>
    {
        b = Bound(b);
        V z = V.Max(V.Of(Gate.Limit), x / b);           // −∞ times e^−∞ would be NaN
        return -(Bound(a) / b) * z * V.Exp(V.Min(V.Of(0), z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Bound<V>(V parameter) where V : struct, ILane<V> => V.Max(V.Of(Smallest), parameter);

    // A number just below a / b, and what it lacks: a positive rest keeps −0 and ∞ when x is multiplied by both.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Slope<V>(V a, V b, out V inverse, out V rest) where V : struct, ILane<V>
    {
        inverse = V.Of(1) / b;
        V slope = V.Of(1 - 5e-7) * a * inverse;
        rest = (a - V.TwoProduct(slope, b, out V low) - low) * inverse;
        return slope;
    }

    // x / b and what its rounding lost; far below zero, where f has reached its limit, x is held.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Ratio<V>(V x, V b, V inverse, out V rest) where V : struct, ILane<V> =>
        LaneFunctions.Ratio(V.Max(V.Of(Gate.Limit) * b, x), b, inverse, out rest);
}

public static partial class Activations
{
    /// <summary>Parametric ELU: (a/b)·x for x ≥ 0, a·(e^(x/b) − 1) below, with a and b learned.</summary>
    /// <param name="a">Where a starts; at least 0.1.</param>
    /// <param name="b">Where b starts; at least 0.1.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public static Activation Pelu(double a = 1, double b = 1) => Elucid.Pelu.Info.Create(("a", a), ("b", b));
}
