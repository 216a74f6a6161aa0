using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>A function of one number.</summary>
internal interface IUnary
{
    V Invoke<V>(V x) where V : struct, ILane<V>;
}

/// <summary>A function of two numbers.</summary>
internal interface IBinary
{
    V Invoke<V>(V x, V y) where V : struct, ILane<V>;
}

/// <summary>A function of three numbers.</summary>
internal interface ITernary
{
    V Invoke<V>(V x, V y, V z) where V : struct, ILane<V>;
}

/// <summary>Sweeps over one, two and three sources, for each type of element.</summary>
internal static unsafe class ElementwiseOperands
{
    /// <summary>z = f(x).</summary>
    public static void Run<TFunction, TWrite, T>(TFunction f, T* x, T* z, int length)
        where TFunction : struct, IUnary where TWrite : struct, IWrite where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ElementwiseSweep.RunSingle(new Unary<TFunction, TWrite, float>(f, (float*)x, (float*)z), length);
        else if (typeof(T) == typeof(double))
            ElementwiseSweep.RunDouble(new Unary<TFunction, TWrite, double>(f, (double*)x, (double*)z), length);
        else if (typeof(T) == typeof(Half))
            ElementwiseSweep.RunHalf(new Unary<TFunction, TWrite, Half>(f, (Half*)x, (Half*)z), length);
        else if (typeof(T) == typeof(BFloat16))
            ElementwiseSweep.RunBFloat16(new Unary<TFunction, TWrite, BFloat16>(f, (BFloat16*)x, (BFloat16*)z), length);
        else
            ThrowType(typeof(T));
    }

    /// <summary>z = f(x, y).</summary>
    public static void Run<TFunction, TWrite, T>(TFunction f, T* x, T* y, T* z, int length)
        where TFunction : struct, IBinary where TWrite : struct, IWrite where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ElementwiseSweep.RunSingle(new Binary<TFunction, TWrite, float>(f, (float*)x, (float*)y, (float*)z), length);
        else if (typeof(T) == typeof(double))
            ElementwiseSweep.RunDouble(new Binary<TFunction, TWrite, double>(f, (double*)x, (double*)y, (double*)z), length);
        else if (typeof(T) == typeof(Half))
            ElementwiseSweep.RunHalf(new Binary<TFunction, TWrite, Half>(f, (Half*)x, (Half*)y, (Half*)z), length);
        else if (typeof(T) == typeof(BFloat16))
            ElementwiseSweep.RunBFloat16(new Binary<TFunction, TWrite, BFloat16>(f, (BFloat16*)x, (BFloat16*)y, (BFloat16*)z), length);
        else
            ThrowType(typeof(T));
    }

    /// <summary>z = f(x, y, w).</summary>
    public static void Run<TFunction, TWrite, T>(TFunction f, T* x, T* y, T* w, T* z, int length)
        where TFunction : struct, ITernary where TWrite : struct, IWrite where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ElementwiseSweep.RunSingle(new Ternary<TFunction, TWrite, float>(f, (float*)x, (float*)y, (float*)w, (float*)z), length);
        else if (typeof(T) == typeof(double))
            ElementwiseSweep.RunDouble(new Ternary<TFunction, TWrite, double>(f, (double*)x, (double*)y, (double*)w, (double*)z), length);
        else if (typeof(T) == typeof(Half))
            ElementwiseSweep.RunHalf(new Ternary<TFunction, TWrite, Half>(f, (Half*)x, (Half*)y, (Half*)w, (Half*)z), length);
        else if (typeof(T) == typeof(BFloat16))
            ElementwiseSweep.RunBFloat16(new Ternary<TFunction, TWrite, BFloat16>(f, (BFloat16*)x, (BFloat16*)y, (BFloat16*)w, (BFloat16*)z), length);
        else
            ThrowType(typeof(T));
    }

    /// <summary>z = f(x) at one width, for proofs that all give the same bits: whole lanes only, on this thread.</summary>
    public static void RunAt<TFunction, T, V>(TFunction f, ReadOnlySpan<T> x, Span<T> z)
        where TFunction : struct, IUnary where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        Debug.Assert(x.Length == z.Length && z.Length > 0 && z.Length % V.Count == 0);
        fixed (T* from = x, to = z)
            ElementwiseSweep.Sweep<Unary<TFunction, Overwrite, T>, T, V>(new(f, from, to), 0, (nuint)z.Length);
    }

    /// <summary>z = f(x, y) at one width; see the other.</summary>
    public static void RunAt<TFunction, T, V>(TFunction f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TFunction : struct, IBinary where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        Debug.Assert(x.Length == z.Length && y.Length == z.Length && z.Length > 0 && z.Length % V.Count == 0);
        fixed (T* first = x, second = y, to = z)
            ElementwiseSweep.Sweep<Binary<TFunction, Overwrite, T>, T, V>(new(f, first, second, to), 0, (nuint)z.Length);
    }

    [DoesNotReturn]
    public static void ThrowType(Type type) => throw new NotSupportedException(
        $"Elementwise functions take elements of type float, double, Half or BFloat16, but these are of type {type.Name}. Convert them first.");

    /// <summary>Elements of <paramref name="z"/> before a cache line begins, where results are stored past the cache.</summary>
    static nuint Misaligned<TWrite, T>(T* z) where TWrite : struct, IWrite where T : unmanaged
    {
        const nuint Line = 64;
        return TWrite.IsStreaming ? (Line - (nuint)z % Line) % Line / (nuint)sizeof(T) : 0;
    }

    readonly struct Unary<TFunction, TWrite, T>(TFunction f, T* x, T* z) : ISweep<T>
        where TFunction : struct, IUnary where TWrite : struct, IWrite where T : unmanaged
    {
        public static bool IsStreaming => TWrite.IsStreaming;

        public nuint Misaligned => Misaligned<TWrite, T>(z);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(nuint i) where V : struct, ILaneOf<V, T> => TWrite.Write(f.Invoke(V.Load(ref *x, i)), ref *z, i);
    }

    readonly struct Binary<TFunction, TWrite, T>(TFunction f, T* x, T* y, T* z) : ISweep<T>
        where TFunction : struct, IBinary where TWrite : struct, IWrite where T : unmanaged
    {
        public static bool IsStreaming => TWrite.IsStreaming;

        public nuint Misaligned => Misaligned<TWrite, T>(z);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(nuint i) where V : struct, ILaneOf<V, T> => TWrite.Write(f.Invoke(V.Load(ref *x, i), V.Load(ref *y, i)), ref *z, i);
    }

    readonly struct Ternary<TFunction, TWrite, T>(TFunction f, T* x, T* y, T* w, T* z) : ISweep<T>
        where TFunction : struct, ITernary where TWrite : struct, IWrite where T : unmanaged
    {
        public static bool IsStreaming => TWrite.IsStreaming;

        public nuint Misaligned => Misaligned<TWrite, T>(z);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(nuint i) where V : struct, ILaneOf<V, T> =>
            TWrite.Write(f.Invoke(V.Load(ref *x, i), V.Load(ref *y, i), V.Load(ref *w, i)), ref *z, i);
    }
}
