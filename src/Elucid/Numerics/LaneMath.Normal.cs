using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

internal static partial class LaneMath
{
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
        V far = V.MultiplyAdd(V.Of(-2), LaneFunctions.NormalTail(a * V.Of(1.41421356f)), V.Of(1));
        return V.CopySign(V.WhereLess(a, V.Of(1), near, far), x);
    }

    /// <summary>(1 − Φ(x))·e^(x²/2) = result + low for x ≥ 0 within 1 ulp of their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaledNormalTail<V>(V x, out V low) where V : struct, IVectorLane<V>
    {
        // v = 1 / (4 + 2x), with the rounding errors of the sum and of the quotient.
        V sum = x + V.Of(2), lost = x - (sum - V.Of(2));
        V v = V.Of(0.5f) / sum, negative = -(v + v);
        V vLow = v * V.MultiplyAdd(negative, lost, V.MultiplyAdd(negative, sum, V.Of(1)));

        // The function is v·(1 + p(v)); about v = 102 / 1024, the middle of p's values, from where u is exact. For x ≤ 14.5, 2^-27.7.
        V u = v - V.Of(0.099609375f);
        V square = u * u, fourth = square * square;
        V q2 = V.MultiplyAdd(V.Of(-34.0972900f), u, V.Of(6.45765924f));
        V q4 = V.MultiplyAdd(V.Of(524.061218f), u, V.Of(-66.9561539f));
        V q6 = V.MultiplyAdd(V.Of(-9244.70313f), u, V.Of(113.587868f));
        V q8 = V.MultiplyAdd(V.Of(88540.8516f), u, V.Of(24064.7402f));
        V q10 = V.MultiplyAdd(V.Of(1191187.5f), u, V.Of(-662161.75f));
        V q = V.MultiplyAdd(V.MultiplyAdd(q10, square, q8), fourth, V.MultiplyAdd(q6, square, q4));
        V p = V.MultiplyAdd(V.MultiplyAdd(V.MultiplyAdd(q, square, q2), u, V.Of(5.04379320f)), u, V.Of(0.213168263f));

        // Its slope is about ½ + 12v.
        V rest = V.MultiplyAdd(v, p, vLow * V.MultiplyAdd(V.Of(12), v, V.Of(0.5f))), high = v + rest;
        low = rest - (high - v);
        return high;
    }
}
