using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Softsign: x / (1 + |x|), which approaches ±1 much more slowly than tanh.</summary>
/// <remarks>Bergstra, Desjardins, Lamblin, Bengio 2009, Quadratic polynomials learn better image features, Université de Montréal, report
/// 1337.</remarks>
public readonly struct Softsign : IActivation
{
    // From here on f is ±1 in every precision; ∞ / ∞ would be NaN.
    const double Limit = 1e30;

    internal static ActivationInfo Info { get; } = new(_ => Activation.Of(new Softsign()))
    {
        Name = "softsign",
        Formula = "x / (1 + |x|)",
        DerivativeFormula = "1 / (1 + |x|)²",
        Range = "[−1, 1]",
        DerivativeRange = "[0, 1]",
        Onnx = [Operator("Softsign", since: 1, X)],
        Source = "Bergstra, Desjardins, Lamblin, Bengio 2009, Quadratic polynomials learn better image features, Université de Montréal, report 1337",
        KnownValues = [(-3, -0.75), (0, 0), (1, 0.5)],
        PyTorch = "torch.nn.functional.softsign(x)",
        WeightScheme = WeightScheme.Glorot,
        MaxUlp = 1.5,
        MaxDerivativeUlp = 2,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        x = V.Max(V.Of(-Limit), V.Min(V.Of(Limit), x));
        return x / (V.Of(1) + V.Abs(x));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V magnitude = V.Abs(x);
        Pair<V> sum = Pair<V>.Sum(V.Max(V.Of(1), magnitude), V.Min(V.Of(1), magnitude));
        // Large ones are their own sum with 1; of an infinite one the correction of the quotient would be NaN.
        V inverse = V.WhereLess(magnitude, V.Of(Limit), V.Of(1) / sum, V.Of(1) / magnitude);
        return inverse * inverse;
    }
}

public static partial class Activations
{
    /// <summary>Softsign: x / (1 + |x|).</summary>
    public static Activation Softsign() => Elucid.Softsign.Info.Create();
}
