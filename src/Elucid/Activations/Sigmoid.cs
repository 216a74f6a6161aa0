using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Logistic function: 1 / (1 + e⁻ˣ).</summary>
/// <remarks>Verhulst 1845; as an activation Rumelhart, Hinton, Williams 1986, Nature 323, equation 2.</remarks>
public readonly struct Sigmoid : IOutputActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.OfOutput(new Sigmoid()))
    {
        Name = "sigmoid",
        Aliases = ["logistic"],
        Formula = "σ(x) = 1 / (1 + e⁻ˣ)",
        DerivativeFormula = "σ(x)·σ(−x)",
        Range = "(0, 1)",
        DerivativeRange = "(0, ¼]",
        Onnx = [Operator("Sigmoid", since: 6, X)],
        Source = "Rumelhart, Hinton, Williams 1986, Learning representations by back-propagating errors, Nature 323, equation 2",
        KnownValues = [(-1, 0.2689414213699951), (0, 0.5), (2, 0.8807970779778823)],
        PyTorch = "torch.sigmoid(x)",
        WeightScheme = WeightScheme.Glorot,
        MaxUlp = 1.8,
        MaxDerivativeUlp = 1.6,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        LaneFunctions.SigmoidDerivative(-V.Abs(x), 1);

    /// <inheritdoc/>
    /// <remarks>1 − y has an absolute error of 3e-8: above x ≈ 17 the result is 0 where σ(x)·σ(−x) is not.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        y * (V.Of(1) - y);
}

public static partial class Activations
{
    /// <summary>Logistic function: 1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid() => Elucid.Sigmoid.Info.Create();
}
