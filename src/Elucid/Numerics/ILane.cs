using System.Numerics;

namespace Elucid.Numerics;

/// <summary>
/// One number, or several that go through the same formula at once. Every formula in Elucid is written once, over this type:
/// the lanes of floats run it on 16, 8, 4 or 1 numbers, those of doubles on 8, 4, 2 or 1; one double is also the oracle of the tests and the source
/// of plots.
/// </summary>
/// <typeparam name="V">The lane itself.</typeparam>
/// <remarks>
/// Functions are exact to the bounds stated in <c>docs/accuracy.md</c> and keep NaN, signed zero, infinities and subnormals.
/// On a machine with fused multiply-add every lane of one precision gives the same bits.
/// </remarks>
public interface ILane<V> :
    IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>, IDivisionOperators<V, V, V>,
    IUnaryNegationOperators<V, V>
    where V : struct, ILane<V>
{
    /// <summary>Whether the low parts of compensated arithmetic count; where they do not, they are 0 and cost nothing. A constant for the
    /// JIT.</summary>
    static virtual bool IsCompensated => true;

    /// <summary>The same constant in every element, rounded to the precision of the lane.</summary>
    static abstract V Of(double value);

    /// <summary>What <see cref="Of"/> takes from a constant by rounding it, in every element: 0 where the lane holds doubles or better.</summary>
    static virtual V RestOf(double value) => V.Of(0);

    /// <summary>Whether <see cref="MultiplyAdd"/> rounds once. A constant for the JIT.</summary>
    static abstract bool IsFused { get; }

    /// <summary>a·b + c, rounded once where the machine can, else twice; the same on every lane of one precision and machine.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>a·b rounded, and in <paramref name="low"/> what the rounding took: a·b = result + low exactly, while nothing overflows or becomes
    /// subnormal.</summary>
    static abstract V TwoProduct(V a, V b, out V low);

    /// <summary>Per element: <paramref name="yes"/> where a &lt; b, else <paramref name="no"/>; a NaN in a or b gives
    /// <paramref name="no"/>.</summary>
    static abstract V WhereLess(V a, V b, V yes, V no);

    /// <summary>The larger of the two. If either is NaN, or both are zeros, the result is <paramref name="b"/>: keep the value that may be NaN
    /// there.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller of the two. If either is NaN, or both are zeros, the result is <paramref name="b"/>: keep the value that may be NaN
    /// there.</summary>
    static abstract V Min(V a, V b);

    /// <summary>|x|; clears the sign of zero and NaN too.</summary>
    static abstract V Abs(V x);

    /// <summary><paramref name="magnitude"/> with the sign of <paramref name="sign"/>, that of a zero included.</summary>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>√x.</summary>
    static abstract V Sqrt(V x);

    /// <summary>eˣ.</summary>
    static abstract V Exp(V x);

    /// <summary>e^(x + rest) as result + <paramref name="low"/>, with digits beyond those of one number, for x ≤ 80; above, some number.</summary>
    /// <param name="x">The exponent. NaN stays NaN.</param>
    /// <param name="rest">What x lacks, such as the low part of a product; small beside 1 and finite.</param>
    /// <param name="low">The low part, below an ulp of the result; 0 where the result is nearly subnormal.</param>
    static abstract V Exp(V x, V rest, out V low);

    /// <summary>
    /// scale · e^(x + rest) for x ≤ 0 within 1 ulp, which the product of two rounded numbers would not be; for x &gt; 0 some number, for the
    /// discarded side of a select.
    /// </summary>
    /// <param name="x">The exponent. NaN stays NaN.</param>
    /// <param name="rest">What x lacks, such as the remainder of a division; small beside 1 and finite.</param>
    /// <param name="scale">Any number below half of the largest.</param>
    static abstract V Exp(V x, V rest, V scale);

    /// <summary>(scale + <paramref name="scaleRest"/>) · e^(x + rest), likewise; scaleRest is what scale lacks, below an ulp of it.</summary>
    static abstract V Exp(V x, V rest, V scale, V scaleRest);

    /// <summary>eˣ − 1 without cancellation near 0.</summary>
    static abstract V ExpM1(V x);

    /// <summary>
    /// eˣ − 1 for x ≤ 0, at a third of the cost of <see cref="ExpM1(V)"/>; for x &gt; 0 some number, for the discarded side of a select.
    /// −0 may become +0, and a NaN with its sign set −1: a select puts both right.
    /// </summary>
    static abstract V ExpM1NonPositive(V x);

    /// <summary>
    /// scale · (eˣ − 1) for x ≤ 0 within 1 ulp for any finite scale, which the product of two rounded numbers would not be. As for −0 and NaN, see
    /// <see cref="ExpM1NonPositive(V)"/>.
    /// </summary>
    static abstract V ExpM1NonPositive(V x, V scale);

    /// <summary>scale · (e^(x + rest) − 1) for x ≤ 0 within 1 ulp; <paramref name="rest"/> is what x lacks, small beside it and finite.</summary>
    static abstract V ExpM1NonPositive(V x, V rest, V scale);

    /// <summary>ln x.</summary>
    static abstract V Log(V x);

    /// <summary>ln(1 + x) without cancellation near 0.</summary>
    static abstract V Log1P(V x);

    /// <summary>
    /// ln(1 + e^(x + rest)) for x ≤ 0 with its digits kept where it is nearly 0, as result + <paramref name="low"/>, where low may be half of the
    /// result: add it last. For x &gt; 0 some number.
    /// </summary>
    static abstract V Log1PExpNonPositive(V x, V rest, out V low);

    /// <summary>Hyperbolic tangent.</summary>
    static abstract V Tanh(V x);

    /// <summary>Logistic function 1 / (1 + e⁻ˣ).</summary>
    static abstract V Sigmoid(V x);

    /// <summary>gated · σ(x), rounded about as often as σ(x) alone, with the digits that gated has where σ(x) is nearly 0.</summary>
    /// <param name="gated">Any number; finite where σ(x) may be 0. Its sign, that of a zero included, is that of the result.</param>
    /// <param name="x">What opens the gate. NaN stays NaN.</param>
    static abstract V Gate(V gated, V x);

    /// <summary>gated · σ(x + rest); <paramref name="rest"/> is what x lacks, small beside 1 and finite.</summary>
    static abstract V Gate(V gated, V x, V rest);

    /// <summary>Error function 2/√π · ∫₀ˣ e^(−t²) dt.</summary>
    static abstract V Erf(V x);

    /// <summary>Standard normal distribution function Φ(x) = ½·(1 + erf(x / √2)), with its digits kept where it is nearly 0.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="density">φ(x) = e^(−x²/2) / √(2π), the derivative of Φ.</param>
    static abstract V NormalCdf(V x, out V density);

    /// <summary>
    /// (1 − Φ(x))·e^(x²/2) as result + <paramref name="low"/>, for 0 ≤ x ≤ 128: the upper tail of the standard normal distribution without its decay,
    /// from ½ falling towards 1 / (√(2π)·x). Φ, erf and all that is made of them have their digits from here.
    /// </summary>
    static abstract V ScaledNormalTail(V x, out V low);
}
