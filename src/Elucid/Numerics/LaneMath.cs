using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>The elementary functions in float32, each written once for every width.</summary>
/// <remarks>
/// Polynomials are minimax in the relative error of the function that they serve (Remez exchange in 160-bit arithmetic, coefficients then rounded to
/// float); the logarithm beside each is the largest relative error of the rounded polynomial alone. Where a machine has no fused multiply-add the
/// same formulas run with two roundings; the reductions then take ln 2 in two parts whose first product is exact.
/// </remarks>
internal static class LaneMath
{
    /// <summary>The bits of √½: where <see cref="IVectorLane{V}.Split"/> begins an octave.</summary>
    internal const int BitsOfRootHalf = 0x3F3504F3;

    internal const int MantissaMask = 0x007FFFFF;

    const float Log2E = 1.44269504f;

    // The nearest float to ln 2 and what it lacks: with one rounding per multiply-add the first step of a reduction is exact.
    const float Ln2 = 0.693147182f, Ln2Rest = -1.90465421e-9f;

    // ln 2 = 0.693359375 − 2.12194440e-4 (Cody and Waite): n times the first part is exact in float for |n| < 2¹⁴.
    const float Ln2Short = 0.693359375f, Ln2ShortRest = -2.12194440e-4f;

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

    /// <summary>e^(x + rest) = result + low to 2^-28, for x ≤ 80.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, out V low) where V : struct, IVectorLane<V>
    {
        x = V.Max(V.Of(-104f), x);
        V n = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias)) - V.Of(RoundAndBias);
        V exact = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        rest = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), rest);
        V r = exact + rest;
        V tail = V.MultiplyAdd(ExpTailExact(r), r * r, rest);
        V p = exact + tail, high = V.Of(1) + p;
        low = V.ScaleByPowerOfTwo(p - (high - V.Of(1)) + (tail - (p - exact)), n);
        return V.ScaleByPowerOfTwo(high, n);
    }

    /// <summary>scale · e^(x + rest) for x ≤ 0 within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, V scale) where V : struct, IVectorLane<V>
    {
        x = V.Max(V.Of(-190f), x);                      // the largest scale has 2¹²⁸
        V n = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias)) - V.Of(RoundAndBias);
        V exact = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        rest = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), rest);
        V r = exact + rest;
        V p = exact + V.MultiplyAdd(ExpTail(r), r * r, rest);
        return V.ScaleByPowerOfTwo(V.MultiplyAdd(scale, p, scale), n);
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
        ExpM1Parts(s, r, out V high, out V low);
        return V.MultiplyAdd(scale, high, scale * low);
    }

    /// <summary>scale · (e^(x + rest) − 1) for x ≤ 0 within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x, V rest, V scale) where V : struct, IVectorLane<V>
    {
        V r = ReduceNonPositive(x, out V s);
        ExpM1Parts(s, r, out V high, out V low);
        return V.MultiplyAdd(scale, high, scale * V.MultiplyAdd(s, rest, low));
    }

    /// <summary>ln x within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, IVectorLane<V>
    {
        V smallestNormal = V.Of(1.17549435e-38f);
        V m = V.Split(V.WhereLess(x, smallestNormal, x * V.Of(8388608f), x), out V n);
        n = V.WhereLess(x, smallestNormal, n - V.Of(23), n);
        V y = LogOf(m - V.Of(1), n);
        V atMostZero = V.WhereLess(x, V.Of(0), V.Of(float.NaN), V.Of(float.NegativeInfinity));
        return V.WhereLess(x, V.Of(float.PositiveInfinity), V.WhereLess(V.Of(0), x, y, atMostZero), x);    // ∞ and NaN as they are
    }

    /// <summary>ln(1 + x) within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1P<V>(V x) where V : struct, IVectorLane<V>
    {
        V one = V.Of(1);
        V u = one + x;
        V lost = x - (u - one);                         // what 1 + x was rounded by, exactly
        V m = V.Split(u, out V n);
        V y = LogOf(m - one + V.ScaleByPowerOfTwo(lost, -n), n);
        V atMostMinusOne = V.WhereLess(x, -one, V.Of(float.NaN), V.Of(float.NegativeInfinity));
        y = V.WhereLess(-one, x, y, atMostMinusOne);
        y = V.WhereLess(V.Abs(x), V.Of(1e-8f), x, y);   // and keeps −0
        return V.WhereLess(x, V.Of(float.PositiveInfinity), y, x);
    }

    /// <summary>ln(1 + e^(x + rest)) for x ≤ 0 within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1PExpNonPositive<V>(V x, V rest) where V : struct, IVectorLane<V> => Log1P(Exp(x, rest, V.Of(1)));

    /// <summary>tanh x within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, IVectorLane<V>
    {
        V a = V.Abs(x), square = a * a;

        // (tanh x / x − 1) / x² on [0, 0.5625] in x², 2^-28.9.
        V p = V.MultiplyAdd(V.Of(-0.00617904589f), square, V.Of(0.0210069269f));
        p = V.MultiplyAdd(p, square, V.Of(-0.0538373031f));
        p = V.MultiplyAdd(p, square, V.Of(0.133324504f));
        p = V.MultiplyAdd(p, square, V.Of(-0.333333135f));
        V near = V.MultiplyAdd(a * square, p, a);
        V far = V.Of(1) - V.Of(2) / (Exp(V.Of(2) * a) + V.Of(1));
        return V.CopySign(V.WhereLess(a, V.Of(0.5625f), near, far), x);
    }

    /// <summary>1 / (1 + e⁻ˣ) within 2.5 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, IVectorLane<V>
    {
        V e = Exp(-V.Abs(x));
        return V.WhereLess(x, V.Of(0), e, V.Of(1)) / (V.Of(1) + e);
    }

    /// <summary>1 / (1 + e^(−x − rest)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x, V rest) where V : struct, IVectorLane<V>
    {
        V e = Exp(-V.Abs(x), V.WhereLess(x, V.Of(0), rest, -rest), V.Of(1));
        return V.WhereLess(x, V.Of(0), e, V.Of(1)) / (V.Of(1) + e);
    }

    /// <summary>erf x within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x) where V : struct, IVectorLane<V>
    {
        V a = V.Abs(x), square = a * a;

        // erf x / x − 1 on [0, 1] in x², 2^-29.6.
        V p = V.MultiplyAdd(V.Of(7.85386073e-5f), square, V.Of(-0.000801019371f));
        p = V.MultiplyAdd(p, square, V.Of(0.00518832775f));
        p = V.MultiplyAdd(p, square, V.Of(-0.0268538129f));
        p = V.MultiplyAdd(p, square, V.Of(0.112835854f));
        p = V.MultiplyAdd(p, square, V.Of(-0.37612626f));
        p = V.MultiplyAdd(p, square, V.Of(0.128379167f));
        V near = V.MultiplyAdd(a, p, a);
        V far = V.MultiplyAdd(V.Of(-2), NormalTail(a * V.Of(1.41421356f), out _), V.Of(1));
        return V.CopySign(V.WhereLess(a, V.Of(1), near, far), x);
    }

    /// <summary>Φ(x) within 4 ulp, for negative x, too, and the density φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCdf<V>(V x, out V density) where V : struct, IVectorLane<V>
    {
        V tail = NormalTail(V.Abs(x), out density);
        return V.WhereLess(x, V.Of(0), tail, V.Of(1) - tail);
    }

    /// <summary>(1 − Φ(x)) / φ(x) for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MillsRatio<V>(V x) where V : struct, IVectorLane<V>
    {
        V tail = NormalTail(x, out V density);
        return tail / density;
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
    static V Saturate<V>(V x) where V : struct, IVectorLane<V> => V.Max(V.Of(-17.5f), x);

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
        x = Saturate(x);
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

        low = V.MultiplyAdd(s, ExpTailExact(r) * (r * r), V.MultiplyAdd(s, r, difference - high));
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, 2^-28.8: one degree more than ExpTail, which spends its error on the positive side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpTailExact<V>(V r) where V : struct, IVectorLane<V>
    {
        V q = V.MultiplyAdd(V.Of(0.000198459034f), r, V.Of(0.00139406475f));
        q = V.MultiplyAdd(q, r, V.Of(0.00833338965f));
        q = V.MultiplyAdd(q, r, V.Of(0.0416663624f));
        q = V.MultiplyAdd(q, r, V.Of(0.166666657f));
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

    /// <summary>ln(1 + f) + n · ln 2 for 1 + f between √½ and √2, 2^-27.2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogOf<V>(V f, V n) where V : struct, IVectorLane<V>
    {
        V p = V.MultiplyAdd(V.Of(-0.0763462186f), f, V.Of(0.127616271f));
        p = V.MultiplyAdd(p, f, V.Of(-0.131601512f));
        p = V.MultiplyAdd(p, f, V.Of(0.142017454f));
        p = V.MultiplyAdd(p, f, V.Of(-0.166233599f));
        p = V.MultiplyAdd(p, f, V.Of(0.200012282f));
        p = V.MultiplyAdd(p, f, V.Of(-0.250008196f));
        p = V.MultiplyAdd(p, f, V.Of(0.333333313f));
        V square = f * f;
        V y = V.MultiplyAdd(square * f, p, n * V.Of(V.IsFused ? Ln2Rest : Ln2ShortRest));
        y = f + V.MultiplyAdd(V.Of(-0.5f), square, y);
        return V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2 : Ln2Short), y);
    }

    /// <summary>1 − Φ(a) for a ≥ 0, and φ(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V NormalTail<V>(V a, out V density) where V : struct, IVectorLane<V>
    {
        a = V.Min(V.Of(14.5f), a);                      // beyond, both are 0 in float
        V square = a * a;
        V e = Exp(V.Of(-0.5f) * square);
        e = V.MultiplyAdd(e, V.Of(-0.5f) * RoundingOfSquare(a, square), e);
        density = e * V.Of(0.398942280f);

        // (1 − Φ(a)) · e^(a²/2) for a ≤ 14.5 in t = (a − 4) / (a + 4), 2^-25.2.
        V inverse = V.Of(1) / (a + V.Of(4));
        V t = (a - V.Of(4)) * inverse;
        V residual = V.MultiplyAdd(-t, a, V.MultiplyAdd(t + V.Of(1), V.Of(-4), a));   // a − 4 − t·(a + 4): near a = 0 its loss would be 3 ulp
        t = V.MultiplyAdd(residual, inverse, t);
        V p = V.MultiplyAdd(V.Of(-6.52845119e-5f), t, V.Of(-0.000167825347f));
        p = V.MultiplyAdd(p, t, V.Of(0.00065776275f));
        p = V.MultiplyAdd(p, t, V.Of(0.000502551149f));
        p = V.MultiplyAdd(p, t, V.Of(-0.00849791709f));
        p = V.MultiplyAdd(p, t, V.Of(0.0308654997f));
        p = V.MultiplyAdd(p, t, V.Of(-0.071706742f));
        p = V.MultiplyAdd(p, t, V.Of(0.124379203f));
        p = V.MultiplyAdd(p, t, V.Of(-0.170397744f));
        p = V.MultiplyAdd(p, t, V.Of(0.094410643f));
        return p * e;
    }

    /// <summary>a² − square, where square is a² rounded and 0 ≤ a &lt; 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V RoundingOfSquare<V>(V a, V square) where V : struct, IVectorLane<V>
    {
        if (V.IsFused)
            return V.MultiplyAdd(a, a, -square);

        // Adding 1.5 · 2¹⁵ rounds to a multiple of 2⁻⁸: 12 bits, whose square is exact.
        V high = a + V.Of(49152f) - V.Of(49152f), low = a - high;
        return high * high - square + V.Of(2) * high * low + low * low;
    }
}
