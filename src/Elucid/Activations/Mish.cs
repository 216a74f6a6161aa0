using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Mish: x·tanh(softplus(x)) = x·tanh(ln(1 + eˣ)).</summary>
/// <remarks>
/// Misra 2019, arXiv:1908.08681, equation 1. With e = eˣ and n = e·(e + 2) the factor is n / (n + 2): one exponential, and nothing cancels.
/// </remarks>
public readonly struct Mish : IActivation
{
    // Above 22 factor and derivative are 1 in double, too; the bound keeps the denominator, e⁴ˣ, from overflowing in float.
    const float Linear = 22;

    internal static ActivationInfo Info { get; } = new(_ => Activation.Of(new Mish()))
    {
        Name = "mish",
        Formula = "x·tanh(ln(1 + eˣ))",
        DerivativeFormula = "e·((e + 2)·(n + 2) + 4·x·(e + 1)) / (n + 2)² with e = eˣ, n = e·(e + 2)",
        Range = "[−0.30884, ∞)",
        DerivativeRange = "[−0.11321, 1.08850]",
        Onnx =
        [
            Operator("Mish", since: 18, X),
            X * Operator("Tanh", since: 6, Operator("Softplus", since: 1, X)),
        ],
        Source = "Misra 2019, arXiv:1908.08681, equation 1",
        KnownValues = [(-1, -0.30340146137410895), (0, 0), (2, 1.9439589595339946)],
        PyTorch = "torch.nn.functional.mish(x)",
        MaxUlp = 1.6,
        MaxDerivativeUlp = 2,
        AbsoluteError = 1e-42,
        AbsoluteDerivativeError = 2e-10,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        Pair<V> e = Exp(x), n = e * (V.Of(2) + e);
        return V.Max(V.Of(Gate.Limit), x) * (n / (V.Of(2) + n));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        Pair<V> e = Exp(x), m = V.Of(2) + e, d = V.Of(2) + e * m;
        V bounded = V.Max(V.Of(Gate.Limit), V.Min(V.Of(Linear), x));
        return e * (m * d + V.Of(4) * bounded * (V.Of(1) + e)) / (d * d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Pair<V> Exp<V>(V x) where V : struct, ILane<V> => Pair<V>.Exp(new(V.Min(V.Of(Linear), x), V.Of(0)));
}

public static partial class Activations
{
    /// <summary>Mish: x·tanh(ln(1 + eˣ)).</summary>
    public static Activation Mish() => Elucid.Mish.Info.Create();
}
