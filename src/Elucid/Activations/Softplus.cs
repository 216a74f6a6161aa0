using System.Runtime.CompilerServices;
using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid;

/// <summary>Softplus: ln(1 + e^(β·x)) / β, a smooth ReLU.</summary>
/// <param name="beta">β: the larger, the closer to ReLU. Finite and &gt; 0.</param>
/// <exception cref="ArgumentException">The parameter is out of its range.</exception>
/// <remarks>
/// Dugas, Bengio, Bélisle, Nadeau, Garcia 2000, NIPS, section 3. Computed as max(x, 0) + ln(1 + e^(−|β·x|)) / β, which cannot overflow.
/// <c>new Softplus()</c> would divide by 0: use <see cref="Default"/>.
/// </remarks>
public readonly struct Softplus(double beta) : IOutputActivation
{
    static readonly ActivationParameter Beta = new("beta", 1, 1e-6f, 1e6, "how sharply the function bends at 0");

    readonly double _beta = Beta.Checked(beta, "softplus");
    // 1 / β as a float and what it lacks.
    readonly double _inverse = (float)(1 / beta), _inverseRest = 1 / beta - (float)(1 / beta);

    /// <summary>β = 1.</summary>
    public static readonly Softplus Default = new(1);

    internal static ActivationInfo Info { get; } = new(p => Activation.OfOutput(new Softplus(p["beta"])))
    {
        Name = "softplus",
        Formula = "ln(1 + e^(β·x)) / β",
        DerivativeFormula = "σ(β·x)",
        Range = "(0, ∞)",
        DerivativeRange = "(0, 1)",
        Onnx = [Operator("Softplus", since: 1, Parameter("beta") * X) / Parameter("beta")],
        Source = "Dugas, Bengio, Bélisle, Nadeau, Garcia 2000, Incorporating second-order functional knowledge, NIPS, section 3",
        KnownValues = [(-1, 0.31326168751822286), (0, 0.6931471805599453), (2, 2.1269280110429727)],
        PyTorch = "torch.nn.functional.softplus(x)",
        Parameters = [Beta],
        MaxUlp = 2,
        MaxDerivativeUlp = 1.8,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        Pair<V> z = Decay(x);
        V y = V.Log1PExpNonPositive(z.High, z.Low, out V low), inverse = V.Of(_inverse);
        return V.MultiplyAdd(y, inverse, V.MultiplyAdd(low, inverse, V.MultiplyAdd(y + low, V.Of(_inverseRest), V.Max(V.Of(0), x))));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        Pair<V> z = Pair<V>.Product(V.Of(_beta), Gate.AtLeast(Gate.AtMost(x, _inverse), _inverse));
        return V.Gate(V.Of(1), z.High, z.Low);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is lost.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeFromOutput<V>(V y) where V : struct, ILane<V> =>
        -V.ExpM1NonPositive(-V.Of(_beta) * V.Abs(y));     // y is never negative; a NaN loses its sign

    // −|β·x|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Pair<V> Decay<V>(V x) where V : struct, ILane<V> => Pair<V>.Product(V.Of(-_beta), Gate.Magnitude(x, _inverse));
}

public static partial class Activations
{
    /// <summary>Softplus: ln(1 + e^(β·x)) / β.</summary>
    /// <param name="beta">β: the larger, the closer to ReLU. Finite and &gt; 0.</param>
    /// <exception cref="ArgumentException">The parameter is out of its range.</exception>
    public static Activation Softplus(double beta = 1) => Elucid.Softplus.Info.Create(("beta", beta));
}
