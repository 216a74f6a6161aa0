namespace Elucid.Numerics;

/// <summary>A lane of a known number of elements.</summary>
internal unsafe interface ISizedLane<V> : ILane<V> where V : struct, ISizedLane<V>
{
    /// <summary>Numbers in one lane.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this machine runs the lane at full speed. A constant for the JIT.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Reads numbers of the lane's own type, float or double, whatever <see cref="ILaneOf{V, T}"/> holds: parameters and sums.</summary>
    static abstract V LoadOwn(byte* start, nuint index);

    /// <summary>Writes numbers of the lane's own type.</summary>
    static abstract void StoreOwn(V value, byte* start, nuint index);

    /// <summary>One number of the lane's own type in every element.</summary>
    static abstract V Broadcast(byte* own);
}

/// <summary>A lane that elements of type <typeparamref name="T"/> are read into and written from; narrower types are widened and rounded.</summary>
/// <remarks>By pointers: of references the JIT makes copies in each step of a loop, which costs ELU's backward pass a tenth of its speed.</remarks>
internal unsafe interface ILaneOf<V, T> : ISizedLane<V> where V : struct, ILaneOf<V, T> where T : unmanaged
{
    /// <summary>Reads as many elements as the lane has, unaligned, starting at element <paramref name="index"/> after
    /// <paramref name="start"/>.</summary>
    static abstract V Load(T* start, nuint index);

    /// <summary>Writes as many elements as the lane has, unaligned; narrower types are rounded to nearest, halves to even.</summary>
    static abstract void Store(V value, T* start, nuint index);

    /// <summary>
    /// As <see cref="Store"/>, but past the cache where the machine can: for results that nobody reads soon. The address is a multiple of the size of
    /// the stored elements.
    /// </summary>
    static abstract void StoreStreaming(V value, T* start, nuint index);
}
