using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>The elementary functions in double precision, each written once for every width: the exponentials. Logarithms and what follows from both
/// are in the other parts.</summary>
/// <remarks>
/// Polynomials are minimax, fitted with coefficients that are doubles; the power of two beside each is the largest error of the polynomial alone. No
/// tables. Where a machine has no fused multiply-add the same formulas run with two roundings; the reduction then takes ln 2 in two parts whose first
/// product is exact.
/// </remarks>
internal static partial class DoubleLaneMath
{
    /// <summary>The bits of √½: where <see cref="IDoubleLane{V}.Split"/> begins an octave.</summary>
    internal const long BitsOfRootHalf = 0x3FE6A09E667F3BCD;

    internal const long MantissaMask = 0x000FFFFFFFFFFFFF;

    internal const double TwoTo52 = 4503599627370496;

    internal const long BitsOfTwoTo52 = 0x4330000000000000;

    const double Log2E = 1.4426950408889634;

    // The nearest double to ln 2 and what it lacks: with one rounding per multiply-add the first step of a reduction is exact.
    const double Ln2 = 0.6931471805599453, Ln2Rest = 2.3190468138462996e-17;

    // ln 2 in 42 bits and what that lacks: n times the first part is exact for |n| < 2¹¹.
    const double Ln2Short = 0.6931471805598903, Ln2ShortRest = 5.497923018708371e-14;

    // Adding 1.5 · 2⁵² rounds to an integer and leaves it in the low bits; with the exponent's bias on top, a shift by 52 makes them 2ⁿ.
    const double RoundAndBias = 1.5 * TwoTo52 + 1023;

    /// <summary>eˣ within 0.9 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, IDoubleLane<V>
    {
        x = V.Max(V.Of(-746), V.Min(V.Of(710), x));     // beyond these e^x is 0 and ∞ in double
        V shifted = Shifted(x), r = Reduce(x, V.Of(0), shifted, out V tail);
        return V.ScaleByPowerOfTwo(V.Of(1) + (r + tail), shifted - V.Of(RoundAndBias));
    }

    /// <summary>e^(x + rest) = result + low to 2^-54, for x ≤ 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, out V low) where V : struct, IDoubleLane<V>
    {
        x = V.Max(V.Of(-746), x);
        V shifted = Shifted(x), r = Reduce(x, rest, shifted, out V tail), n = shifted - V.Of(RoundAndBias);
        V p = r + tail, high = V.Of(1) + p;
        low = V.ScaleByPowerOfTwo(p - (high - V.Of(1)) + (tail - (p - r)), n);
        return V.ScaleByPowerOfTwo(high, n);
    }

    /// <summary>scale · e^(x + rest) for x ≤ 0 within 0.9 ulp, for |scale| below 2⁹⁰⁰.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, V scale) where V : struct, IDoubleLane<V>
    {
        x = V.Max(V.Of(-1416), x);                      // e^-1416 · 2⁹⁰⁰ is 0 in double, and 2ⁿ within reach of ScaleByPowerOfTwo
        V shifted = Shifted(x), r = Reduce(x, rest, shifted, out V tail);
        return V.ScaleByPowerOfTwo(V.MultiplyAdd(scale, r + tail, scale), shifted - V.Of(RoundAndBias));
    }

    /// <summary>(scale + scaleRest) · e^(x + rest), likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, V rest, V scale, V scaleRest) where V : struct, IDoubleLane<V>
    {
        x = V.Max(V.Of(-1416), x);
        V shifted = Shifted(x), r = Reduce(x, rest, shifted, out V tail);
        return V.ScaleByPowerOfTwo(scale + V.MultiplyAdd(scale, r + tail, scaleRest), shifted - V.Of(RoundAndBias));
    }

    /// <summary>eˣ − 1 within 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1<V>(V x) where V : struct, IDoubleLane<V>
    {
        x = V.Min(V.Of(710), x);
        V bounded = Saturate(x), shifted = Shifted(bounded), r = Reduce(bounded, V.Of(0), shifted, out V tail);

        // Half of everything: 2ⁿ itself would overflow before the result does.
        V s = V.ShiftLeft(shifted - V.Of(1), 52), half = V.Of(0.5), difference = s - half;
        V lost = s - difference - half;                 // 2ⁿ − 1 is rounded for n > 53
        V high = V.MultiplyAdd(s, r, difference);
        V low = V.MultiplyAdd(s, tail, V.MultiplyAdd(s, r, difference - high)) + lost;
        return V.WhereLess(V.Abs(x), V.Of(1e-17), x, V.Of(2) * (high + low));     // −0, and what half of would be subnormal
    }

