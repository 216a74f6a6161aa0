using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>The elementary functions in float32, each written once for every width.</summary>
/// <remarks>
/// Polynomials are minimax in the relative error of the function that they serve (Remez exchange in 160-bit arithmetic, coefficients then rounded to
/// float); the logarithm beside each is the largest relative error of the rounded polynomial alone. Where a machine has no fused multiply-add the
/// same formulas run with two roundings; the reductions then take ln 2 in two parts whose first product is exact.
/// </remarks>
internal static partial class LaneMath
{
    /// <summary>The bits of √½: where <see cref="IVectorLane{V}.Split"/> begins an octave.</summary>
    internal const int BitsOfRootHalf = 0x3F3504F3;

    internal const int MantissaMask = 0x007FFFFF;

    const float Log2E = 1.44269504f;

    // The nearest float to ln 2 and what it lacks: with one rounding per multiply-add the first step of a reduction is exact.
    const float Ln2 = 0.693147182f, Ln2Rest = -1.90465421e-9f;

    // ln 2 = 0.693359375 − 2.12194440e-4 (Cody and Waite): n times the first part is exact in float for |n| < 2¹⁴.
    const float Ln2Short = 0.693359375f, Ln2ShortRest = -2.12194440e-4f;

    // Below it eˣ − 1 rounds to −1.
    const float Saturation = -17.5f;

    // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits; with the exponent's bias on top, a shift by 23 makes them 2ⁿ.
    const float RoundAndBias = 12582912f + 127f;

