using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <content>Logarithms, the hyperbolic tangent, the logistic function, the error function and the normal distribution.</content>
internal static partial class DoubleLaneMath
{
    const double InverseRootTwoPi = 0.3989422804014327, InverseRootTwoPiRest = -2.49232720227773e-17, RootTwo = 1.4142135623730951;

    /// <summary>ln x within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, IDoubleLane<V>
    {
        V smallestNormal = V.Of(2.2250738585072014e-308);
        V m = V.Split(V.WhereLess(x, smallestNormal, x * V.Of(TwoTo52), x), out V n);
        n = V.WhereLess(x, smallestNormal, n - V.Of(52), n);
        V y = LogOf(m - V.Of(1), V.Of(0), n);
        V atMostZero = V.WhereLess(x, V.Of(0), V.Of(double.NaN), V.Of(double.NegativeInfinity));
        return V.WhereLess(x, V.Of(double.PositiveInfinity), V.WhereLess(V.Of(0), x, y, atMostZero), x);    // ∞ and NaN as they are
    }

    /// <summary>ln(1 + x) within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1P<V>(V x) where V : struct, IDoubleLane<V>
    {
        V one = V.Of(1), u = one + x;
        V larger = V.Max(one, x), smaller = V.Min(one, x);
        V y = LogOfSum(u, smaller - (u - larger));
        V atMostMinusOne = V.WhereLess(x, -one, V.Of(double.NaN), V.Of(double.NegativeInfinity));
        y = V.WhereLess(-one, x, y, atMostMinusOne);
        return V.WhereLess(x, V.Of(double.PositiveInfinity), V.CopySign(y, x), x);
    }

    /// <summary>ln(1 + e^(x + rest)) for x ≤ 0 within 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1PExpNonPositive<V>(V x, V rest) where V : struct, IDoubleLane<V>
    {
        Pair<V> sum = V.Of(1) + Pair<V>.Exp(x, rest);
        return LogOfSum(sum.High, sum.Low);
    }

    /// <summary>tanh x within 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, IDoubleLane<V>
    {
        V high = ExpM1PairNonPositive(V.Of(-2) * V.Abs(x), V.Of(0), out V low), sum = high + low;
        Pair<V> e = new(sum, low - (sum - high));
        return V.CopySign(-e / (V.Of(2) + e), x);
    }

    /// <summary>1 / (1 + e⁻ˣ) within 0.8 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, IDoubleLane<V>
    {
        Pair<V> e = Pair<V>.Exp(-V.Abs(x), V.Of(0));
        Pair<V> numerator = new(V.WhereLess(x, V.Of(0), e.High, V.Of(1)), V.WhereLess(x, V.Of(0), e.Low, V.Of(0)));
        return numerator / (V.Of(1) + e);
    }

    /// <summary>erf x within 1.25 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x) where V : struct, IDoubleLane<V>
    {
        V a = V.Abs(x), square = a * a;

        // erf x / x − 1 on [0, 1] in x², 2^-56.
        V p = V.MultiplyAdd(V.Of(-7.787140262998892e-10), square, V.Of(1.3714890690730486e-08));
        p = V.MultiplyAdd(p, square, V.Of(-1.6207152295375514e-07));
        p = V.MultiplyAdd(p, square, V.Of(1.6447228937057237e-06));
        p = V.MultiplyAdd(p, square, V.Of(-1.4924718787982984e-05));
        p = V.MultiplyAdd(p, square, V.Of(0.00012055293808155596));
        p = V.MultiplyAdd(p, square, V.Of(-0.0008548325931727704));
        p = V.MultiplyAdd(p, square, V.Of(0.005223977605995373));
        p = V.MultiplyAdd(p, square, V.Of(-0.02686617064306099));
        p = V.MultiplyAdd(p, square, V.Of(0.11283791670943447));
        p = V.MultiplyAdd(p, square, V.Of(-0.37612638903183476));
        p = V.MultiplyAdd(p, square, V.Of(0.12837916709551256));
        V near = V.MultiplyAdd(a, p, a);
        V far = V.MultiplyAdd(V.Of(-2), NormalTail(a * V.Of(RootTwo), out _), V.Of(1));
        return V.CopySign(V.WhereLess(a, V.Of(1), near, far), x);
    }

    /// <summary>Φ(x) within 1.3 ulp, for negative x, too, and the density φ(x) within 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCdf<V>(V x, out V density) where V : struct, IDoubleLane<V>
    {
        V tail = NormalTail(V.Abs(x), out density);
        return V.WhereLess(x, V.Of(0), tail, V.Of(1) - tail);
    }

    /// <summary>(1 − Φ(x)) / φ(x) for x ≥ 0 within 1.2 ulp; beyond 39, where 1 − Φ is 0 in double, what it is at 39.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MillsRatio<V>(V x) where V : struct, IDoubleLane<V>
    {
        Pair<V> ratio = MillsPair(V.Min(V.Of(39), x));
        return ratio.High + ratio.Low;
    }

    /// <summary>1 − Φ(a) for a ≥ 0, and φ(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V NormalTail<V>(V a, out V density) where V : struct, IDoubleLane<V>
    {
        a = V.Min(V.Of(39), a);                         // beyond, both are 0 in double
        V square = V.TwoProduct(a, a, out V low);
        Pair<V> pair = new Pair<V>(V.Of(InverseRootTwoPi), V.Of(InverseRootTwoPiRest)) * Pair<V>.Exp(V.Of(-0.5) * square, V.Of(-0.5) * low);
        density = pair.High + pair.Low;
        Pair<V> tail = MillsPair(a) * pair;
        return tail.High + tail.Low;
    }

