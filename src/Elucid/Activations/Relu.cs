using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Rectified linear unit: max(x, 0).</summary>
/// <remarks>Nair, Hinton 2010, ICML; Glorot, Bordes, Bengio 2011, AISTATS. −0 stays −0.</remarks>
public readonly struct Relu : IOutputActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.OfOutput(new Relu()))
    {
        Name = "relu",
        Aliases = ["rectifier"],
        Formula = "max(x, 0)",
        DerivativeFormula = "1 for x > 0, 0 for x ≤ 0 (0 at the kink)",
        Range = "[0, ∞)",
        DerivativeRange = "{0, 1}",
        Onnx = [Operator("Relu", since: 6, X)],
        Source = "Nair, Hinton 2010, Rectified linear units improve restricted Boltzmann machines, ICML, section 2",
        KnownValues = [(-1, 0), (0, 0), (2, 2)],
        Kinks = [0],
        PyTorch = "torch.nn.functional.relu(x)",
        NeverFalls = true,
        MaxUlp = 0,
        MaxDerivativeUlp = 0,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(0), V.Of(0), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        Kink.Select(x, V.Of(0), V.Of(1));

    /// <inheritdoc/>
    /// <remarks>Nothing is lost.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        Kink.Select(y, V.Of(0), V.Of(1));
}

public static partial class Activations
{
    /// <summary>ReLU: max(x, 0).</summary>
    public static Activation Relu() => Elucid.Relu.Info.Create();
}
