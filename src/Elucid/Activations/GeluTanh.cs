using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>The tanh approximation of GELU: ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))); the GELU of GPT-2 and BERT.</summary>
/// <remarks>Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2. Computed as x·σ(2u), the same function without cancellation.</remarks>
public readonly struct GeluTanh : IActivation
{
    // u grows as x³: at a tenth of the limit every gate is closed, and the rounding error of u still small beside 1.
    const double Reach = 0.1;

    internal static ActivationInfo Info { get; } = new(_ => Activation.Of(new GeluTanh()))
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
            X * Operator("Sigmoid", since: 6, X * (1.5957691216057308 + 0.0713548162726 * X * X)),     // 2·√(2/π), and that times 0.044715
        ],
        Source = "Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2",
        KnownValues = [(-1, -0.15880800939172324), (0, 0), (2, 1.954597694087775)],
        PyTorch = "torch.nn.functional.gelu(x, approximate='tanh')",
        MaxUlp = 2,
        MaxDerivativeUlp = 2,
        AbsoluteError = 1e-42,
        AbsoluteDerivativeError = 2e-10,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        V gated = Gate.AtLeast(x, Reach), bounded = Gate.AtMost(gated, Reach);
        Pair<V> u = bounded * (Linear<V>() + CubicOf(bounded));
        return V.Gate(gated, u.High, u.Low);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V a = Gate.Magnitude(x, Reach);
        Pair<V> cubic = CubicOf(a), u = a * (Linear<V>() + cubic);
        return Gate.Derivative(x, -u, u + (a + a) * cubic);
    }

    // 2·√(2/π): its first 11 bits, so that sums with it are exact, and the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Pair<V> Linear<V>() where V : struct, ILane<V> => Pair<V>.Of(1.595703125, 6.59966057307117598e-5);

    // That times 0.044715, and times a².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Pair<V> CubicOf<V>(V a) where V : struct, ILane<V> =>
        Pair<V>.Of(0.071354813873767852783, 2.39883239599313563e-9) * Pair<V>.Product(a, a);
}

public static partial class Activations
{
    /// <summary>GELU in its approximation by tanh.</summary>
    public static Activation GeluTanh() => Elucid.GeluTanh.Info.Create();
}
