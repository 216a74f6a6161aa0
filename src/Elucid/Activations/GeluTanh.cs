using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.Activations.OnnxExpression;

namespace Elucid.Activations;

/// <summary>The tanh approximation of GELU: ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))); the GELU of GPT-2 and BERT.</summary>
/// <remarks>Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2. Computed as x·σ(2u), the same function without cancellation.</remarks>
public readonly struct GeluTanh : IActivation
{
    // 2·√(2/π), and that times 0.044715.
    const double Linear = 1.5957691216057308, Cubic = 0.044715 * Linear;

    internal static ActivationInfo Info { get; } = new((info, p) => new Activation.OfInput<GeluTanh>(info, p, new()))
    {
        Name = "gelu-tanh",
        Aliases = ["gelu-approximate", "gelu-new"],
        Formula = "½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
        DerivativeFormula = "s + x·s·(1 − s)·u′ with u = 2·√(2/π)·(x + 0.044715·x³), s = σ(u)",
        Range = "[−0.17004, ∞)",
        DerivativeRange = "[−0.12977, 1.12977]",
        Onnx =
        [
            Operator("Gelu", since: 20, X).With("approximate", "tanh"),
            X * Operator("Sigmoid", since: 6, X * (Linear + Cubic * X * X)),
        ],
        Source = "Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2",
        MaxUlp = 5,
        MaxDerivativeUlp = 3,
        AbsoluteError = 3e-8,
        AbsoluteDerivativeError = 1e-7,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        V bounded = Gate.Bound(x);
        return V.Max(V.Of(Gate.Limit), x) * V.Sigmoid(bounded * V.MultiplyAdd(V.Of(Cubic) * bounded, bounded, V.Of(Linear)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V bounded = Gate.Bound(x), square = bounded * bounded;
        V u = bounded * V.MultiplyAdd(V.Of(Cubic), square, V.Of(Linear));
        V s = Gate.Sigmoid(u, out V complement);
        V slope = V.MultiplyAdd(V.Of(3 * Cubic), square, V.Of(Linear));
        return V.MultiplyAdd(bounded * slope * complement, s, s);
    }
}
