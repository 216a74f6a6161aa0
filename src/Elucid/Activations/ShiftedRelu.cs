using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Shifted rectified linear unit: max(−1, x), the piecewise linear function that saturates where ELU does.</summary>
/// <remarks>Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289, section 4, which compares ELU with it as SReLU.</remarks>
public readonly struct ShiftedRelu : IOutputActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.OfOutput(new ShiftedRelu()))
    {
        Name = "shifted-relu",
        Aliases = ["srelu"],
        Formula = "max(−1, x)",
        DerivativeFormula = "1 for x > −1, 0 for x ≤ −1 (0 at the kink)",
        Range = "[−1, ∞)",
        DerivativeRange = "{0, 1}",
        Onnx = [Operator("Max", since: 8, X, -1)],
        Source = "Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289, section 4",
        KnownValues = [(-2, -1), (-0.5, -0.5), (0, 0), (2, 2)],
        Kinks = [-1],
        PyTorch = "torch.nn.functional.threshold(x, -1, -1)",
        NeverFalls = true,
        MaxUlp = 0,
        MaxDerivativeUlp = 0,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Max(V.Of(-1), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => Kink.Select(x + V.Of(1), V.Of(0), V.Of(1));

    /// <inheritdoc/>
    /// <remarks>Nothing is lost.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> => Kink.Select(y + V.Of(1), V.Of(0), V.Of(1));
}

public static partial class Activations
{
    /// <summary>Shifted ReLU: max(−1, x).</summary>
    public static Activation ShiftedRelu() => Elucid.ShiftedRelu.Info.Create();
}
