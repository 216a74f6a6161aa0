using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What one step of a loop does: reads lanes at an index, computes, writes lanes there. Operands are pinned pointers, so that threads can share them.</summary>
/// <typeparam name="T">The type of the elements that sources and destinations hold.</typeparam>
internal interface ISweep<T> where T : unmanaged
{
    /// <summary>Whether results are stored past the cache. A constant for the JIT.</summary>
    static abstract bool IsStreaming { get; }

    /// <summary>Elements before the destination's address is a multiple of a cache line, where <see cref="IsStreaming"/>; else 0.</summary>
    nuint Misaligned { get; }

    void Step<V>(nuint i) where V : struct, ILaneOf<V, T>;
}

/// <summary>
/// The loop under every elementwise kernel, for all functions, element types, fusions and ways to write: the widest lanes that the machine has, then narrower ones
/// for the rest. Large spans are split over threads; as every element is computed alone, no result depends on that.
/// </summary>
/// <remarks>
/// Each loop is compiled at once and alone: inlined into its caller, the JIT's inlining budget runs out and leaves the lane's members as calls, at a
/// twentieth of the speed. Widths are asked for by <see cref="ISizedLane{V}.IsSupported"/>, as emulated 512-bit code is ten times slower than none.
/// </remarks>
internal static class ElementwiseSweep
{
    // Elements in a piece for one thread. Two pieces of ELU take some 25 µs, handing one over 5 µs.
    const int PieceLength = 1 << 16;

    public static void RunSingle<TSweep>(TSweep sweep, int length) where TSweep : struct, ISweep<float> =>
        Split<TSweep, float, Lane16, Lane8, Lane4, Lane1>(sweep, length);

    public static void RunDouble<TSweep>(TSweep sweep, int length) where TSweep : struct, ISweep<double> =>
        Split<TSweep, double, LaneDouble, LaneDouble, LaneDouble, LaneDouble>(sweep, length);

    public static void RunHalf<TSweep>(TSweep sweep, int length) where TSweep : struct, ISweep<Half> =>
        Split<TSweep, Half, Lane16, Lane8, Lane4, Lane1>(sweep, length);

    public static void RunBFloat16<TSweep>(TSweep sweep, int length) where TSweep : struct, ISweep<BFloat16> =>
        Split<TSweep, BFloat16, Lane16, Lane8, Lane4, Lane1>(sweep, length);

    static void Split<TSweep, T, VWidest, VWide, VNarrow, VOne>(TSweep sweep, int length)
        where TSweep : struct, ISweep<T> where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T> where VOne : struct, ILaneOf<VOne, T>
    {
        if (length >= 2 * PieceLength && Threads.Count > 1)
            Threads.For((length - 1) / PieceLength + 1, new Pieces<TSweep, T, VWidest, VWide, VNarrow, VOne>(sweep, length));
        else
            Run<TSweep, T, VWidest, VWide, VNarrow, VOne>(sweep, 0, (nuint)length);
    }

    readonly struct Pieces<TSweep, T, VWidest, VWide, VNarrow, VOne>(TSweep sweep, int length) : IThreadsBody
        where TSweep : struct, ISweep<T> where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T> where VOne : struct, ILaneOf<VOne, T>
    {
        public void Run(int index) => ElementwiseSweep.Run<TSweep, T, VWidest, VWide, VNarrow, VOne>(sweep, Start(index), Start(index + 1));

        // All but the first piece begin where the destination is aligned, if it need be.
        nuint Start(int index) => index == 0 ? 0 : Math.Min((nuint)length, (nuint)index * PieceLength + sweep.Misaligned);
    }

    static void Run<TSweep, T, VWidest, VWide, VNarrow, VOne>(TSweep sweep, nuint i, nuint n)
        where TSweep : struct, ISweep<T> where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T> where VOne : struct, ILaneOf<VOne, T>
    {
        if (TSweep.IsStreaming && i == 0 && sweep.Misaligned > 0)
            i = Sweep<TSweep, T, VOne>(sweep, 0, sweep.Misaligned);
        if (VWidest.IsSupported && n - i >= (nuint)VWidest.Count)
            i = Sweep<TSweep, T, VWidest>(sweep, i, n);
        if (VWide.IsSupported && n - i >= (nuint)VWide.Count)
            i = Sweep<TSweep, T, VWide>(sweep, i, n);
        if (VNarrow.IsSupported && n - i >= (nuint)VNarrow.Count)
            i = Sweep<TSweep, T, VNarrow>(sweep, i, n);
        if (i < n)
            Sweep<TSweep, T, VOne>(sweep, i, n);
        if (TSweep.IsStreaming && Sse.IsSupported)
            Sse.StoreFence();       // such stores pass the others: without it another thread might not see them yet
    }

    /// <summary>Goes from element <paramref name="i"/> as far as whole lanes reach, one lane at least; returns the first element not done.</summary>
    /// <remarks>The test stands at the end so that the JIT moves what it can before the loop: ELU's backward pass is 16 % faster for it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static nuint Sweep<TSweep, T, V>(TSweep sweep, nuint i, nuint n)
        where TSweep : struct, ISweep<T> where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        do
        {
            sweep.Step<V>(i);
            i += (nuint)V.Count;
        }
        while (i + (nuint)V.Count <= n);
        return i;
    }
}
