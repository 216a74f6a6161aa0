using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Continuously differentiable ELU: x for x ≥ 0, α·(e^(x/α) − 1) for x &lt; 0.</summary>
/// <param name="alpha">α: how far below zero the function saturates, and over what length. Finite and &gt; 0.</param>
/// <exception cref="ArgumentException">The parameter is out of its range.</exception>
/// <remarks>Barron 2017, arXiv:1704.07483, equation 2. At α = 1 it is ELU. <c>new Celu()</c> would divide by 0: use <see cref="Default"/>.</remarks>
public readonly struct Celu(double alpha) : IOutputActivation
{
    static readonly ActivationParameter Alpha = new("alpha", 1, 1e-6f, 1e6, "the value −α at which large negative inputs saturate");

    readonly double _alpha = Alpha.Checked(alpha, "celu");

    /// <summary>α = 1.</summary>
    public static readonly Celu Default = new(1);

    /// <summary>Down to −2⁻⁵⁴·α the function is x in double, too; there x / α might be subnormal.</summary>
    internal const double Linear = 1.0 / (1L << 54);

    internal static ActivationInfo Info { get; } = new(p => Activation.OfOutput(new Celu(p["alpha"])))
    {
        Name = "celu",
        Formula = "x for x ≥ 0, α·(e^(x/α) − 1) for x < 0",
        DerivativeFormula = "1 for x > 0, e^(x/α) for x ≤ 0",
        Range = "[−α, ∞)",
        DerivativeRange = "[0, 1]",
        Onnx =
        [
            Operator("Celu", since: 12, X).With("alpha", Parameter("alpha")),
            Parameter("alpha") * Operator("Elu", since: 6, X / Parameter("alpha")),
        ],
        Source = "Barron 2017, arXiv:1704.07483, equation 2",
        KnownValues = [(-1, -0.6321205588285577), (0, 0), (2, 2)],
        PyTorch = "torch.nn.functional.celu(x)",
        Parameters = [Alpha],
        ClippedForm = (p, _, least) => Activation.Of(new Clipped<Celu>(new Celu(p["alpha"]), least)),
        NeverFalls = true,
        MaxUlp = 1,
        MaxDerivativeUlp = 0.9,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(-Linear * _alpha), V.ExpM1NonPositive(Ratio(x, out V rest), rest, V.Of(_alpha)), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), x, V.Of(1), V.Exp(Ratio(x, out V rest), rest, V.Of(1)));

    /// <inheritdoc/>
    /// <remarks>1 + y / α has an absolute error of 6e-8: below x ≈ −17.3·α it is 0 where e^(x/α) is not.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), y, V.Of(1), V.Of(1) + y / V.Of(_alpha));

    // x / α, with what a multiplication by 1 / α loses; far below zero, where both functions have reached their limits, x is held.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V Ratio<V>(V x, out V rest) where V : struct, ILane<V> =>
        LaneFunctions.Ratio(V.Max(V.Of(Gate.Limit * _alpha), x), V.Of(_alpha), V.Of(1 / _alpha), out rest);
}

public static partial class Activations
{
    /// <summary>CELU: x for x ≥ 0, α·(e^(x/α) − 1) below.</summary>
    /// <param name="alpha">α: −α is the value at which large negative inputs saturate.</param>
    /// <exception cref="ArgumentException">The parameter is out of its range.</exception>
    public static Activation Celu(double alpha = 1) => Elucid.Celu.Info.Create(("alpha", alpha));
}
