using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.Activations.OnnxExpression;

namespace Elucid.Activations;

/// <summary>Mish: x·tanh(softplus(x)) = x·tanh(ln(1 + eˣ)).</summary>
/// <remarks>
/// Misra 2019, arXiv:1908.08681, equation 1. With e = eˣ and n = e·(e + 2) the factor is n / (n + 2): one exponential, and nothing cancels.
/// </remarks>
public readonly struct Mish : IActivation
{
    // Above 40 factor and slope are 1 in double, too; the bound keeps n from overflowing in float.
    const float Linear = 40;

    internal static ActivationInfo Info { get; } = new((info, p) => new Activation.OfInput<Mish>(info, p, new()))
    {
        Name = "mish",
        Formula = "x·tanh(ln(1 + eˣ))",
        DerivativeFormula = "n / (n + 2) + 4·x·e·(e + 1) / (n + 2)² with e = eˣ, n = e·(e + 2)",
        Range = "[−0.30884, ∞)",
        DerivativeRange = "[−0.11321, 1.08850]",
        Onnx =
        [
            Operator("Mish", since: 18, X),
            X * Operator("Tanh", since: 6, Operator("Softplus", since: 1, X)),
        ],
        Source = "Misra 2019, arXiv:1908.08681, equation 1",
        MaxUlp = 4,
        MaxDerivativeUlp = 3,
        AbsoluteError = 1e-42,
        AbsoluteDerivativeError = 1e-7,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        V e = V.Exp(V.Min(V.Of(Linear), x)), n = e * (e + V.Of(2));
        return V.Max(V.Of(Gate.Limit), x) * (n / (n + V.Of(2)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V bounded = V.Max(V.Of(Gate.Limit), V.Min(V.Of(Linear), x));
        V e = V.Exp(bounded), n = e * (e + V.Of(2)), inverse = V.Of(1) / (n + V.Of(2));
        return V.MultiplyAdd(V.Of(4) * bounded * (e * inverse), (e + V.Of(1)) * inverse, n * inverse);
    }
}
