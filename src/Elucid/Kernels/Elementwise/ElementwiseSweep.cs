using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What one step of a loop does: reads lanes at an index, computes, writes lanes there.</summary>
/// <typeparam name="TFunction">What is computed.</typeparam>
/// <typeparam name="T">The type of the elements that sources and destinations hold.</typeparam>
/// <remarks>
/// The operands are parameters, not the fields of a struct: from fields the JIT makes copies in each step and moves no constant before the loop,
/// which costs ELU's backward pass a tenth of its speed.
/// </remarks>
internal unsafe interface IStep<TFunction, T> where T : unmanaged
{
    /// <summary>Whether results are stored past the cache. A constant for the JIT.</summary>
    static abstract bool IsStreaming { get; }

    /// <summary>Whether steps may run in any order, and on several threads: no two add to one sum. A constant for the JIT.</summary>
    static abstract bool IsOrderFree { get; }

    /// <summary>Whether a step may run twice: it adds to nothing, and no address needs alignment. A constant for the JIT.</summary>
    static abstract bool IsRepeatable { get; }

    /// <summary>See <see cref="Operands{T}"/> for the pointers.</summary>
    static abstract void Run<V>(ref TFunction f, T* x, T* y, T* w, T* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
        where V : struct, ILaneOf<V, T>;
}

/// <summary>Up to three sources and one destination, and for functions with parameters per unit those and the sums of their gradients; pinned, so
/// that threads can share them.</summary>
internal unsafe struct Operands<T> where T : unmanaged
{
    public T* X, Y, W, Z;
    public byte* A, B, SumsOfA, SumsOfB;

    /// <summary>Whether the destination is none of the sources.</summary>
    public readonly bool IsApart => Z != X && Z != Y && Z != W;

    /// <summary>
    /// Whether the destination begins a little after a source, as far as the low twelve bits of their addresses tell. A processor then takes the
    /// loads of the steps to come for reads of what has just been stored, and waits: upwards ELU loses a quarter of its speed, downwards nothing.
    /// Arrays that were allocated one after the other lie so.
    /// </summary>
    public readonly bool IsJustAfterSource => IsJustAfter(X) || IsJustAfter(Y) || IsJustAfter(W);

    readonly bool IsJustAfter(T* source)
    {
        const nuint Page = 4096, Reach = 512;
        return source != null && ((nuint)Z - (nuint)source) % Page is > 0 and < Reach;
    }

    /// <summary>Elements before the destination's address is a multiple of a cache line, as stores past the cache need it.</summary>
    public readonly nuint Misaligned
    {
        get
        {
            const nuint Line = 64;
            return (Line - (nuint)Z % Line) % Line / (nuint)sizeof(T);
        }
    }
}

/// <summary>
/// The loop under every elementwise kernel, for all functions, element types, fusions and ways to write: the widest lanes that the machine has, then
/// narrower ones for the rest. Large spans are split over threads where every element is computed alone, so that no result depends on it; steps that
/// share sums never are.
/// </summary>
/// <remarks>
/// Each loop is compiled at once and alone: inlined into its caller, the JIT's inlining budget runs out and leaves the lane's members as calls, at a
/// twentieth of the speed. Widths are asked for by <see cref="ISizedLane{V}.IsSupported"/>, as emulated 512-bit code is ten times slower than none.
/// </remarks>
internal static unsafe class ElementwiseSweep
{
    // Elements in a piece for one thread. Two pieces of ELU take some 12 µs, handing one over 3 µs.
    const int PieceLength = 1 << 15;

    public static void RunSingle<TStep, TFunction>(TFunction f, Operands<float> operands, int length, int rows = 1)
        where TStep : struct, IStep<TFunction, float> =>
        Split<TStep, TFunction, float, Lane16, Lane8, Lane4, Lane1>(f, operands, length, rows);

    public static void RunDouble<TStep, TFunction>(TFunction f, Operands<double> operands, int length, int rows = 1)
        where TStep : struct, IStep<TFunction, double> =>
        Split<TStep, TFunction, double, DoubleLane8, DoubleLane4, DoubleLane2, DoubleLane1>(f, operands, length, rows);

    public static void RunHalf<TStep, TFunction>(TFunction f, Operands<Half> operands, int length, int rows = 1)
        where TStep : struct, IStep<TFunction, Half> =>
        Split<TStep, TFunction, Half, Lane16, Lane8, Lane4, Lane1>(f, operands, length, rows);

    public static void RunBFloat16<TStep, TFunction>(TFunction f, Operands<BFloat16> operands, int length, int rows = 1)
        where TStep : struct, IStep<TFunction, BFloat16> =>
        Split<TStep, TFunction, BFloat16, Lane16, Lane8, Lane4, Lane1>(f, operands, length, rows);

