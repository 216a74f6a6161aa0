using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <content>Logarithms, the error function and the normal distribution.</content>
internal static partial class DoubleLaneMath
{
    const double RootTwo = 1.4142135623730951;

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
        V lost = smaller - (u - larger);                // what 1 + x was rounded by, exactly
        V m = V.Split(u, out V n), y = LogOf(m - one, V.ScaleByPowerOfTwo(lost, -n), n);
        V atMostMinusOne = V.WhereLess(x, -one, V.Of(double.NaN), V.Of(double.NegativeInfinity));
        y = V.WhereLess(-one, x, y, atMostMinusOne);
        return V.WhereLess(x, V.Of(double.PositiveInfinity), V.CopySign(y, x), x);
    }

    /// <summary>ln(1 + e^(x + rest)) = result + low for x ≤ 0 within 2^-54 of their sum; some numbers above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1PExpNonPositive<V>(V x, V rest, out V low) where V : struct, IDoubleLane<V>
    {
        // With s = e / (2 + e), e = e^x, it is 2 artanh s; y = 2s and its rounding error.
        Pair<V> e = Pair<V>.Exp(new(x, rest)), sum = V.Of(2) + e;
        V twice = V.Of(2) * e.High, inverse = V.Of(1) / sum.High, y = twice * inverse, negative = -y;
        V error = V.MultiplyAdd(negative, sum.High, twice) + V.MultiplyAdd(negative, sum.Low, V.Of(2) * e.Low);

        // (2 artanh s − 2s) / s³ in s² on [0, 1/9], 2^-57.5 of 2 artanh.
        V z = V.Of(0.25) * y * y;
        V p = V.MultiplyAdd(V.Of(0.1616161157424424), z, V.Of(0.08802686999229833));
        p = V.MultiplyAdd(p, z, V.Of(0.12000474098470225));
        p = V.MultiplyAdd(p, z, V.Of(0.1331423975171138));
        p = V.MultiplyAdd(p, z, V.Of(0.1538556128819768));
        p = V.MultiplyAdd(p, z, V.Of(0.18181789913527588));
        p = V.MultiplyAdd(p, z, V.Of(0.22222222702374728));
        p = V.MultiplyAdd(p, z, V.Of(0.28571428567363827));
        p = V.MultiplyAdd(p, z, V.Of(0.40000000000012625));
        p = V.MultiplyAdd(p, z, V.Of(0.6666666666666666));
        low = V.MultiplyAdd(V.Of(0.5) * y * z, p, error * inverse);
        return y;
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
        V far = V.MultiplyAdd(V.Of(-2), LaneFunctions.NormalTail(a * V.Of(RootTwo)), V.Of(1));
        return V.CopySign(V.WhereLess(a, V.Of(1), near, far), x);
    }

    /// <summary>(1 − Φ(x))·e^(x²/2) = result + low for x ≥ 0 to some 2^-54; beyond 39, where the decay is 0 in double, what it is at 39.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaledNormalTail<V>(V x, out V low) where V : struct, IDoubleLane<V>
    {
        x = V.Min(V.Of(39), x);
        V sum = x + V.Of(4), inverse = V.Of(1) / sum;
        V error = V.MultiplyAdd(-inverse, sum, V.Of(1)) - (x - (sum - V.Of(4))) * inverse;      // of the inverse, relative
        V part = V.Of(8) * inverse, t = V.Of(1) - part, tLow = V.Of(1) - t - part - part * error;

        // The function times x + 4 in t = (x − 4) / (x + 4), 2^-55.4: it falls from 2 to 0.4, so that nothing cancels.
        V p = V.MultiplyAdd(V.Of(-1.2036703629760176e-09), t, V.Of(-3.5136147470706145e-10));
        p = V.MultiplyAdd(p, t, V.Of(1.4642208489115554e-08));
        p = V.MultiplyAdd(p, t, V.Of(1.6115880167697993e-08));
        p = V.MultiplyAdd(p, t, V.Of(-7.724161742972403e-08));
        p = V.MultiplyAdd(p, t, V.Of(-1.5666876361617343e-07));
        p = V.MultiplyAdd(p, t, V.Of(2.641766886187189e-07));
        p = V.MultiplyAdd(p, t, V.Of(1.0219288505010134e-06));
        p = V.MultiplyAdd(p, t, V.Of(-6.252370107329463e-07));
        p = V.MultiplyAdd(p, t, V.Of(-5.920053084995263e-06));
        p = V.MultiplyAdd(p, t, V.Of(7.149770758085441e-07));
        p = V.MultiplyAdd(p, t, V.Of(3.514458543103386e-05));
        p = V.MultiplyAdd(p, t, V.Of(-1.9078439530075236e-06));
        p = V.MultiplyAdd(p, t, V.Of(-0.00023109490754212654));
        p = V.MultiplyAdd(p, t, V.Of(0.0001333442484671839));
        p = V.MultiplyAdd(p, t, V.Of(0.0016308184538583563));
        p = V.MultiplyAdd(p, t, V.Of(-0.0034796923615986576));
        p = V.MultiplyAdd(p, t, V.Of(-0.007540188966485708));
        p = V.MultiplyAdd(p, t, V.Of(0.06039657489066593));
        p = V.MultiplyAdd(p, t, V.Of(-0.18652185795966322));
        p = V.MultiplyAdd(p, t, V.Of(0.3871374007422195));

        // The last two steps, whose roundings would count, keep what they lose.
        V slope = V.Of(-0.6078966419718921), constant = V.Of(0.7552851304157515);
        V product = V.TwoProduct(t, p, out V productLow), q = slope + product;
        V qLow = product - (q - slope) + V.MultiplyAdd(tLow, p, productLow);
        product = V.TwoProduct(t, q, out productLow);
        V y = constant + product, added = y - constant;
        V yLow = constant - (y - added) + (product - added)
            + V.MultiplyAdd(t, qLow, V.MultiplyAdd(tLow, q, productLow + V.Of(-3.693611892746089e-17)));
        V high = V.TwoProduct(y, inverse, out V rest);
        low = V.MultiplyAdd(V.MultiplyAdd(y, error, yLow), inverse, rest);
        return high;
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
