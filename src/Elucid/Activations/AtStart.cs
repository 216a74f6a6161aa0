using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>A learned activation with its parameters fixed.</summary>
internal readonly struct AtStart<TActivation>(TActivation f, double a, double b) : IActivation where TActivation : struct, ILearnedActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => f.Forward(x, V.Of(a), V.Of(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => f.Derivative(x, V.Of(a), V.Of(b));
}
