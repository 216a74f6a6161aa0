using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Exponential linear unit: x for x ≥ 0, α·(eˣ − 1) for x &lt; 0.</summary>
/// <param name="alpha">α: how far below zero the function saturates. Finite and ≥ 0.</param>
/// <exception cref="ArgumentException">The parameter is out of its range.</exception>
/// <remarks>Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289, section 3. <c>new Elu()</c> would be α = 0: use <see cref="Default"/>.</remarks>
public readonly struct Elu(double alpha) : IOutputActivation
{
    static readonly ActivationParameter Alpha = new("alpha", 1, 0, float.MaxValue, "the value −α at which large negative inputs saturate");

    readonly double _alpha = Alpha.Checked(alpha, "elu");

    /// <summary>α = 1, the paper's choice: the one value without a kink at 0.</summary>
    public static readonly UnitElu Default;

    internal static ActivationInfo Info { get; } = new(p =>
        p["alpha"] == 1 ? Activation.OfOutput(Default) : Activation.OfOutput(new Elu(p["alpha"])))
    {
        Name = "elu",
        Aliases = ["exponential-linear-unit"],
        Formula = "x for x ≥ 0, α·(eˣ − 1) for x < 0",
        DerivativeFormula = "1 for x > 0, α·eˣ for x ≤ 0 (α at the kink)",
        Range = "[−α, ∞)",
        DerivativeRange = "[0, max(1, α)]",
        Onnx = [Operator("Elu", since: 6, X).With("alpha", Parameter("alpha"))],
        Source = "Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289, section 3",
        KnownValues = [(-1, -0.6321205588285577), (0, 0), (2, 2)],
        Kinks = [0],
        PyTorch = "torch.nn.functional.elu(x)",
        Parameters = [Alpha],
        LearnedForm =
            new(() => Activation.OfLearned(new LearnedElu()),
                [Operator("Max", since: 8, X, 0) + Parameter("alpha") * Operator("Min", since: 8, Operator("Elu", since: 6, X), 0)]),
        ClippedForm = (p, learns, least) => learns ? Activation.OfLearned(new ClippedLearned<LearnedElu>(default, least))
            : p["alpha"] == 1 ? Activation.Of(new Clipped<UnitElu>(Default, least))
            : Activation.Of(new Clipped<Elu>(new Elu(p["alpha"]), least)),
        NeverFalls = true,
        MaxUlp = 0.9,
        MaxDerivativeUlp = 0.9,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(0), V.ExpM1NonPositive(x, V.Of(_alpha)), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), x, V.Of(1), V.Exp(x, V.Of(0), V.Of(_alpha)));

    /// <inheritdoc/>
    /// <remarks>y + α has an absolute error of α · 6e-8: below x ≈ −17.3 it is 0 where α·eˣ is not.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), y, V.Of(1), y + V.Of(_alpha));
}

/// <summary>The exponential linear unit with α = 1: x for x ≥ 0, eˣ − 1 for x &lt; 0.</summary>
/// <remarks>
/// A type of its own, <see cref="Elu.Default"/>, as a third of the work falls away: were α a number that happens to be 1, the test for it would stand
/// in the loop of the kernel.
/// </remarks>
public readonly struct UnitElu : IOutputActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(0), V.ExpM1NonPositive(x), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), x, V.Of(1), V.Exp(x, V.Of(0), V.Of(1)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), y, V.Of(1), y + V.Of(1));
}

/// <summary>The exponential linear unit with a learned α, <c>elu:alpha=learn</c>: x for x ≥ 0, α·(eˣ − 1) for x &lt; 0.</summary>
/// <remarks>Unlike <see cref="Pelu"/>, α alone is learned, without a bound: the slope on the right stays 1, and f has a kink at 0 where α is not
/// 1.</remarks>
internal readonly struct LearnedElu : ILearnedActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x, V a, V b) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.ExpM1NonPositive(x, a), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x, V a, V b) where V : struct, ILane<V> => V.WhereLess(V.Of(0), x, V.Of(1), V.Exp(x, V.Of(0), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToA<V>(V x, V a, V b) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.ExpM1NonPositive(x), V.Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToB<V>(V x, V a, V b) where V : struct, ILane<V> => V.Of(0);
}

public static partial class Activations
{
    /// <summary>ELU: x for x ≥ 0, α·(eˣ − 1) below.</summary>
    /// <param name="alpha">α: −α is the value at which large negative inputs saturate. Finite and ≥ 0.</param>
    /// <exception cref="ArgumentException">The parameter is out of its range.</exception>
    public static Activation Elu(double alpha = 1) => Elucid.Elu.Info.Create(("alpha", alpha));
}
