using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>An activation inside a recurrent cell: one number is kept per element, from which its value and its derivative are computed.</summary>
internal interface ICellActivation
{
    /// <summary>What is kept of the input x.</summary>
    V Keep<V>(V x) where V : struct, ILane<V>;

    /// <summary>f(x).</summary>
    V Value<V>(V kept) where V : struct, ILane<V>;

    /// <summary>f′(x).</summary>
    V Derivative<V>(V kept) where V : struct, ILane<V>;
}

/// <summary>Keeps the input: the derivative loses nothing where the function saturates.</summary>
internal readonly struct OfKeptInput<TActivation>(TActivation f) : ICellActivation where TActivation : struct, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Keep<V>(V x) where V : struct, ILane<V> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V kept) where V : struct, ILane<V> => f.Forward(kept);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V kept) where V : struct, ILane<V> => f.Derivative(kept);
}

/// <summary>
/// Keeps the output of tanh and takes 1 − y² from it, as every implementation of these cells does: next to what a step adds up, the 3e-8 that it is
/// wrong by are nothing, and the exact derivative would cost an exponential function more.
/// </summary>
internal readonly struct OfKeptTanh : ICellActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Keep<V>(V x) where V : struct, ILane<V> => V.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V kept) where V : struct, ILane<V> => kept;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V kept) where V : struct, ILane<V> => default(Tanh).DerivativeFromOutput(kept);
}