    /// <summary>eˣ within 1 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, IVectorLane<V>
    {
        x = V.Max(V.Of(-104f), V.Min(V.Of(89f), x));    // beyond these e^x is 0 and ∞ in float
        V n = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias)) - V.Of(RoundAndBias);
        V exact = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        V rest = n * V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), r = exact + rest;

        // The rest of ln 2 joins the small terms: added to r first, its rounding would cost a quarter of an ulp.
        V p = exact + V.MultiplyAdd(ExpTail(r), r * r, rest);
        return V.ScaleByPowerOfTwo(V.Of(1) + p, n);
    }

    /// <summary>e^(x + rest) = result + low to 2^-28, for x ≤ 80.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, out V low) where V : struct, IVectorLane<V>
    {
        x = V.Max(V.Of(-104f), x);
        V n = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias)) - V.Of(RoundAndBias);
        V exact = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        rest = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), rest);
        V r = exact + rest;
        V square = r * r, tail = V.MultiplyAdd(ExpTailExact(r, square), square, rest);
        V p = exact + tail, high = V.Of(1) + p;
        low = V.ScaleByPowerOfTwo(p - (high - V.Of(1)) + (tail - (p - exact)), n);
        return V.ScaleByPowerOfTwo(high, n);
    }

    /// <summary>scale · e^(x + rest) for x ≤ 0 within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, V scale) where V : struct, IVectorLane<V>
    {
        V p = ExpM1OfRest(x, rest, out V n);
        return V.ScaleByPowerOfTwo(V.MultiplyAdd(scale, p, scale), n);
    }

    /// <summary>(scale + scaleRest) · e^(x + rest), likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, V scale, V scaleRest) where V : struct, IVectorLane<V>
    {
        V p = ExpM1OfRest(x, rest, out V n);
        return V.ScaleByPowerOfTwo(scale + V.MultiplyAdd(scale, p, scaleRest), n);
    }

    /// <summary>p so that e^(x + rest) = 2ⁿ·(1 + p), for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpM1OfRest<V>(V x, V rest, out V n) where V : struct, IVectorLane<V>
    {
        x = V.Max(V.Of(-174f), x);                      // 2^-251: times 2^100 it is 0 in float, and further down powers of two end
        n = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias)) - V.Of(RoundAndBias);
        V exact = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        rest = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), rest);
        V r = exact + rest, square = r * r;
        return exact + V.MultiplyAdd(ExpTailExact(r, square), square, rest);
    }

    /// <summary>eˣ − 1 within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1<V>(V x) where V : struct, IVectorLane<V>
    {
        V limit = V.Of(80);                             // from here on the 1 is far below half an ulp, and 2ⁿ must not overflow
        V bounded = Saturate(V.Min(limit, x));
        V n = NearestPower(bounded, out V s);
        ExpM1Parts(s, Reduce(bounded, n), out V high, out V low);
        V lost = s - (s - V.Of(1)) - V.Of(1);           // 2ⁿ − 1 is rounded for n > 24
        V y = V.WhereLess(limit, x, Exp(x), high + (low + lost));
        return V.CopySign(y, x);                        // s − 1 + (−0) is +0
    }

    /// <summary>eˣ − 1 for x ≤ 0 within 0.9 ulp; some number for x &gt; 0. −0 becomes +0: callers select or copy the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x) where V : struct, IVectorLane<V>
    {
        V r = ReduceNonPositive(x, out V s);
        return V.MultiplyAdd(V.MultiplyAdd(ExpTail(r), r * r, r), s, s - V.Of(1));
    }

    /// <summary>scale · (eˣ − 1) for x ≤ 0 within 1 ulp; some number above. As for the sign of 0, see <see cref="ExpM1NonPositive{V}(V)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x, V scale) where V : struct, IVectorLane<V>
    {
        V r = ReduceNonPositive(x, out V s);
        V square = r * r;
        return ScaledExpM1(s, r, ExpTailExact(r, square) * square, scale);
    }

    /// <summary>scale · (e^(x + rest) − 1), likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x, V rest, V scale) where V : struct, IVectorLane<V>
    {
        x = Saturate(x);
        V n = NearestPower(x, out V s);
        V r = V.IsFused ? V.MultiplyAdd(n, V.Of(-Ln2), x) : Reduce(x, n);
        if (V.IsFused)
            rest = V.MultiplyAdd(n, V.Of(-Ln2Rest), rest);
        V square = r * r;
        return ScaledExpM1(s, r, V.MultiplyAdd(ExpTailExact(r, square), square, V.MultiplyAdd(rest, r, rest)), scale);
    }

    // scale·(s·eʳ − 1) = scale·(s − 1) + scale·s·(eʳ − 1) with eʳ − 1 = r + tail: before the sum is rounded only what is small beside it has been.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ScaledExpM1<V>(V s, V r, V tail, V scale) where V : struct, IVectorLane<V>
    {
        V scaled = scale * s;
        return V.MultiplyAdd(scale, s - V.Of(1), V.MultiplyAdd(scaled, r, scaled * tail));
    }

    /// <summary>a·b = result + low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V TwoProduct<V>(V a, V b, out V low) where V : struct, IVectorLane<V>
    {
        V product = a * b;
        if (V.IsFused)
        {
            low = V.MultiplyAdd(a, b, -product);
            return product;
        }

        // Dekker: halves of 12 bits, whose products are exact.
        V highA = UpperHalf(a), lowA = a - highA, highB = UpperHalf(b), lowB = b - highB;
        low = highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V UpperHalf<V>(V x) where V : struct, IVectorLane<V>
    {
        V shifted = x * V.Of(4097);                     // 2¹² + 1
        return shifted - (shifted - x);
    }

    /// <summary>x − n · ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Reduce<V>(V x, V n) where V : struct, IVectorLane<V>
    {
        V r = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        return V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), r);
    }

    /// <summary>The larger of x and the number below which eˣ − 1 rounds to −1; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Saturate<V>(V x) where V : struct, IVectorLane<V> => V.Max(V.Of(Saturation), x);

    /// <summary>n = x / ln 2 rounded, and 2ⁿ; for −126 ≤ n ≤ 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V NearestPower<V>(V x, out V powerOfTwo) where V : struct, IVectorLane<V>
    {
        V rounded = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias));
        powerOfTwo = V.ShiftLeft(rounded, 23);
        return rounded - V.Of(RoundAndBias);
    }

    /// <summary>r = x − n · ln 2 and s = 2ⁿ, so that eˣ − 1 = s·eʳ − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ReduceNonPositive<V>(V x, out V s) where V : struct, IVectorLane<V>
    {
        // By the bits: an integer minimum runs on units that the multiply-adds leave free, 5 % of ELU's time. A positive x, and a NaN without a sign,
        // are smaller.
        x = V.MinBits(x, V.Of(Saturation));
        V n = NearestPower(x, out s);

        // One float of ln 2 is enough: the product is exact, and |n| ≤ 25 times that float's own rounding is 5e-8 in r, where eˣ is far below the 1.
        return V.IsFused ? V.MultiplyAdd(n, V.Of(-Ln2), x) : Reduce(x, n);
    }

    /// <summary>s·eʳ − 1 = high + low, low below an ulp of high; exact as far as s − 1 is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ExpM1Parts<V>(V s, V r, out V high, out V low) where V : struct, IVectorLane<V>
    {
        V difference = s - V.Of(1);
        high = V.MultiplyAdd(s, r, difference);

        V square = r * r;
        low = V.MultiplyAdd(s, ExpTailExact(r, square) * square, V.MultiplyAdd(s, r, difference - high));
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, 2^-28.8: one degree more than ExpTail, which spends its error on the positive side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpTailExact<V>(V r, V square) where V : struct, IVectorLane<V>
    {
        V low = V.MultiplyAdd(V.Of(0.0416663624f), r, V.Of(0.166666657f));
        V high = V.MultiplyAdd(V.Of(0.00139406475f), r, V.Of(0.00833338965f));
        V q = V.MultiplyAdd(V.MultiplyAdd(V.Of(0.000198459034f), square, high), square, low);
        return V.MultiplyAdd(q, r, V.Of(0.5f));
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, chosen so that ExpM1NonPositive errs least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpTail<V>(V r) where V : struct, IVectorLane<V>
    {
        V q = V.MultiplyAdd(V.Of(0.00138621009f), r, V.Of(0.00836970657f));
        q = V.MultiplyAdd(q, r, V.Of(0.0416683033f));
        q = V.MultiplyAdd(q, r, V.Of(0.166665047f));
        return V.MultiplyAdd(q, r, V.Of(0.499999881f));
    }
}
