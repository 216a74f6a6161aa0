using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.Activations.OnnxExpression;

namespace Elucid.Activations;

/// <summary>Gaussian error linear unit: x·Φ(x), Φ the standard normal distribution function.</summary>
/// <remarks>Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2. The exact form; <see cref="GeluTanh"/> is the paper's approximation.</remarks>
public readonly struct Gelu : IActivation
{
    internal static ActivationInfo Info { get; } = new((info, p) => new Activation.OfInput<Gelu>(info, p, new()))
    {
        Name = "gelu",
        Aliases = ["gelu-erf"],
        Formula = "x·Φ(x) = ½·x·(1 + erf(x / √2))",
        DerivativeFormula = "Φ(x) + x·φ(x)",
        Range = "[−0.16997, ∞)",
        DerivativeRange = "[−0.12904, 1.12904]",
        Onnx =
        [
            Operator("Gelu", since: 20, X),
            0.5 * X * (1 + Operator("Erf", since: 9, X / Math.Sqrt(2))),
        ],
        Source = "Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2",
        MaxUlp = 5,
        MaxDerivativeUlp = 3,
        AbsoluteError = 1e-42,
        AbsoluteDerivativeError = 1e-7,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.Max(V.Of(Gate.Limit), x) * V.NormalCdf(x, out _);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V cdf = V.NormalCdf(x, out V density);
        return V.MultiplyAdd(Gate.Bound(x), density, cdf);
    }
}
