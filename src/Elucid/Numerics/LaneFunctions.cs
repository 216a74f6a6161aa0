using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>Functions composed of a lane's own: the same for every precision, as only the polynomials under them differ.</summary>
internal static class LaneFunctions
{
    /// <summary>x / divisor, given 1 / divisor, and in <paramref name="rest"/> what that is short of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Ratio<V>(V x, V divisor, V inverse, out V rest) where V : struct, ILane<V>
    {
        V ratio = x * inverse;
        if (V.IsFused)
            rest = V.MultiplyAdd(-ratio, divisor, x) * inverse;
        else
            rest = (x - V.TwoProduct(ratio, divisor, out V low) - low) * inverse;
        return ratio;
    }

    /// <summary>Logistic function: with e = e^(−|x|) and q = e / (1 + e) it is e − e·q below zero and 1 − q above, which rounds less often than a
    /// quotient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, ILane<V>
    {
        V e = V.Exp(-V.Abs(x), V.Of(0), out _), open = V.WhereLess(x, V.Of(0), e, V.Of(1));
        return V.MultiplyAdd(open, e / (V.Of(-1) - e), open);
    }

    /// <summary>gated · σ(x + rest): with e = e^(−|x + rest|) the larger of e and 1, over their sum; from 40 on gated itself, which may be
    /// infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gate<V>(V gated, V x, V rest) where V : struct, ILane<V>
    {
        V e = V.Exp(-V.Abs(x), V.WhereLess(x, V.Of(0), rest, -rest), out _);
        V y = Pair<V>.Product(gated, V.WhereLess(x, V.Of(0), e, V.Of(1))) / Pair<V>.Sum(V.Of(1), e);
        return V.WhereLess(V.Of(40), x, gated, V.CopySign(y, gated));        // the correction of the quotient loses the sign of 0
    }

    /// <summary>tanh |x| = −m / (2 + m) with m = e^(−2|x|) − 1, which loses nothing near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ILane<V>
    {
        V m = V.ExpM1NonPositive(V.Of(-2) * V.Abs(x));
        return V.CopySign(m / Pair<V>.Sum(V.Of(2), m), x);
    }

    /// <summary>scale · e / (1 + e)² with e = e^x, for x ≤ 0: with a scale of 1 the derivative of the logistic function at ±x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SigmoidDerivative<V>(V x, double scale) where V : struct, ILane<V>
    {
        V scaled = V.Exp(x, V.Of(0), V.Of(scale));
        Pair<V> sum = Pair<V>.Sum(V.Of(1), V.Of(1 / scale) * scaled);
        return scaled / (sum * sum);
    }

    /// <summary>Φ(x), and the density φ(x), from e^(−x²/2) and the scaled tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCdf<V>(V x, out V density) where V : struct, ILane<V>
    {
        V a = V.Abs(x), tail = NormalTail(a);
        density = NormalDecay(a, V.Of(0.39894228040143267794));
        return V.WhereLess(x, V.Of(0), tail, V.Of(1) - tail);
    }

    /// <summary>1 − Φ(x) for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalTail<V>(V x) where V : struct, ILane<V>
    {
        x = V.Min(V.Of(128), x);
        V decay = NormalDecay(x, V.Of(1)), tail = V.ScaledNormalTail(x, out V low);
        return V.MultiplyAdd(decay, tail, decay * low);
    }

    /// <summary>scale · e^(−x²/2) for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalDecay<V>(V x, V scale) where V : struct, ILane<V>
    {
        x = V.Min(V.Of(128), x);                        // beyond, it is 0 in every precision, and x² must not overflow
        Pair<V> exponent = Pair<V>.Product(V.Of(-0.5) * x, x);
        return V.Exp(exponent.High, exponent.Low, scale);
    }
}
