using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>A function of max(least, x): its derivative is 0 below the least input. A NaN stays one.</summary>
/// <remarks>Of an exponential tail it cuts off α·e^least. There is no form from the output, from which inputs below the least one cannot be
/// told.</remarks>
internal readonly struct Clipped<TActivation>(TActivation f, double least) : IActivation where TActivation : struct, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => f.Forward(V.Max(V.Of(least), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, V.Of(least), V.Of(0), f.Derivative(x));
}

/// <summary>The same of a function that learns: its parameters get their gradients from max(least, x), too.</summary>
internal readonly struct ClippedLearned<TActivation>(TActivation f, double least) : ILearnedActivation where TActivation : struct, ILearnedActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x, V a, V b) where V : struct, ILane<V> => f.Forward(V.Max(V.Of(least), x), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x, V a, V b) where V : struct, ILane<V> => V.WhereLess(x, V.Of(least), V.Of(0), f.Derivative(x, a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToA<V>(V x, V a, V b) where V : struct, ILane<V> => f.DerivativeWithRespectToA(V.Max(V.Of(least), x), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DerivativeWithRespectToB<V>(V x, V a, V b) where V : struct, ILane<V> => f.DerivativeWithRespectToB(V.Max(V.Of(least), x), a, b);
}
