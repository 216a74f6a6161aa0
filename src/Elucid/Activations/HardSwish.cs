using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Hard swish: x·min(max(x + 3, 0), 6) / 6, a piecewise quadratic swish.</summary>
/// <remarks>Howard et al. 2019, arXiv:1905.02244, section 5.2.</remarks>
public readonly struct HardSwish : IActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.Of(new HardSwish()))
    {
        Name = "hard-swish",
        Aliases = ["hswish"],
        Formula = "x·min(max(x + 3, 0), 6) / 6",
        DerivativeFormula = "0 for x ≤ −3, x / 3 + ½ for −3 < x < 3, 1 for x ≥ 3 (0 and 1 at the kinks)",
        Range = "[−0.375, ∞)",
        DerivativeRange = "(−½, 3/2)",
        Onnx =
        [
            Operator("HardSwish", since: 14, X),
            X * Operator("HardSigmoid", since: 6, X).With("alpha", 1 / 6.0).With("beta", 0.5),
        ],
        Source = "Howard et al. 2019, Searching for MobileNetV3, arXiv:1905.02244, section 5.2",
        KnownValues = [(-1, -0.3333333333333333), (0, 0), (2, 1.6666666666666667)],
        Kinks = [-3, 3],
        PyTorch = "torch.nn.functional.hardswish(x)",
        MaxUlp = 2,
        MaxDerivativeUlp = 1,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.Max(V.Of(-3), x) * (V.Max(V.Of(0), V.Min(V.Of(6), x + V.Of(3))) / V.Of(6));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(3), V.WhereLess(V.Of(-3), x, (x + V.Of(1.5f)) / V.Of(3), V.Of(0)), Kink.Select(x, V.Of(1), V.Of(1)));
}

public static partial class Activations
{
    /// <summary>Hard Swish: x·min(max(x + 3, 0), 6) / 6.</summary>
    public static Activation HardSwish() => Elucid.HardSwish.Info.Create();
}
