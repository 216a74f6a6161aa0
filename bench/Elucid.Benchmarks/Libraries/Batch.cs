using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Benchmarks.Libraries;

/// <summary>Inputs, gradients and destinations of one size, the same memory for every library that works on the caller's memory.</summary>
sealed class Batch
{
    /// <summary>A batch of given inputs; the gradients are 1.</summary>
    /// <param name="x">The inputs, copied.</param>
    /// <param name="threads">How many threads a library may use.</param>
    public Batch(ReadOnlySpan<float> x, int threads)
    {
        Threads = threads;
        (X, Y, Dy, Dx) = (new(x.Length), new(x.Length), new(x.Length), new(x.Length));
        x.CopyTo(X.Span);
        Dy.Span.Fill(1);
    }

    public Numbers<float> X { get; }
    public Numbers<float> Y { get; }
    public Numbers<float> Dy { get; }
    public Numbers<float> Dx { get; }
    public int Count => X.Count;
    public int Threads { get; }

    /// <summary>Normally distributed inputs and gradients.</summary>
    public static Batch Gaussian(int count, int threads)
    {
        Batch batch = new(new float[count], threads);
        RandomStream random = new(1);
        random.FillGaussian(batch.X.Span);
        random.FillGaussian(batch.Dy.Span);
        return batch;
    }
}

/// <summary>Numbers that start on a cache line and stay where they are: native code may keep their address.</summary>
sealed class Numbers<T>(int count) where T : unmanaged
{
    const int LineBytes = 64;
    readonly T[] _array = GC.AllocateArray<T>(count + LineBytes / Marshal.SizeOf<T>(), pinned: true);

    public int Count => count;
    public Span<T> Span => _array.AsSpan(Start, count);
    public Memory<T> Memory => _array.AsMemory(Start, count);
    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(_array, Start);

    int Start
    {
        get
        {
            int misplaced = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (LineBytes - 1));
            return (LineBytes - misplaced) % LineBytes / Marshal.SizeOf<T>();
        }
    }
}
