using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>A run of floats that starts on a cache line, so that no vector load crosses one; long runs at distances of 512 bytes, modulo a
/// page.</summary>
/// <remarks>
/// A processor tells loads from stores by the low twelve bits of their addresses at first. Where a result begins a little after its source by these
/// bits, as arrays that were allocated one after the other do, loads wait for stores that they have nothing to do with. On one and the same place of
/// a page, however, they would drive each other out of the cache.
/// </remarks>
internal readonly struct FloatBuffer
{
    const int LineBytes = 64, PageBytes = 4096;
    const int LongFrom = 1 << 14, Distance = 512;

    static int _longRuns;

    readonly int _start;

    FloatBuffer(float[] array, int start, int capacity) => (Array, _start, Capacity) = (array, start, capacity);

    /// <summary>The array that holds the run; null for a default buffer.</summary>
    public float[]? Array { get; }

    public bool IsEmpty => Array is null;

    /// <summary>How many floats fit.</summary>
    public int Capacity { get; }

    /// <summary>Allocates a run of <paramref name="capacity"/> floats with unspecified contents.</summary>
    public static FloatBuffer Allocate(int capacity)
    {
        bool isLong = capacity >= LongFrom;
        int alignment = isLong ? PageBytes : LineBytes, place = isLong ? Interlocked.Increment(ref _longRuns) * Distance : 0;
        // Pinned, because the collector may move other arrays off their place.
        float[] array = GC.AllocateUninitializedArray<float>(capacity + alignment / sizeof(float), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        return new FloatBuffer(array, (int)((place - address) & (alignment - 1)) / sizeof(float), capacity);
    }

    /// <summary>
    /// The same for what comes and goes without a pool, such as inputs and answers. Short ones are ordinary arrays: pinned ones live until a full
    /// collection, and a service that makes thousands a second has one after the other.
    /// </summary>
    public static FloatBuffer AllocateUnpooled(int capacity) =>
        capacity < LongFrom ? new FloatBuffer(GC.AllocateUninitializedArray<float>(capacity), 0, capacity) : Allocate(capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Span(int count) => Array.AsSpan(_start, count);

    public Memory<float> Memory(int count) => Array.AsMemory(_start, count);
}

/// <summary>
/// Buffers by size class (powers of two), kept per thread: a training step finds the buffers that the step before it gave back, without a lock.
/// </summary>
internal sealed class BufferPool
{
    [ThreadStatic]
    static BufferPool? _pool;

    readonly Stack<FloatBuffer>[] _free = new Stack<FloatBuffer>[31];

    /// <summary>This thread's pool.</summary>
    public static BufferPool OfThread => _pool ??= new BufferPool();

    /// <summary>Buffers that this pool has allocated so far; constant in steady state.</summary>
    public int Allocations { get; private set; }

    // The largest array of a power of two: what is larger is not kept.
    const int LargestPooled = 1 << 30;

    public FloatBuffer Rent(int count)
    {
        if (count > LargestPooled)
            return FloatBuffer.Allocate(count);
        int sizeClass = SizeClass(count);
        if (_free[sizeClass] is { Count: > 0 } stack)
            return stack.Pop();
        Allocations++;
        return FloatBuffer.Allocate(1 << sizeClass);
    }

    public void Return(FloatBuffer buffer)
    {
        if (buffer.Capacity <= LargestPooled)
            (_free[SizeClass(buffer.Capacity)] ??= new()).Push(buffer);
    }

    // 16 floats are a cache line: nothing smaller is worth a class.
    static int SizeClass(int count) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 16)));
}
