using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Gaussian error linear unit: x·Φ(x), Φ the standard normal distribution function.</summary>
/// <remarks>Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2. The exact form; <see cref="GeluTanh"/> is the paper's approximation.</remarks>
public readonly struct Gelu : IActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.Of(new Gelu()))
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
        KnownValues = [(-1, -0.15865525393145707), (0, 0), (2, 1.9544997361036416)],
        PyTorch = "torch.nn.functional.gelu(x)",
        MaxUlp = 2,
        MaxDerivativeUlp = 3.2,
        AbsoluteError = 1e-42,
        AbsoluteDerivativeError = 5e-8,
    };

    /// <inheritdoc/>
    /// <remarks>max(x, 0) − a·(1 − Φ(a)) with a = |x|: the same function, and its tail keeps its digits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        V a = V.Min(V.Of(128), V.Abs(x)), tail = V.ScaledNormalTail(a, out V low);     // from there on the tail is 0, and a² must not overflow
        Pair<V> scale = -a * new Pair<V>(tail, low), exponent = Pair<V>.Product(V.Of(-0.5) * a, a);
        // x·Φ(x) has the sign of x: that of −0 would be lost where the low part is negative.
        return V.CopySign(V.Max(V.Of(0), x) + V.Exp(exponent.High, exponent.Low, scale.High, scale.Low), x);
    }

    /// <inheritdoc/>
    /// <remarks>w = e^(−a²/2)·(a / √(2π) − (1 − Φ(a))·e^(a²/2)) with a = |x|; −w below zero, 1 + w above.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V a = Gate.Magnitude(x), tail = V.ScaledNormalTail(a, out V low);
        Pair<V> difference = a * Pair<V>.Of(0.398942291736602783203125, -1.133517010518518506e-8) + -new Pair<V>(tail, low);
        V decay = LaneFunctions.NormalDecay(a, V.Of(1)), w = V.MultiplyAdd(decay, difference.High, decay * difference.Low);
        return V.WhereLess(x, V.Of(0), -w, V.Of(1) + w);
    }
}

public static partial class Activations
{
    /// <summary>GELU: x·Φ(x).</summary>
    public static Activation Gelu() => Elucid.Gelu.Info.Create();
}