    /// <summary>(1 − Φ(a)) / φ(a) for 0 ≤ a ≤ 39 to some 2^-54.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Pair<V> MillsPair<V>(V a) where V : struct, IDoubleLane<V>
    {
        V sum = a + V.Of(4), inverse = V.Of(1) / sum;
        V error = V.MultiplyAdd(-inverse, sum, V.Of(1)) - (a - (sum - V.Of(4))) * inverse;      // of the inverse, relative
        V part = V.Of(8) * inverse, t = V.Of(1) - part, tLow = V.Of(1) - t - part - part * error;

        // (a + 4) · (1 − Φ(a)) / φ(a) in t = (a − 4) / (a + 4), 2^-55.4: it falls from 5 to 1, so that nothing cancels.
        V p = V.MultiplyAdd(V.Of(-3.005178111073227e-09), t, V.Of(-8.588221873851377e-10));
        p = V.MultiplyAdd(p, t, V.Of(3.666573225296113e-08));
        p = V.MultiplyAdd(p, t, V.Of(4.031444189577991e-08));
        p = V.MultiplyAdd(p, t, V.Of(-1.935711921947941e-07));
        p = V.MultiplyAdd(p, t, V.Of(-3.9257687415884867e-07));
        p = V.MultiplyAdd(p, t, V.Of(6.621673177503538e-07));
        p = V.MultiplyAdd(p, t, V.Of(2.561472369760675e-06));
        p = V.MultiplyAdd(p, t, V.Of(-1.5672325974849655e-06));
        p = V.MultiplyAdd(p, t, V.Of(-1.4839301201030491e-05));
        p = V.MultiplyAdd(p, t, V.Of(1.7921846344457207e-06));
        p = V.MultiplyAdd(p, t, V.Of(8.809438495735035e-05));
        p = V.MultiplyAdd(p, t, V.Of(-4.782257493827321e-06));
        p = V.MultiplyAdd(p, t, V.Of(-0.0005792690229695139));
        p = V.MultiplyAdd(p, t, V.Of(0.00033424446395802633));
        p = V.MultiplyAdd(p, t, V.Of(0.0040878556462700345));
        p = V.MultiplyAdd(p, t, V.Of(-0.008722295260664465));
        p = V.MultiplyAdd(p, t, V.Of(-0.018900450859370074));
        p = V.MultiplyAdd(p, t, V.Of(0.1513917623118159));
        p = V.MultiplyAdd(p, t, V.Of(-0.4675409629984028));
        p = V.MultiplyAdd(p, t, V.Of(0.9704095548675997));

        // The last two steps, whose roundings would count, keep what they lose.
        V product = V.TwoProduct(t, p, out V low), q = V.Of(-1.5237709108199828) + product;
        low += product - (q - V.Of(-1.5237709108199828)) + tLow * p;
        product = V.TwoProduct(t, q, out V productLow);
        V constant = V.Of(1.8932190633084853), y = constant + product, added = y - constant;
        low = V.MultiplyAdd(t, low, V.MultiplyAdd(tLow, q, productLow)) + (constant - (y - added) + (product - added));
        V high = V.TwoProduct(y, inverse, out V rest);
        return new(high, V.MultiplyAdd(V.MultiplyAdd(y, error, low), inverse, rest));
    }

    /// <summary>ln(u + lost) for a positive u, lost below an ulp of u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogOfSum<V>(V u, V lost) where V : struct, IDoubleLane<V>
    {
        V m = V.Split(u, out V n);
        return LogOf(m - V.Of(1), V.ScaleByPowerOfTwo(lost, -n), n);
    }

    /// <summary>ln(1 + f + rest) + n · ln 2 for 1 + f between √½ and √2 and a rest that is tiny beside 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogOf<V>(V f, V rest, V n) where V : struct, IDoubleLane<V>
    {
        // With s = f / (2 + f): ln(1 + f) = 2 artanh s = f − s·(f − …), and f − 2s = s·f.
        V s = f / (V.Of(2) + f), z = s * s;

        // (2 artanh s − 2s) / s³ in s² on [0, 0.02944], 2^-56.7 of 2 artanh.
        V p = V.MultiplyAdd(V.Of(0.1461735745968944), z, V.Of(0.1533164591544636));
        p = V.MultiplyAdd(p, z, V.Of(0.18182891429767162));
        p = V.MultiplyAdd(p, z, V.Of(0.22222211104217027));
        p = V.MultiplyAdd(p, z, V.Of(0.2857142862613178));
        p = V.MultiplyAdd(p, z, V.Of(0.3999999999989942));
        p = V.MultiplyAdd(p, z, V.Of(0.666666666666667));

        // The rest counts 1 / (1 + f) = (1 − s) / (1 + s), of which three digits are plenty.
        V near = (V.Of(1) - s) * (V.Of(1) - s);
        rest = rest * V.MultiplyAdd(near, z, near);
        rest = V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2Rest : Ln2ShortRest), rest);
        V halfSquare = V.Of(0.5) * f * f;
        V y = f + (V.MultiplyAdd(s, V.MultiplyAdd(z, p, halfSquare), rest) - halfSquare);
        return V.MultiplyAdd(n, V.Of(V.IsFused ? Ln2 : Ln2Short), y);
    }
}
