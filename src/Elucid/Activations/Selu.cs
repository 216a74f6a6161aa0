using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Scaled ELU: λ·x for x ≥ 0, λα·(eˣ − 1) for x &lt; 0, with the λ and α that pull activations towards mean 0 and variance 1.</summary>
/// <remarks>Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515, equation 2, with the constants of equation 14.</remarks>
public readonly struct Selu : IOutputActivation
{
    /// <summary>λ.</summary>
    public const double Scale = 1.0507009873554804934;

    /// <summary>α.</summary>
    public const double Alpha = 1.6732632423543772848;

    // The float below λ and what it lacks: λ rounded would cost half an ulp before the product is. A positive rest keeps −0 and ∞.
    const double FloatScale = 1.0507009029388428, ScaleRest = Scale - FloatScale;

    // The float nearest to λα, and ln of the factor that it lacks: e^(x + rest) makes up for it.
    const double ScaledAlpha = 1.7580993175506592, ScaledAlphaRest = 1.32510816046250330e-8;

    internal static ActivationInfo Info { get; } = new(_ => Activation.OfOutput(new Selu()))
    {
        Name = "selu",
        Formula = "λ·x for x ≥ 0, λα·(eˣ − 1) for x < 0; λ = 1.0507, α = 1.6733",
        DerivativeFormula = "λ for x > 0, λα·eˣ for x ≤ 0 (λα at the kink)",
        Range = "[−1.7581, ∞)",
        DerivativeRange = "[0, 1.7581]",
        Onnx = [Operator("Selu", since: 6, X).With("alpha", Alpha).With("gamma", Scale)],
        Source = "Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515, equation 2",
        KnownValues = [(-1, -1.1113307378125625), (0, 0), (2, 2.101401974710961)],
        Kinks = [0],
        PyTorch = "torch.nn.functional.selu(x)",
        WeightScheme = WeightScheme.LeCun,
        ClippedForm = (_, _, least) => Activation.Of(new Clipped<Selu>(default, least)),
        NeverFalls = true,
        MaxUlp = 1,
        MaxDerivativeUlp = 1,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(0), NegativePart(x), V.MultiplyAdd(V.Of(FloatScale), x, V.Of(ScaleRest) * x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), x, V.Of(Scale), V.Exp(x, V.Of(ScaledAlphaRest), V.Of(ScaledAlpha)));

    /// <inheritdoc/>
    /// <remarks>y + λα has an absolute error of 1.2e-7: below x ≈ −17.3 it is 0 or noise where λα·eˣ is neither.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), y, V.Of(Scale), y + V.Of(Scale * Alpha));

    // λα·(eˣ − 1). Near 0, where errors add up most, a rest proportional to x stands for what a float of λα lacks; in double it lacks nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V NegativePart<V>(V x) where V : struct, ILane<V>
    {
        V rest = V.Of(0.65) * Gate.AtLeast(x) * V.RestOf(Scale * Alpha);
        return V.ExpM1NonPositive(x, rest, V.Of(Scale * Alpha));
    }
}

public static partial class Activations
{
    /// <summary>SELU: ELU with the λ and α that pull activations towards mean 0 and variance 1.</summary>
    public static Activation Selu() => Elucid.Selu.Info.Create();
}
