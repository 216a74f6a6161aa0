using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Hyperbolic tangent.</summary>
/// <remarks>LeCun, Bottou, Orr, Müller 1998, Efficient BackProp, section 4.4. The derivative is 4·σ′(2x).</remarks>
public readonly struct Tanh : IOutputActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.OfOutput(new Tanh()))
    {
        Name = "tanh",
        Formula = "tanh x = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
        DerivativeFormula = "1 − tanh² x",
        Range = "[−1, 1]",
        DerivativeRange = "[0, 1]",
        Onnx = [Operator("Tanh", since: 6, X)],
        Source = "LeCun, Bottou, Orr, Müller 1998, Efficient BackProp, section 4.4",
        KnownValues = [(-1, -0.7615941559557649), (0, 0), (2, 0.9640275800758169)],
        PyTorch = "torch.tanh(x)",
        WeightScheme = WeightScheme.Glorot,
        NeverFalls = true,
        MaxUlp = 2,
        MaxDerivativeUlp = 1.5,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        LaneFunctions.SigmoidDerivative(V.Of(-2) * V.Abs(x), 4);

    /// <inheritdoc/>
    /// <remarks>1 − |y| has an absolute error of 3e-8: beyond |x| ≈ 9 the result is 0 where 1 − tanh² x is not.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        (V.Of(1) - y) * (V.Of(1) + y);
}

public static partial class Activations
{
    /// <summary>Hyperbolic tangent.</summary>
    public static Activation Tanh() => Elucid.Tanh.Info.Create();
}
