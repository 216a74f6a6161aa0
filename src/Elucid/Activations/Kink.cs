using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>What the piecewise linear functions share.</summary>
static class Kink
{
    /// <summary>The slope of the side on which x lies; 0 counts as below, and a NaN stays one, so that it cannot hide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select<V>(V x, V below, V above) where V : struct, ILane<V> =>
        V.WhereLess(V.Of(0), x, above, V.WhereLess(x, V.Of(0), below, x + below));
}