    /// <summary>The sweep over whole rows of <paramref name="length"/> elements; a single long row is split over threads, unless its steps share
    /// sums.</summary>
    public static void Split<TStep, TFunction, T, VWidest, VWide, VNarrow, VOne>(TFunction f, Operands<T> operands, int length, int rows)
        where TStep : struct, IStep<TFunction, T> where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T>
            where VOne : struct, ILaneOf<VOne, T>
    {
        if (TStep.IsOrderFree && rows == 1 && length >= 2 * PieceLength && Threads.Count > 1)
            Threads.For((length - 1) / PieceLength + 1, new Pieces<TStep, TFunction, T, VWidest, VWide, VNarrow, VOne>(f, operands, length));
        else
            Run<TStep, TFunction, T, VWidest, VWide, VNarrow, VOne>(f, operands, rows, 0, (nuint)length);
    }

    readonly struct Pieces<TStep, TFunction, T, VWidest, VWide, VNarrow, VOne>(TFunction f, Operands<T> operands, int length) : IThreadsBody
        where TStep : struct, IStep<TFunction, T> where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T>
            where VOne : struct, ILaneOf<VOne, T>
    {
        public void Run(int index) =>
            ElementwiseSweep.Run<TStep, TFunction, T, VWidest, VWide, VNarrow, VOne>(f, operands, rows: 1, Start(index), Start(index + 1));

        // All but the first piece begin where the destination is aligned, if it need be.
        nuint Start(int index) =>
            index == 0 ? 0 : Math.Min((nuint)length, (nuint)index * PieceLength + (TStep.IsStreaming ? operands.Misaligned : 0));
    }

    static void Run<TStep, TFunction, T, VWidest, VWide, VNarrow, VOne>(TFunction f, Operands<T> operands, int rows, nuint i, nuint n)
        where TStep : struct, IStep<TFunction, T> where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T>
            where VOne : struct, ILaneOf<VOne, T>
    {
        nuint stride = n;
        if (TStep.IsStreaming && i == 0 && Math.Min(operands.Misaligned, n) is > 0 and nuint head)
            i = Sweep<TStep, TFunction, T, VOne>(f, operands, rows: 1, stride: 0, 0, head);
        i = Whole<TStep, TFunction, T, VWidest>(f, operands, rows, stride, i, n);
        i = Whole<TStep, TFunction, T, VWide>(f, operands, rows, stride, i, n);
        i = Whole<TStep, TFunction, T, VNarrow>(f, operands, rows, stride, i, n);
        Whole<TStep, TFunction, T, VOne>(f, operands, rows, stride, i, n);
        if (TStep.IsStreaming && Sse.IsSupported)
            Sse.StoreFence();       // such stores pass the others: without it another thread might not see them yet
    }

    /// <summary>
    /// All whole lanes of one width, and where a step may run twice the rest, too, as one more lane that ends with the span: that needs no other
    /// width, which for a first call means nothing more to compile. Returns the first element not done.
    /// </summary>
    static nuint Whole<TStep, TFunction, T, V>(TFunction f, Operands<T> operands, int rows, nuint stride, nuint i, nuint n)
        where TStep : struct, IStep<TFunction, T> where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        if (!V.IsSupported || n - i < (nuint)V.Count)
            return i;
        i = Sweep<TStep, TFunction, T, V>(f, operands, rows, stride, i, n);
        if (i < n && TStep.IsRepeatable && rows == 1 && operands.IsApart)
            i = Sweep<TStep, TFunction, T, V>(f, operands, rows, stride, n - (nuint)V.Count, n);
        return i;
    }

    /// <summary>
    /// In each row goes from element <paramref name="i"/> as far as whole lanes reach, one lane at least; returns the first element not done. Rows
    /// share what is indexed by unit: parameters and their sums.
    /// </summary>
    /// <remarks>The test stands at the end so that the JIT moves what it can before the loop.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static nuint Sweep<TStep, TFunction, T, V>(TFunction f, Operands<T> operands, int rows, nuint stride, nuint i, nuint n)
        where TStep : struct, IStep<TFunction, T> where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        T* x = operands.X, y = operands.Y, w = operands.W, z = operands.Z;
        byte* a = operands.A, b = operands.B, sumsOfA = operands.SumsOfA, sumsOfB = operands.SumsOfB;
        nuint count = (n - i) / (nuint)V.Count, start = i;
        nint step = V.Count;
        if (TStep.IsOrderFree && operands.IsJustAfterSource)
            (start, step) = (i + (count - 1) * (nuint)V.Count, -step);
        while (true)
        {
            nuint index = start, left = count;
            do
            {
                TStep.Run<V>(ref f, x, y, w, z, a, b, sumsOfA, sumsOfB, index);
                index += (nuint)step;
            }
            while (--left != 0);
            if (--rows == 0)
                return i + count * (nuint)V.Count;
            x += stride;
            y += stride;
            w += stride;
            z += stride;
        }
    }
}
