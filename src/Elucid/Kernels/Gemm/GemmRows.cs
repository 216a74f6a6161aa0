using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>One row of a register tile: one to three lanes side by side. The JIT keeps each lane of the struct in its own register.</summary>
/// <typeparam name="TRow">The row itself.</typeparam>
/// <typeparam name="V">Its lane.</typeparam>
internal interface IGemmRow<TRow, V>
    where TRow : struct, IGemmRow<TRow, V>
    where V : struct, IVectorLane<V>
{
    static abstract TRow Load(ref readonly float start);
    static abstract void Store(TRow row, ref float start);

    /// <summary>a·b + c with the same a for every column.</summary>
    static abstract TRow MultiplyAdd(V a, TRow b, TRow c);

    /// <summary>a + b.</summary>
    static abstract TRow Add(TRow a, TRow b);
}

internal readonly struct GemmRow1<V>(V first) : IGemmRow<GemmRow1<V>, V> where V : struct, IVectorLane<V>
{
    readonly V _first = first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow1<V> Load(ref readonly float start) => new(V.Load(in start, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(GemmRow1<V> row, ref float start) => V.Store(row._first, ref start, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow1<V> MultiplyAdd(V a, GemmRow1<V> b, GemmRow1<V> c) => new(V.MultiplyAdd(a, b._first, c._first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow1<V> Add(GemmRow1<V> a, GemmRow1<V> b) => new(a._first + b._first);
}

internal readonly struct GemmRow2<V>(V first, V second) : IGemmRow<GemmRow2<V>, V> where V : struct, IVectorLane<V>
{
    readonly V _first = first;
    readonly V _second = second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow2<V> Load(ref readonly float start) => new(V.Load(in start, 0), V.Load(in start, (nuint)V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(GemmRow2<V> row, ref float start)
    {
        V.Store(row._first, ref start, 0);
        V.Store(row._second, ref start, (nuint)V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow2<V> MultiplyAdd(V a, GemmRow2<V> b, GemmRow2<V> c) =>
        new(V.MultiplyAdd(a, b._first, c._first), V.MultiplyAdd(a, b._second, c._second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow2<V> Add(GemmRow2<V> a, GemmRow2<V> b) => new(a._first + b._first, a._second + b._second);
}

internal readonly struct GemmRow3<V>(V first, V second, V third) : IGemmRow<GemmRow3<V>, V> where V : struct, IVectorLane<V>
{
    readonly V _first = first;
    readonly V _second = second;
    readonly V _third = third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow3<V> Load(ref readonly float start) =>
        new(V.Load(in start, 0), V.Load(in start, (nuint)V.Count), V.Load(in start, 2 * (nuint)V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(GemmRow3<V> row, ref float start)
    {
        V.Store(row._first, ref start, 0);
        V.Store(row._second, ref start, (nuint)V.Count);
        V.Store(row._third, ref start, 2 * (nuint)V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow3<V> MultiplyAdd(V a, GemmRow3<V> b, GemmRow3<V> c) =>
        new(V.MultiplyAdd(a, b._first, c._first), V.MultiplyAdd(a, b._second, c._second), V.MultiplyAdd(a, b._third, c._third));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmRow3<V> Add(GemmRow3<V> a, GemmRow3<V> b) => new(a._first + b._first, a._second + b._second, a._third + b._third);
}

/// <summary>How many rows a register tile has, as a type: the JIT drops the rows that are not there.</summary>
internal interface IGemmHeight
{
    static abstract int Rows { get; }
}

internal readonly struct GemmHeight1 : IGemmHeight { public static int Rows => 1; }
internal readonly struct GemmHeight2 : IGemmHeight { public static int Rows => 2; }
internal readonly struct GemmHeight3 : IGemmHeight { public static int Rows => 3; }
internal readonly struct GemmHeight4 : IGemmHeight { public static int Rows => 4; }
internal readonly struct GemmHeight5 : IGemmHeight { public static int Rows => 5; }
internal readonly struct GemmHeight6 : IGemmHeight { public static int Rows => 6; }
internal readonly struct GemmHeight7 : IGemmHeight { public static int Rows => 7; }
internal readonly struct GemmHeight8 : IGemmHeight { public static int Rows => 8; }