    /// <summary>eˣ − 1 for x ≤ 0 within 0.9 ulp; some number for x &gt; 0. −0 becomes +0: callers select or copy the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x) where V : struct, IDoubleLane<V>
    {
        x = Saturate(x);
        V shifted = Shifted(x), r = Reduce(x, V.Of(0), shifted, out V tail), s = V.ShiftLeft(shifted, 52);
        return V.MultiplyAdd(r + tail, s, s - V.Of(1));
    }

    /// <summary>scale · (eˣ − 1) for x ≤ 0 within 1 ulp; some number above. As for the sign of 0, see <see cref="ExpM1NonPositive{V}(V)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x, V scale) where V : struct, IDoubleLane<V> => ExpM1NonPositive(x, V.Of(0), scale);

    /// <summary>scale · (e^(x + rest) − 1) for x ≤ 0 within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x, V rest, V scale) where V : struct, IDoubleLane<V>
    {
        V high = ExpM1PairNonPositive(x, rest, out V low);
        return V.MultiplyAdd(scale, high, scale * low);
    }

    /// <summary>a·b = result + low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V TwoProduct<V>(V a, V b, out V low) where V : struct, IDoubleLane<V>
    {
        V product = a * b;
        if (V.IsFused)
        {
            low = V.MultiplyAdd(a, b, -product);
            return product;
        }

        // Dekker: halves of 26 bits, whose products are exact.
        V highA = UpperHalf(a), lowA = a - highA, highB = UpperHalf(b), lowB = b - highB;
        low = highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
        return product;
    }

    /// <summary>x · 2ⁿ in two factors: one power of two alone cannot reach every subnormal and the largest numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleByPowerOfTwo<V>(V x, V n) where V : struct, IDoubleLane<V>
    {
        V shifted = V.MultiplyAdd(n, V.Of(0.5), V.Of(RoundAndBias)), half = shifted - V.Of(RoundAndBias);
        return x * V.ShiftLeft(shifted, 52) * V.ShiftLeft(n - half + V.Of(RoundAndBias), 52);
    }

    /// <summary>e^(x + rest) − 1 = result + low for x ≤ 0, to some 2^-56; low may be an eighth of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpM1PairNonPositive<V>(V x, V rest, out V low) where V : struct, IDoubleLane<V>
    {
        x = Saturate(x);
        V shifted = Shifted(x), r = Reduce(x, rest, shifted, out V tail), s = V.ShiftLeft(shifted, 52), difference = s - V.Of(1);
        V high = V.MultiplyAdd(s, r, difference);
        low = V.MultiplyAdd(s, tail, V.MultiplyAdd(s, r, difference - high));
        return high;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V UpperHalf<V>(V x) where V : struct, IDoubleLane<V>
    {
        V shifted = x * V.Of(134217729);                // 2²⁷ + 1
        return shifted - (shifted - x);
    }

    /// <summary>The larger of x and a number below which eˣ − 1 rounds to −1; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Saturate<V>(V x) where V : struct, IDoubleLane<V> => V.Max(V.Of(-38), x);

    /// <summary>n = x / ln 2 rounded, and added to <see cref="RoundAndBias"/>: subtracting that gives n, a shift by 52 gives 2ⁿ for −1022 ≤ n ≤
    /// 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Shifted<V>(V x) where V : struct, IDoubleLane<V> => V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias));

    /// <summary>e^(x + rest − n · ln 2) − 1 as result + tail, |tail| ≤ 0.08: what remains of x is exact, so that only the small tail is
    /// rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Reduce<V>(V x, V rest, V shifted, out V tail) where V : struct, IDoubleLane<V>
    {
        V n = shifted - V.Of(RoundAndBias);
        V exact = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2 : -Ln2Short), x);
        rest = V.MultiplyAdd(n, V.Of(V.IsFused ? -Ln2Rest : -Ln2ShortRest), rest);
        V r = exact + rest;
        tail = V.MultiplyAdd(ExpTail(r), r * r, rest);
        return exact;
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, so that eʳ is within 2^-56.7 and eʳ − 1 within 2^-55.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpTail<V>(V r) where V : struct, IDoubleLane<V>
    {
        V q = V.MultiplyAdd(V.Of(2.511413513018531e-08), r, V.Of(2.7626367642220316e-07));
        q = V.MultiplyAdd(q, r, V.Of(2.7557229020524106e-06));
        q = V.MultiplyAdd(q, r, V.Of(2.4801504354855028e-05));
        q = V.MultiplyAdd(q, r, V.Of(0.00019841269901842246));
        q = V.MultiplyAdd(q, r, V.Of(0.001388888893244108));
        q = V.MultiplyAdd(q, r, V.Of(0.008333333333315134));
        q = V.MultiplyAdd(q, r, V.Of(0.041666666666573496));
        q = V.MultiplyAdd(q, r, V.Of(0.16666666666666685));
        return V.MultiplyAdd(q, r, V.Of(0.5000000000000006));
    }
}
