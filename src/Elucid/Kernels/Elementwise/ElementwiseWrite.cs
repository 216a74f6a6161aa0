using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What happens to a result: it replaces what is there, is added to it, or replaces it past the cache.</summary>
internal unsafe interface IWrite
{
    /// <summary>Whether stores go past the cache and their addresses must be multiples of their size. A constant for the JIT.</summary>
    static abstract bool IsStreaming { get; }

    /// <summary>Whether writing a result twice is writing it once. A constant for the JIT.</summary>
    static abstract bool IsRepeatable { get; }

    static abstract void Write<T, V>(V value, T* destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T>;
}

internal readonly unsafe struct Overwrite : IWrite
{
    public static bool IsStreaming => false;
    public static bool IsRepeatable => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T, V>(V value, T* destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T> =>
        V.Store(value, destination, index);
}

internal readonly unsafe struct Accumulate : IWrite
{
    public static bool IsStreaming => false;
    public static bool IsRepeatable => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T, V>(V value, T* destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T> =>
        V.Store(V.Load(destination, index) + value, destination, index);
}

internal readonly unsafe struct Stream : IWrite
{
    public static bool IsStreaming => true;
    public static bool IsRepeatable => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T, V>(V value, T* destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T> =>
        V.StoreStreaming(value, destination, index);
}

/// <summary>Nothing is written yet: the destination is fetched into the cache, while loads of sources keep the memory busy anyway.</summary>
internal readonly unsafe struct Prefetch : IWrite
{
    public static bool IsStreaming => false;
    public static bool IsRepeatable => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T, V>(V value, T* destination, nuint index) where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(destination + index);
    }
}
