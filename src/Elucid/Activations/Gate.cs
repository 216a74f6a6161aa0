using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Activations;

/// <summary>What the gated functions x·g(x) share.</summary>
static class Gate
{
    /// <summary>Below this every gate is 0 in double, too, and above its opposite 1, long before x overflows and 0·∞ would be NaN.</summary>
    public const float Limit = -750;

    /// <summary>x held between ±<see cref="Limit"/>; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Bound<V>(V x) where V : struct, ILane<V> => V.Max(V.Of(Limit), V.Min(V.Of(-Limit), x));

    /// <summary>σ(z) and σ(−z) = 1 − σ(z) from one exponential, each with all its digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V z, out V complement) where V : struct, ILane<V>
    {
        V e = V.Exp(-V.Abs(z)), larger = V.Of(1) / (V.Of(1) + e), smaller = e * larger;
        complement = V.WhereLess(z, V.Of(0), larger, smaller);
        return V.WhereLess(z, V.Of(0), smaller, larger);
    }

    /// <summary>σ′(z) = e / (1 + e)² with e = e^(−|z|): nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SigmoidDerivative<V>(V z) where V : struct, ILane<V>
    {
        V e = V.Exp(-V.Abs(z)), sum = V.Of(1) + e;
        return e / (sum * sum);
    }
}
