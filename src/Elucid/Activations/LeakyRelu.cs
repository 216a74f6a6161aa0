using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Leaky ReLU: x for x ≥ 0, slope·x for x &lt; 0.</summary>
/// <param name="slope">The slope below zero. Finite and ≥ 0, so that the sign of the output tells the branch.</param>
/// <exception cref="ArgumentException">The parameter is out of its range.</exception>
/// <remarks>Maas, Hannun, Ng 2013, ICML. <c>new LeakyRelu()</c> would be ReLU: use <see cref="Default"/>.</remarks>
public readonly struct LeakyRelu(double slope) : IOutputActivation
{
    static readonly ActivationParameter Slope = new("slope", 0.01, 0, float.MaxValue, "the slope below zero");

    readonly double _slope = Slope.Checked(slope, "leaky-relu");

    /// <summary>Slope 0.01.</summary>
    public static readonly LeakyRelu Default = new(0.01);

    internal static ActivationInfo Info { get; } = new(p => Activation.OfOutput(new LeakyRelu(p["slope"])))
    {
        Name = "leaky-relu",
        Aliases = ["lrelu"],
        Formula = "x for x ≥ 0, slope·x for x < 0",
        DerivativeFormula = "1 for x > 0, slope for x ≤ 0 (slope at the kink)",
        Range = "(−∞, ∞)",
        DerivativeRange = "{slope, 1}",
        Onnx = [Operator("LeakyRelu", since: 6, X).With("alpha", Parameter("slope"))],
        Source = "Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, ICML, section 2",
        KnownValues = [(-4, -0.04), (0, 0), (2, 2)],
        Kinks = [0],
        PyTorch = "torch.nn.functional.leaky_relu(x)",
        Parameters = [Slope],
        LearnedForm = new(() => Activation.OfLearned(new Prelu()), [Operator("PRelu", since: 7, X, Parameter("slope"))]),
        NeverFalls = true,
        MaxUlp = 0.5,
        MaxDerivativeUlp = 0,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(0), V.Of(_slope) * x, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        Kink.Select(x, V.Of(_slope), V.Of(1));

    /// <inheritdoc/>
    /// <remarks>Nothing is lost.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        Kink.Select(y, V.Of(_slope), V.Of(1));
}

public static partial class Activations
{
    /// <summary>Leaky ReLU: x for x ≥ 0, slope·x below.</summary>
    /// <param name="slope">The slope below zero. Finite and ≥ 0.</param>
    /// <exception cref="ArgumentException">The parameter is out of its range.</exception>
    public static Activation LeakyRelu(double slope = 0.01) => Elucid.LeakyRelu.Info.Create(("slope", slope));
}
