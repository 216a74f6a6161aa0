using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>One step of a reduction over pairs (x, y); those of one variable ignore y.</summary>
internal interface IReduction
{
    /// <summary>What a partial result begins with.</summary>
    static abstract float Start { get; }

    /// <summary>An x that changes nothing (beside y = 0): fills the last 64 elements up.</summary>
    static abstract float Neutral { get; }

    V Add<V>(V partial, V x, V y) where V : struct, ILane<V>;

    V Join<V>(V a, V b) where V : struct, ILane<V>;
}

internal readonly struct SumOf : IReduction
{
    public static float Start => 0;
    public static float Neutral => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => partial + x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
}

internal readonly struct SumOfProducts : IReduction
{
    public static float Start => 0;
    public static float Neutral => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => V.MultiplyAdd(x, y, partial);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
}

internal readonly struct Largest : IReduction
{
    public static float Start => float.NegativeInfinity;
    public static float Neutral => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => Join(partial, x);

    // Max keeps a NaN of b only. Where a is NaN or ∞, so is a + |b|, and NaN if b is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Join<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, V.Of(float.PositiveInfinity), V.Max(a, b), a + V.Abs(b));
}

internal readonly struct ExpOf(float shift) : IReduction
{
    public static float Start => 0;
    public static float Neutral => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => partial + V.Exp(x - V.Of(shift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
}

internal readonly struct ZeroIfFinite : IReduction
{
    public static float Start => 0;
    public static float Neutral => 0;

    // 0·x is NaN for an infinite x and for NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => V.MultiplyAdd(x, V.Of(0), partial);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
}
