using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The larger of two numbers. NaN stays NaN; where both are equal each gets half of the gradient.</summary>
internal readonly struct Maximum : IArithmetic
{
    public static string Name => "Maximum";

    // Neither is less where they are equal or one is NaN: half of each is the number itself, or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, b, b, V.WhereLess(b, a, a, V.Of(0.5) * a + V.Of(0.5) * b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfFirst<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(b, a, V.Of(1), V.WhereLess(a, b, V.Of(0), V.Of(0.5)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfSecond<V>(V a, V b) where V : struct, ILane<V> => OfFirst(b, a);
}

/// <summary>The smaller of two numbers. NaN stays NaN; where both are equal each gets half of the gradient.</summary>
internal readonly struct Minimum : IArithmetic
{
    public static string Name => "Minimum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, b, a, V.WhereLess(b, a, b, V.Of(0.5) * a + V.Of(0.5) * b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfFirst<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, b, V.Of(1), V.WhereLess(b, a, V.Of(0), V.Of(0.5)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfSecond<V>(V a, V b) where V : struct, ILane<V> => OfFirst(b, a);
}
