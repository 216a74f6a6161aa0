using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

internal static partial class LaneMath
{
    // Where α of the gate begins to fall: 2ⁿ times a number below 2 is then still finite.
    const float LargestPower = 126;

    /// <summary>Logistic function within 1.8 ulp, rising: t / (t + t·e⁻ˣ), where t = 2⁻²³ keeps a sum of up to 2¹⁵⁰ finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, IVectorLane<V>
    {
        const float scale = 1f / 8388608f, roundAndBias = RoundAndBias - 23;
        x = V.Max(V.Of(-104f), V.Min(V.Of(43f), x));    // beyond these it is 0 and 1 in float
        V rounded = V.MultiplyAdd(x, V.Of(-Log2E), V.Of(roundAndBias));
        V w = Remainder(x, rounded - V.Of(roundAndBias));
        return V.Of(scale) / SumWithExp(V.Of(scale), V.ShiftLeft(rounded, 23), w);
    }

    /// <summary>gated · σ(x) within 1.8 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gate<V>(V gated, V x) where V : struct, IVectorLane<V>
    {
        V n = GatePowers(ref x, out V alpha, out V beta);
        return gated * alpha / SumWithExp(alpha, beta, Remainder(x, n));
    }

    /// <summary>gated · σ(x + rest), likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gate<V>(V gated, V x, V rest) where V : struct, IVectorLane<V>
    {
        V n = GatePowers(ref x, out V alpha, out V beta);
        V w = V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2 : Ln2Short), x) + V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2Rest : Ln2ShortRest), rest);
        return gated * alpha / SumWithExp(alpha, beta, w);
    }

    /// <summary>tanh x within 2 ulp: with e = e^(−2|x|) it is (1 − e) / (1 + e), both sums rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, IVectorLane<V>
    {
        V bounded = V.Max(V.Of(-9.1f), V.Or(x, V.Bits(0x80000000)));   // −|x|, and not less than where tanh is −1
        V rounded = V.MultiplyAdd(bounded, V.Of(2 * Log2E), V.Of(RoundAndBias)), s = V.ShiftLeft(rounded, 23);
        V n = rounded - V.Of(RoundAndBias), twice = bounded + bounded;

        // One float of ln 2 is enough, as in ELU: n is at most 26.
        V r = V.IsFused ? V.MultiplyAdd(n, V.Of(-Ln2), twice) : Reduce(twice, n);
        V square = r * r, p = V.MultiplyAdd(ExpTail(r, square), square, r);
        V y = V.MultiplyAdd(p, s, s - V.Of(1)) / V.MultiplyAdd(p, s, s + V.Of(1));
        return V.CopySign(y, x);
    }

    // n = −x / ln 2 rounded; e⁻ˣ = 2ⁿ·e^(−w). Both terms of 1 + e⁻ˣ as powers of two, α = 1 and β = 2ⁿ, but where 2ⁿ nears overflow both divided by
    // 2^(n − 126): α·y / (α + β·e^(−w)) is y·σ(x) down to the smallest subnormal, and no product of it is rounded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V GatePowers<V>(ref V x, out V alpha, out V beta) where V : struct, IVectorLane<V>
    {
        x = V.Max(V.Of(-174f), V.Min(V.Of(80f), x));    // e^-174 is 2^-251: times 2^100 it is 0 in float
        V rounded = V.MultiplyAdd(x, V.Of(-Log2E), V.Of(RoundAndBias)), bounded = V.MinBits(rounded, V.Of(RoundAndBias + LargestPower));
        alpha = V.ShiftLeft(bounded - rounded + V.Of(RoundAndBias), 23);
        beta = V.ShiftLeft(bounded, 23);
        return rounded - V.Of(RoundAndBias);
    }

    /// <summary>x + n · ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Remainder<V>(V x, V n) where V : struct, IVectorLane<V> =>
        V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2Rest : Ln2ShortRest), V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2 : Ln2Short), x));

    /// <summary>α + β·e^(−w) for powers of two and |w| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V SumWithExp<V>(V alpha, V beta, V w) where V : struct, IVectorLane<V>
    {
        V r = -w, square = w * w, p = V.MultiplyAdd(ExpTail(r, square), square, r);

        // Where β is large, α + β is rounded: what it loses is as much as the rounding of the result, and joins the small term.
        V sum = alpha + beta, lost = alpha - (sum - beta);
        return sum + V.MultiplyAdd(beta, p, lost);
    }

    /// <summary>The polynomial of <see cref="ExpTail{V}(V)"/> given r², in pairs: a shorter chain where nothing else can be done meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpTail<V>(V r, V square) where V : struct, IVectorLane<V>
    {
        V low = V.MultiplyAdd(V.Of(0.166665047f), r, V.Of(0.499999881f));
        V high = V.MultiplyAdd(V.Of(0.00836970657f), r, V.Of(0.0416683033f));
        return V.MultiplyAdd(V.MultiplyAdd(V.Of(0.00138621009f), square, high), square, low);
    }
}
