using Elucid;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Benchmarks.Libraries;

/// <summary>Inputs, gradients and destinations of one size, the same memory for every library that works on the caller's memory.</summary>
/// <param name="count">How many elements.</param>
/// <param name="threads">How many threads a library may use.</param>
sealed class Arrays<T>(int count, int threads) where T : unmanaged
{
    public Numbers<T> X { get; } = new(count);
    public Numbers<T> Y { get; } = new(count);
    public Numbers<T> Dy { get; } = new(count);
    public Numbers<T> Dx { get; } = new(count);
    public int Count => count;
    public int Threads => threads;
}

static class Arrays
{
    /// <summary>Normally distributed inputs and gradients.</summary>
    public static Arrays<float> Gaussian(int count, int threads)
    {
        Arrays<float> batch = new(count, threads);
        RandomStream random = new(1);
        random.FillGaussian(batch.X.Span);
        random.FillGaussian(batch.Dy.Span);
        return batch;
    }

    /// <summary>The same in another type.</summary>
    public static Arrays<T> Gaussian<T>(int count, int threads, Func<float, T> convert) where T : unmanaged
    {
        Arrays<float> floats = Gaussian(count, threads);
        Arrays<T> batch = new(count, threads);
        for (int i = 0; i < count; i++)
            (batch.X.Span[i], batch.Dy.Span[i]) = (convert(floats.X.Span[i]), convert(floats.Dy.Span[i]));
        return batch;
    }

    /// <summary>Given inputs; the gradients are 1.</summary>
    public static Arrays<float> Of(ReadOnlySpan<float> x)
    {
        Arrays<float> batch = new(x.Length, threads: 1);
        x.CopyTo(batch.X.Span);
        batch.Dy.Span.Fill(1);
        return batch;
    }
}

/// <summary>Numbers that start on a cache line and stay where they are: native code may keep their address.</summary>
sealed class Numbers<T>(int count) where T : unmanaged
{
    const int LineBytes = 64;
    readonly T[] _array = GC.AllocateArray<T>(count + LineBytes / Unsafe.SizeOf<T>(), pinned: true);

    public int Count => count;
    public Span<T> Span => _array.AsSpan(Start, count);
    public Memory<T> Memory => _array.AsMemory(Start, count);
    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(_array, Start);

    int Start
    {
        get
        {
            int misplaced = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (LineBytes - 1));
            return (LineBytes - misplaced) % LineBytes / Unsafe.SizeOf<T>();
        }
    }
}
