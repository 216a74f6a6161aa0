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

    /// <summary>The gradient by x; <paramref name="da"/> and <paramref name="db"/> are what is summed per unit.</summary>
    V Backward<V>(V x, V dy, V a, V b, out V da, out V db) where V : struct, ILane<V>;
}

/// <summary>Where the parameters of a lane come from, and where its part of their gradients goes.</summary>
internal interface IUnitLayout
{
    static abstract V Load<V>(ref byte parameters, nuint index) where V : struct, ISizedLane<V>;

    static abstract void Add<V>(V value, ref byte sums, nuint index) where V : struct, ISizedLane<V>;
}

/// <summary>Neighbouring elements belong to neighbouring units: each has its own parameters and sums.</summary>
internal readonly struct UnitPerElement : IUnitLayout
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte parameters, nuint index) where V : struct, ISizedLane<V> => V.LoadOwn(ref parameters, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V>(V value, ref byte sums, nuint index) where V : struct, ISizedLane<V> =>
        V.StoreOwn(V.LoadOwn(ref sums, index) + value, ref sums, index);
}

/// <summary>All elements belong to one unit. Element i is added to sum i mod 16, so that the order of every sum is the same at all widths.</summary>
internal readonly struct UnitShared : IUnitLayout
{
    public const int PartialSums = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte parameters, nuint index) where V : struct, ISizedLane<V> => V.Broadcast(ref parameters);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V>(V value, ref byte sums, nuint index) where V : struct, ISizedLane<V> => UnitPerElement.Add(value, ref sums, index % PartialSums);
}

/// <summary>y = f(x; a, b) over elements that lie one after the other.</summary>
internal readonly unsafe struct UnitForward<TFunction, TLayout, T>(TFunction f, T* x, byte* a, byte* b, T* y) : ISweep<T>
    where TFunction : struct, IUnitFunction where TLayout : struct, IUnitLayout where T : unmanaged
{
    public static bool IsStreaming => false;

    public nuint Misaligned => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILaneOf<V, T> => V.Store(
        f.Forward(
            V.Load(ref *x, i), TFunction.Parameters > 0 ? TLayout.Load<V>(ref *a, i) : default, TFunction.Parameters > 1 ? TLayout.Load<V>(ref *b, i) : default),
        ref *y, i);
}

/// <summary>dx = dy · ∂f/∂x, with the sums of dy · ∂f/∂a and dy · ∂f/∂b in the same pass. Sums are added before dx is written, as it may be x or dy.</summary>
internal readonly unsafe struct UnitBackward<TFunction, TLayout, TWrite, T>(TFunction f, T* x, byte* a, byte* b, T* dy, T* dx, byte* da, byte* db) : ISweep<T>
    where TFunction : struct, IUnitFunction where TLayout : struct, IUnitLayout where TWrite : struct, IWrite where T : unmanaged
{
    public static bool IsStreaming => false;

    public nuint Misaligned => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILaneOf<V, T>
    {
        V slope = f.Backward(
            V.Load(ref *x, i), V.Load(ref *dy, i),
            TFunction.Parameters > 0 ? TLayout.Load<V>(ref *a, i) : default, TFunction.Parameters > 1 ? TLayout.Load<V>(ref *b, i) : default,
            out V ofA, out V ofB);
        if (TFunction.Sums > 0)
            TLayout.Add(ofA, ref *da, i);
        if (TFunction.Sums > 1)
            TLayout.Add(ofB, ref *db, i);
        TWrite.Write(slope, ref *dx, i);
    }
}

/// <summary>Does not write: for passes of which only the sums are wanted.</summary>
internal readonly struct Discard : IWrite
{
    public static bool IsStreaming => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T, V>(V value, ref T destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T>
    {
    }
}
