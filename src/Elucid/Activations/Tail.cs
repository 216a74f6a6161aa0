using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Activations;

/// <summary>What the gated functions x·g(x) share: their gate is exactly 0 or 1 long before x overflows, but 0·∞ would be NaN.</summary>
static class Tail
{
    /// <summary>Below this every gate is 0 in float.</summary>
    public const float Limit = -128;

    /// <summary>x held between ±<see cref="Limit"/>; NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Bound<V>(V x) where V : struct, ILane<V> => V.Max(V.Of(Limit), V.Min(V.Of(-Limit), x));
}
