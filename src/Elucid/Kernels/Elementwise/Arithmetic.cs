using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>An arithmetic operation on two numbers, with its derivatives.</summary>
internal interface IArithmetic : IBinary
{
    /// <summary>What errors call it.</summary>
    static abstract string Name { get; }

    /// <summary>The derivative with respect to the first operand.</summary>
    V OfFirst<V>(V a, V b) where V : struct, ILane<V>;

    /// <summary>The derivative with respect to the second operand.</summary>
    V OfSecond<V>(V a, V b) where V : struct, ILane<V>;
}

internal readonly struct Addition : IArithmetic
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b) where V : struct, ILane<V> => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfFirst<V>(V a, V b) where V : struct, ILane<V> => V.Of(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfSecond<V>(V a, V b) where V : struct, ILane<V> => V.Of(1);
}

internal readonly struct Subtraction : IArithmetic
{
    public static string Name => "Subtract";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b) where V : struct, ILane<V> => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfFirst<V>(V a, V b) where V : struct, ILane<V> => V.Of(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfSecond<V>(V a, V b) where V : struct, ILane<V> => V.Of(-1);
}

internal readonly struct Multiplication : IArithmetic
{
    public static string Name => "Multiply";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b) where V : struct, ILane<V> => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfFirst<V>(V a, V b) where V : struct, ILane<V> => b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfSecond<V>(V a, V b) where V : struct, ILane<V> => a;
}

internal readonly struct Division : IArithmetic
{
    public static string Name => "Divide";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b) where V : struct, ILane<V> => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfFirst<V>(V a, V b) where V : struct, ILane<V> => V.Of(1) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V OfSecond<V>(V a, V b) where V : struct, ILane<V> => -a / (b * b);
}
