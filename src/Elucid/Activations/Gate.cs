using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Activations;

/// <summary>What the gated functions x·σ(u(x)) with an odd u share. All is computed on the side where e = e^(−|u|) ≤ 1.</summary>
static class Gate
{
    /// <summary>Below this every gate is 0 in double, too, and above its opposite 1, long before x overflows and 0·∞ would be NaN.</summary>
    public const float Limit = -750;

    /// <summary>|x|, and at most −<see cref="Limit"/> · <paramref name="scale"/>; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Magnitude<V>(V x, double scale = 1) where V : struct, ILane<V> => V.Min(V.Of(-Limit * scale), V.Abs(x));

    /// <summary>x·σ(u), given a = |x| and −|u|: max(x, 0) − a·e / (1 + e), where nothing overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Forward<V>(V x, V a, Pair<V> u) where V : struct, ILane<V>
    {
        V e = V.Exp(u.High, u.Low, out _);
        // x·σ(u) has the sign of x: that of −0 depends on how a machine negates within a multiply-add.
        return V.CopySign(V.Max(V.Of(0), x) - Pair<V>.Product(a, e) / Pair<V>.Sum(V.Of(1), e), x);
    }

    /// <summary>
    /// The derivative of x·σ(u), given −|u| and v = x·u′, which is even. Below zero it is w = e·(1 + e − v) / (1 + e)²; above, 1 − w.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derivative<V>(V x, Pair<V> u, Pair<V> v) where V : struct, ILane<V>
    {
        Pair<V> e = Pair<V>.Exp(u), sum = V.Of(1) + e;
        V w = (sum + -v) * e / (sum * sum);
        return V.WhereLess(x, V.Of(0), w, V.Of(1) - w);
    }
}
