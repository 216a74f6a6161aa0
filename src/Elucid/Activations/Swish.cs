using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Swish: x·σ(β·x), also called SiLU at β = 1.</summary>
/// <param name="beta">β: a small one approaches x / 2, a large one ReLU. Finite and &gt; 0.</param>
/// <exception cref="ArgumentException">The parameter is out of its range.</exception>
/// <remarks>
/// Elfwing, Uchibe, Doya 2017, arXiv:1702.03118, section 2.1; Ramachandran, Zoph, Le 2017, arXiv:1710.05941, section 4.
/// <c>new Swish()</c> would be x / 2: use <see cref="Default"/>.
/// </remarks>
public readonly struct Swish(double beta) : IActivation
{
    static readonly ActivationParameter Beta = new("beta", 1, 1e-6f, 1e6, "how steeply the gate opens");

    readonly double _beta = Beta.Checked(beta, "swish");

    /// <summary>β = 1.</summary>
    public static readonly Silu Default;

    internal static ActivationInfo Info { get; } = new(p =>
        p["beta"] == 1 ? Activation.Of(Default) : Activation.Of(new Swish(p["beta"])))
    {
        Name = "swish",
        Aliases = ["silu"],
        Formula = "x·σ(β·x), σ(z) = 1 / (1 + e⁻ᶻ)",
        DerivativeFormula = "s + β·x·s·(1 − s) with s = σ(β·x)",
        Range = "[−0.27846 / β, ∞)",
        DerivativeRange = "[−0.09984, 1.09984]",
        Onnx = [X * Operator("Sigmoid", since: 6, Parameter("beta") * X)],
        Source = "Ramachandran, Zoph, Le 2017, arXiv:1710.05941, section 4; SiLU: Elfwing, Uchibe, Doya 2017, arXiv:1702.03118, section 2.1",
        KnownValues = [(-1, -0.2689414213699951), (0, 0), (2, 1.7615941559557646)],
        PyTorch = "torch.nn.functional.silu(x)",
        Parameters = [Beta],
        MaxUlp = 1.9,
        MaxDerivativeUlp = 2,
        AbsoluteError = 1e-42,
        AbsoluteDerivativeError = 1e-10,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        V gated = Gate.AtLeast(x, 1 / _beta);
        Pair<V> z = Pair<V>.Product(V.Of(_beta), Gate.AtMost(gated, 1 / _beta));
        return V.Gate(gated, z.High, z.Low);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        Pair<V> z = Pair<V>.Product(V.Of(_beta), Gate.Magnitude(x, 1 / _beta));
        return Gate.Derivative(x, -z, z);
    }
}

/// <summary>Sigmoid linear unit, Swish with β = 1: x·σ(x).</summary>
/// <remarks>A type of its own, <see cref="Swish.Default"/>, as <see cref="UnitElu"/> is. Elfwing, Uchibe, Doya 2017, arXiv:1702.03118, section
/// 2.1.</remarks>
public readonly struct Silu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        V gated = Gate.AtLeast(x);
        return V.Gate(gated, gated);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        Pair<V> z = new(Gate.Magnitude(x), V.Of(0));
        return Gate.Derivative(x, -z, z);
    }
}

public static partial class Activations
{
    /// <summary>Swish: x·σ(β·x), also called SiLU at β = 1.</summary>
    /// <param name="beta">β: a small one approaches x / 2, a large one ReLU. Finite and &gt; 0.</param>
    /// <exception cref="ArgumentException">The parameter is out of its range.</exception>
    public static Activation Swish(double beta = 1) => Elucid.Swish.Info.Create(("beta", beta));
}
