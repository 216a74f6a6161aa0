using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>A function of an element and of the two parameters of its unit, with its derivatives.</summary>
internal interface IUnitFunction
{
    /// <summary>How many of the parameters there are: 0, 1 or 2. A constant for the JIT.</summary>
    static abstract int Parameters { get; }

    /// <summary>How many gradients are summed per unit: 0, 1 or 2. A constant for the JIT.</summary>
    static abstract int Sums { get; }

    V Forward<V>(V x, V a, V b) where V : struct, ILane<V>;

    /// <summary>The gradient with respect to x; <paramref name="da"/> and <paramref name="db"/> are what is summed per unit.</summary>
    V Backward<V>(V x, V dy, V a, V b, out V da, out V db) where V : struct, ILane<V>;
}

/// <summary>Where the parameters of a lane come from, and where its part of their gradients goes.</summary>
internal unsafe interface IUnitLayout
{
    /// <summary>Whether each sum of a run gets one number only. A constant for the JIT.</summary>
    static abstract bool IsOrderFree { get; }

    static abstract V Load<V>(byte* parameters, nuint index) where V : struct, ISizedLane<V>;

    static abstract void Add<V>(V value, byte* sums, nuint index) where V : struct, ISizedLane<V>;
}

/// <summary>Neighbouring elements belong to neighbouring units: each has its own parameters and sums.</summary>
internal readonly unsafe struct UnitPerElement : IUnitLayout
{
    public static bool IsOrderFree => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(byte* parameters, nuint index) where V : struct, ISizedLane<V> => V.LoadOwn(parameters, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V>(V value, byte* sums, nuint index) where V : struct, ISizedLane<V> =>
        V.StoreOwn(V.LoadOwn(sums, index) + value, sums, index);
}

/// <summary>All elements belong to one unit. Element i is added to sum i mod 16, so that the order of every sum is the same at all widths.</summary>
internal readonly unsafe struct UnitShared : IUnitLayout
{
    public static bool IsOrderFree => false;

    public const int PartialSums = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(byte* parameters, nuint index) where V : struct, ISizedLane<V> => V.Broadcast(parameters);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V>(V value, byte* sums, nuint index) where V : struct, ISizedLane<V> =>
        UnitPerElement.Add(value, sums, index % PartialSums);
}

/// <summary>z = f(x; a, b) over elements that lie one after the other.</summary>
internal readonly unsafe struct UnitForward<TFunction, TLayout, T> : IStep<TFunction, T>
    where TFunction : struct, IUnitFunction where TLayout : struct, IUnitLayout where T : unmanaged
{
    public static bool IsStreaming => false;
    public static bool IsOrderFree => true;
    public static bool IsRepeatable => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V>(ref TFunction f, T* x, T* y, T* w, T* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
        where V : struct, ILaneOf<V, T> => V.Store(
        f.Forward(
            V.Load(x, i), TFunction.Parameters > 0 ? TLayout.Load<V>(a, i) : default, TFunction.Parameters > 1 ? TLayout.Load<V>(b, i) : default),
        z, i);
}

/// <summary>
/// z = y · ∂f/∂x, where y is the gradient behind f, with the sums of y · ∂f/∂a and y · ∂f/∂b in the same pass. Everything is read before z is
/// written, as it may be x or y.
/// </summary>
internal readonly unsafe struct UnitBackward<TFunction, TLayout, TWrite, T> : IStep<TFunction, T>
    where TFunction : struct, IUnitFunction where TLayout : struct, IUnitLayout where TWrite : struct, IWrite where T : unmanaged
{
    public static bool IsStreaming => false;
    public static bool IsOrderFree => TLayout.IsOrderFree;
    public static bool IsRepeatable => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V>(ref TFunction f, T* x, T* y, T* w, T* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
        where V : struct, ILaneOf<V, T>
    {
        V slope = f.Backward(
            V.Load(x, i), V.Load(y, i),
            TFunction.Parameters > 0 ? TLayout.Load<V>(a, i) : default, TFunction.Parameters > 1 ? TLayout.Load<V>(b, i) : default,
            out V ofA, out V ofB);
        if (TFunction.Sums > 0)
            TLayout.Add(ofA, sumsOfA, i);
        if (TFunction.Sums > 1)
            TLayout.Add(ofB, sumsOfB, i);
        TWrite.Write(slope, z, i);
    }
}

/// <summary>Does not write: for passes of which only the sums are wanted.</summary>
internal readonly unsafe struct Discard : IWrite
{
    public static bool IsStreaming => false;
    public static bool IsRepeatable => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T, V>(V value, T* destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T>
    {
    }
}
