using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

internal static partial class LaneMath
{
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

    /// <summary>ln(1 + e^(x + rest)) = result + low for x ≤ 0 within 1.5 ulp of their sum; some numbers above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1PExpNonPositive<V>(V x, V rest, out V low) where V : struct, IVectorLane<V>
    {
        V e = Exp(x, rest, out _);

        // (ln(1 + e) − e) / e² on [0, 1], 2^-27.5 of the logarithm; in pairs, as a chain of nine would take longer than all else.
        V square = e * e, fourth = square * square;
        V q3 = V.MultiplyAdd(V.Of(-0.249582931f), e, V.Of(0.333304793f));
        V q5 = V.MultiplyAdd(V.Of(-0.153517172f), e, V.Of(0.196940243f));
        V q7 = V.MultiplyAdd(V.Of(-0.0576093942f), e, V.Of(0.106746942f));
        V q9 = V.MultiplyAdd(V.Of(-0.00331243477f), e, V.Of(0.0201764461f));
        V q = V.MultiplyAdd(V.MultiplyAdd(q9, square, q7), fourth, V.MultiplyAdd(q5, square, q3));
        q = V.MultiplyAdd(q, e, V.Of(-0.499999315f));
        low = q * square;
        return e;
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
}
