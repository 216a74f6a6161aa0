using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>A function of one number, for <see cref="ElementwiseSweep"/>.</summary>
internal interface IUnary
{
    V Invoke<V>(V x) where V : struct, ILane<V>;
}

/// <summary>A function of two numbers, for <see cref="ElementwiseSweep"/>.</summary>
internal interface IBinary
{
    V Invoke<V>(V x, V y) where V : struct, ILane<V>;
}

/// <summary>What happens to a result: it replaces what is there, or is added to it.</summary>
internal interface IWrite
{
    static abstract void Write<V>(V value, ref float destination, nuint index) where V : struct, IVectorLane<V>;
}

internal readonly struct Overwrite : IWrite
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<V>(V value, ref float destination, nuint index) where V : struct, IVectorLane<V> =>
        V.Store(value, ref destination, index);
}

internal readonly struct Accumulate : IWrite
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<V>(V value, ref float destination, nuint index) where V : struct, IVectorLane<V> =>
        V.Store(V.Load(ref destination, index) + value, ref destination, index);
}

/// <summary>The loops under every elementwise kernel: 16 numbers at a time where the machine can, then 8, 4 and 1.</summary>
/// <remarks>
/// Each loop is compiled at once and alone: inlined into its caller, the JIT's inlining budget runs out and leaves the lane's members as calls, at a
/// twentieth of the speed. Widths are asked for by <see cref="IVectorLane{V}.IsSupported"/>, as emulated 512-bit code is ten times slower than none.
/// </remarks>
internal static class ElementwiseSweep
{
    /// <summary>z = f(x), or z += f(x).</summary>
    public static void Run<TFunction, TWrite>(TFunction f, ReadOnlySpan<float> x, Span<float> z)
        where TFunction : struct, IUnary where TWrite : struct, IWrite
    {
        Debug.Assert(x.Length == z.Length);
        ref float source = ref MemoryMarshal.GetReference(x), destination = ref MemoryMarshal.GetReference(z);
        nuint i = 0, n = (nuint)x.Length;
        if (Lane16.IsSupported && n - i >= 16)
            i = Sweep<TFunction, TWrite, Lane16>(f, ref source, ref destination, i, n);
        if (Lane8.IsSupported && n - i >= 8)
            i = Sweep<TFunction, TWrite, Lane8>(f, ref source, ref destination, i, n);
        if (Lane4.IsSupported && n - i >= 4)
            i = Sweep<TFunction, TWrite, Lane4>(f, ref source, ref destination, i, n);
        if (i < n)
            Sweep<TFunction, TWrite, Lane1>(f, ref source, ref destination, i, n);
    }

    /// <summary>z = f(x, y), or z += f(x, y).</summary>
    public static void Run<TFunction, TWrite>(TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IBinary where TWrite : struct, IWrite
    {
        Debug.Assert(x.Length == z.Length && y.Length == z.Length);
        ref float first = ref MemoryMarshal.GetReference(x), second = ref MemoryMarshal.GetReference(y), destination = ref MemoryMarshal.GetReference(z);
        nuint i = 0, n = (nuint)x.Length;
        if (Lane16.IsSupported && n - i >= 16)
            i = Sweep<TFunction, TWrite, Lane16>(f, ref first, ref second, ref destination, i, n);
        if (Lane8.IsSupported && n - i >= 8)
            i = Sweep<TFunction, TWrite, Lane8>(f, ref first, ref second, ref destination, i, n);
        if (Lane4.IsSupported && n - i >= 4)
            i = Sweep<TFunction, TWrite, Lane4>(f, ref first, ref second, ref destination, i, n);
        if (i < n)
            Sweep<TFunction, TWrite, Lane1>(f, ref first, ref second, ref destination, i, n);
    }

    /// <summary>Goes from element <paramref name="i"/> as far as whole lanes reach, one lane at least; returns the first element not done.</summary>
    /// <remarks>The test stands at the end so that the JIT moves what it can before the loop: ELU's backward pass is 16 % faster for it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static nuint Sweep<TFunction, TWrite, V>(TFunction f, ref float x, ref float z, nuint i, nuint n)
        where TFunction : struct, IUnary where TWrite : struct, IWrite where V : struct, IVectorLane<V>
    {
        do
        {
            TWrite.Write(f.Invoke(V.Load(ref x, i)), ref z, i);
            i += (nuint)V.Count;
        }
        while (i + (nuint)V.Count <= n);
        return i;
    }

    /// <inheritdoc cref="Sweep{TFunction, TWrite, V}(TFunction, ref float, ref float, nuint, nuint)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static nuint Sweep<TFunction, TWrite, V>(TFunction f, ref float x, ref float y, ref float z, nuint i, nuint n)
        where TFunction : struct, IBinary where TWrite : struct, IWrite where V : struct, IVectorLane<V>
    {
        do
        {
            TWrite.Write(f.Invoke(V.Load(ref x, i), V.Load(ref y, i)), ref z, i);
            i += (nuint)V.Count;
        }
        while (i + (nuint)V.Count <= n);
        return i;
    }
}
