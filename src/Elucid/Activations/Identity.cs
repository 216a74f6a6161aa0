using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>The identity: x. A linear layer's activation, and the baseline of every comparison.</summary>
public readonly struct Identity : IOutputActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.OfOutput(new Identity()))
    {
        Name = "identity",
        Aliases = ["linear", "none"],
        Formula = "x",
        DerivativeFormula = "1",
        Range = "(−∞, ∞)",
        DerivativeRange = "{1}",
        Onnx = [Operator("Identity", since: 1, X)],
        Source = "the linear unit",
        KnownValues = [(-1, -1), (0, 0), (2, 2)],
        PyTorch = "torch.nn.Identity()(x)",
        WeightScheme = WeightScheme.Glorot,
        NeverFalls = true,
        MaxUlp = 0,
        MaxDerivativeUlp = 0,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.Of(1);

    /// <inheritdoc/>
    /// <remarks>Nothing is lost.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        V.Of(1);
}

public static partial class Activations
{
    /// <summary>The function that changes nothing: x.</summary>
    public static Activation Identity() => Elucid.Identity.Info.Create();
}
