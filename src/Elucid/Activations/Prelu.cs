using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Parametric ReLU: x for x ≥ 0, a·x for x &lt; 0, with a learned.</summary>
/// <remarks>He, Zhang, Ren, Sun 2015, arXiv:1502.01852, section 2.1; a starts at 0.25 as there.</remarks>
public readonly struct Prelu : ILearnedActivation
{
    internal static ActivationInfo Info { get; } = new(_ => Activation.OfLearned(new Prelu()))
    {
        Name = "prelu",
        Aliases = ["parametric-relu"],
        Formula = "x for x ≥ 0, slope·x for x < 0; slope is learned",
        DerivativeFormula = "1 for x > 0, slope for x ≤ 0 (slope at the kink); ∂f/∂slope = min(x, 0)",
        Range = "(−∞, ∞)",
        DerivativeRange = "{slope, 1}",
        Onnx = [Operator("PRelu", since: 7, X, Parameter("slope"))],
        Source = "He, Zhang, Ren, Sun 2015, arXiv:1502.01852, section 2.1",
        KnownValues = [(-4, -1), (0, 0), (2, 2)],
        Kinks = [0],
        PyTorch = "torch.nn.functional.prelu(x, torch.tensor([0.25]))",
        Parameters = [new("slope", 0.25, -float.MaxValue, float.MaxValue, "the slope below zero from which training starts")],
        NeverFalls = true,
        MaxUlp = 0.5,
        MaxDerivativeUlp = 0,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x, V a, V b) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), a * x, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x, V a, V b) where V : struct, ILane<V> => Kink.Select(x, a, V.Of(1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToA<V>(V x, V a, V b) where V : struct, ILane<V> => V.Min(V.Of(0), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToB<V>(V x, V a, V b) where V : struct, ILane<V> => V.Of(0);
}

public static partial class Activations
{
    /// <summary>PReLU: leaky ReLU with a learned slope.</summary>
    /// <param name="slope">Where the slope starts.</param>
    /// <exception cref="ArgumentException">The parameter is out of its range.</exception>
    public static Activation Prelu(double slope = 0.25) => Elucid.Prelu.Info.Create(("slope", slope));
}
