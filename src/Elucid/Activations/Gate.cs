using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>What the gated functions x·σ(u(x)) with an odd u share.</summary>
static class Gate
{
    /// <summary>Below this every gate is 0 in double, too, and above its opposite 1, long before x overflows and 0·∞ would be NaN.</summary>
    public const float Limit = -750;

    /// <summary>x, and at least <see cref="Limit"/> · <paramref name="scale"/>; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtLeast<V>(V x, double scale = 1) where V : struct, ILane<V> => V.Max(V.Of(Limit * scale), x);

    /// <summary>x, and at most −<see cref="Limit"/> · <paramref name="scale"/>; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtMost<V>(V x, double scale = 1) where V : struct, ILane<V> => V.Min(V.Of(-Limit * scale), x);

    /// <summary>|x|, and at most −<see cref="Limit"/> · <paramref name="scale"/>; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Magnitude<V>(V x, double scale = 1) where V : struct, ILane<V> => AtMost(V.Abs(x), scale);

    /// <summary>
    /// The derivative of x·σ(u), given −|u| and v = x·u′, which is even, on the side where e = e^(−|u|) ≤ 1. Below zero it is w = e·(1 + e − v) / (1
    /// + e)²; above, 1 − w.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derivative<V>(V x, Pair<V> u, Pair<V> v) where V : struct, ILane<V>
    {
        Pair<V> e = Pair<V>.Exp(u), sum = V.Of(1) + e;
        V w = (sum + -v) * e / (sum * sum);
        return V.WhereLess(x, V.Of(0), w, V.Of(1) - w);
    }
}
