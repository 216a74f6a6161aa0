using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.TensorSpans;

/// <summary>A kernel over contiguous spans of one length: z from x, or z from x and y.</summary>
internal interface ISpanKernel<T>
{
    /// <summary>Whether <c>y</c> is used; a constant for the JIT.</summary>
    static abstract bool IsBinary { get; }

    /// <summary>Whether what <c>z</c> holds before matters.</summary>
    bool ReadsDestination { get; }

    void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z);
}

/// <summary>Hands tensor spans to kernels of contiguous spans: long runs as they are, anything else through blocks on the stack.</summary>
internal static class TensorSweep
{
    // Shorter runs cost more in calls than in copies.
    const int ShortestRun = 32;

    const int LongestRun = 1 << 30;

    // 1,024 numbers of 8 bytes, three times: 24 KB of stack.
    const int Block = 1024;

    /// <summary>z from x.</summary>
    public static void Unary<T, TKernel>(string operation, TKernel kernel, in ReadOnlyTensorSpan<T> x, in TensorSpan<T> z)
        where T : unmanaged where TKernel : ISpanKernel<T>
    {
        Check(operation, x, z);
        if (z.IsEmpty)
            return;
        ReadOnlyTensorSpan<T> source = Apart(x, z);
        Run(kernel, source, source, z);
    }

    /// <summary>z from x and y.</summary>
    public static void Binary<T, TKernel>(
        string operation, TKernel kernel, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y, in TensorSpan<T> z)
        where T : unmanaged where TKernel : ISpanKernel<T>
    {
        Check(operation, x, z);
        Check(operation, y, z);
        if (!z.IsEmpty)
            Run(kernel, Apart(x, z), Apart(y, z), z);
    }

    static void Run<T, TKernel>(TKernel kernel, in ReadOnlyTensorSpan<T> xs, in ReadOnlyTensorSpan<T> ys, in TensorSpan<T> zs)
        where T : unmanaged where TKernel : ISpanKernel<T>
    {
        int memory = TensorCursor<T>.MemoryFor(zs.Rank);
        TensorCursor<T> x = new(xs, stackalloc nint[memory]), y = new(ys, stackalloc nint[memory]), z = new(zs, stackalloc nint[memory]);
        nint left = zs.FlattenedLength;
        if (IsDirect(x, left) && IsDirect(y, left) && IsDirect(z, left))
            RunDirectly(kernel, ref x, ref y, ref z, left);
        else
        {
            TensorCursor<T> before = new(zs, stackalloc nint[memory]);
            RunInBlocks(kernel, ref x, ref y, ref before, ref z, left);
        }
    }

    static bool IsDirect<T>(in TensorCursor<T> cursor, nint length) where T : unmanaged =>
        cursor.IsContiguous && (cursor.RunLength >= ShortestRun || cursor.RunLength == length);

    static void RunDirectly<T, TKernel>(TKernel kernel, ref TensorCursor<T> x, ref TensorCursor<T> y, ref TensorCursor<T> z, nint left)
        where T : unmanaged where TKernel : ISpanKernel<T>
    {
        while (left > 0)
        {
            int count = (int)nint.Min(LongestRun, nint.Min(z.Rest, nint.Min(x.Rest, y.Rest)));
            kernel.Run(x.Take(count), TKernel.IsBinary ? y.Take(count) : default, z.Take(count));
            left -= count;
        }
    }

    static void RunInBlocks<T, TKernel>(
        TKernel kernel, ref TensorCursor<T> x, ref TensorCursor<T> y, ref TensorCursor<T> before, ref TensorCursor<T> z, nint left)
        where T : unmanaged where TKernel : ISpanKernel<T>
    {
        Span<T> xBlock = stackalloc T[Block], yBlock = stackalloc T[TKernel.IsBinary ? Block : 0], zBlock = stackalloc T[Block];
        while (left > 0)
        {
            int count = (int)nint.Min(Block, left);
            x.Read(xBlock[..count]);
            if (TKernel.IsBinary)
                y.Read(yBlock[..count]);
            if (kernel.ReadsDestination)
                before.Read(zBlock[..count]);
            kernel.Run(xBlock[..count], TKernel.IsBinary ? yBlock[..count] : default, zBlock[..count]);
            z.Write(zBlock[..count]);
            left -= count;
        }
    }

    /// <summary>The source itself, or a copy where writing to the destination would change elements that are still to be read.</summary>
    static ReadOnlyTensorSpan<T> Apart<T>(in ReadOnlyTensorSpan<T> source, in TensorSpan<T> destination) where T : unmanaged
    {
        ref readonly T first = ref TensorMarshal.GetReference(source);
        ref T target = ref TensorMarshal.GetReference(destination);
        nint distance = Unsafe.ByteOffset(in first, in target) / Unsafe.SizeOf<T>();
        if (distance >= Extent(source.Lengths, source.Strides) || -distance >= Extent(destination.Lengths, destination.Strides)
            || distance == 0 && source.Strides.SequenceEqual(destination.Strides))
            return source;
        T[] copy = new T[source.FlattenedLength];
        source.FlattenTo(copy);
        return new ReadOnlyTensorSpan<T>(copy, source.Lengths);
    }

    /// <summary>Elements from the first to the last in memory.</summary>
    static nint Extent(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        nint extent = 1;
        for (int i = 0; i < lengths.Length; i++)
            extent += (lengths[i] - 1) * strides[i];
        return extent;
    }

    static void Check<T>(string operation, in ReadOnlyTensorSpan<T> source, in TensorSpan<T> destination)
    {
        if (!source.Lengths.SequenceEqual(destination.Lengths))
            ThrowShapes(operation, source.Lengths, destination.Lengths);
        for (int i = 0; i < destination.Rank; i++)
            if (destination.Strides[i] == 0 && destination.Lengths[i] > 1)
                ThrowBroadcast(operation, i, destination.Lengths);
    }

    [DoesNotReturn]
    static void ThrowShapes(string operation, ReadOnlySpan<nint> source, ReadOnlySpan<nint> destination) => throw new ArgumentException(
        $"{operation} needs tensors of one shape, but a source is {Text(source)} and the destination {Text(destination)}. "
        + "Slice, transpose or broadcast the source first.");

    [DoesNotReturn]
    static void ThrowBroadcast(string operation, int dimension, ReadOnlySpan<nint> lengths) => throw new ArgumentException(
        $"{operation} cannot write to a broadcast destination: all {lengths[dimension]} elements along dimension {dimension} of "
            + $"{Text(lengths)} are one "
        + "in memory. Use a destination with room for each.");

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
