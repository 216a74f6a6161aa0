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

/// <summary>Steps over one, two and three sources, for each type of element.</summary>
internal static unsafe class ElementwiseOperands
{
    /// <summary>z = f(x).</summary>
    public static void Run<TFunction, TWrite, T>(TFunction f, T* x, T* z, int length)
        where TFunction : struct, IUnary where TWrite : struct, IWrite where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ElementwiseSweep.RunSingle<Unary<TFunction, TWrite, float>, TFunction>(f, new() { X = (float*)x, Z = (float*)z }, length);
        else if (typeof(T) == typeof(double))
            ElementwiseSweep.RunDouble<Unary<TFunction, TWrite, double>, TFunction>(f, new() { X = (double*)x, Z = (double*)z }, length);
        else if (typeof(T) == typeof(Half))
            ElementwiseSweep.RunHalf<Unary<TFunction, TWrite, Half>, TFunction>(f, new() { X = (Half*)x, Z = (Half*)z }, length);
        else if (typeof(T) == typeof(BFloat16))
            ElementwiseSweep.RunBFloat16<Unary<TFunction, TWrite, BFloat16>, TFunction>(f, new() { X = (BFloat16*)x, Z = (BFloat16*)z }, length);
        else
            ThrowType(typeof(T));
    }

    /// <summary>z = f(x, y).</summary>
    public static void Run<TFunction, TWrite, T>(TFunction f, T* x, T* y, T* z, int length)
        where TFunction : struct, IBinary where TWrite : struct, IWrite where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ElementwiseSweep.RunSingle<Binary<TFunction, TWrite, float>, TFunction>(f, new() { X = (float*)x, Y = (float*)y, Z = (float*)z }, length);
        else if (typeof(T) == typeof(double))
            ElementwiseSweep.RunDouble<Binary<TFunction, TWrite, double>,
                TFunction>(f, new() { X = (double*)x, Y = (double*)y, Z = (double*)z }, length);
        else if (typeof(T) == typeof(Half))
            ElementwiseSweep.RunHalf<Binary<TFunction, TWrite, Half>, TFunction>(f, new() { X = (Half*)x, Y = (Half*)y, Z = (Half*)z }, length);
        else if (typeof(T) == typeof(BFloat16))
            ElementwiseSweep.RunBFloat16<Binary<TFunction, TWrite, BFloat16>,
                TFunction>(f, new() { X = (BFloat16*)x, Y = (BFloat16*)y, Z = (BFloat16*)z }, length);
        else
            ThrowType(typeof(T));
    }

    /// <summary>z = f(x, y, w).</summary>
    public static void Run<TFunction, TWrite, T>(TFunction f, T* x, T* y, T* w, T* z, int length)
        where TFunction : struct, ITernary where TWrite : struct, IWrite where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ElementwiseSweep.RunSingle<Ternary<TFunction, TWrite, float>,
                TFunction>(f, new() { X = (float*)x, Y = (float*)y, W = (float*)w, Z = (float*)z }, length);
        else if (typeof(T) == typeof(double))
            ElementwiseSweep.RunDouble<Ternary<TFunction, TWrite, double>,
                TFunction>(f, new() { X = (double*)x, Y = (double*)y, W = (double*)w, Z = (double*)z }, length);
        else if (typeof(T) == typeof(Half))
            ElementwiseSweep.RunHalf<Ternary<TFunction, TWrite, Half>,
                TFunction>(f, new() { X = (Half*)x, Y = (Half*)y, W = (Half*)w, Z = (Half*)z }, length);
        else if (typeof(T) == typeof(BFloat16))
            ElementwiseSweep.RunBFloat16<Ternary<TFunction, TWrite, BFloat16>,
                TFunction>(f, new() { X = (BFloat16*)x, Y = (BFloat16*)y, W = (BFloat16*)w, Z = (BFloat16*)z }, length);
        else
            ThrowType(typeof(T));
    }

    /// <summary>z = f(x) at one width, for proofs that all give the same bits: whole lanes only, on this thread.</summary>
    public static void RunAt<TFunction, T, V>(TFunction f, ReadOnlySpan<T> x, Span<T> z)
        where TFunction : struct, IUnary where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        Debug.Assert(x.Length == z.Length && z.Length > 0 && z.Length % V.Count == 0);
        fixed (T* from = x, to = z)
            ElementwiseSweep.Sweep<Unary<TFunction, Overwrite, T>, TFunction, T,
                V>(f, new() { X = from, Z = to }, rows: 1, stride: 0, 0, (nuint)z.Length);
    }

    /// <summary>z = f(x, y) at one width; see the other.</summary>
    public static void RunAt<TFunction, T, V>(TFunction f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TFunction : struct, IBinary where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        Debug.Assert(x.Length == z.Length && y.Length == z.Length && z.Length > 0 && z.Length % V.Count == 0);
        fixed (T* first = x, second = y, to = z)
            ElementwiseSweep.Sweep<Binary<TFunction, Overwrite, T>, TFunction, T,
                V>(f, new() { X = first, Y = second, Z = to }, rows: 1, stride: 0, 0, (nuint)z.Length);
    }

    [DoesNotReturn]
    public static void ThrowType(Type type) => throw new NotSupportedException(
        $"Elementwise functions take elements of type float, double, Half or BFloat16, but these are of type {type.Name}. Convert them first.");

    readonly struct Unary<TFunction, TWrite, T> : IStep<TFunction, T> where TFunction : struct, IUnary where TWrite : struct, IWrite
        where T : unmanaged
    {
        public static bool IsStreaming => TWrite.IsStreaming;
        public static bool IsOrderFree => true;
        public static bool IsRepeatable => TWrite.IsRepeatable;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(ref TFunction f, T* x, T* y, T* w, T* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
            where V : struct, ILaneOf<V, T> => TWrite.Write(f.Invoke(V.Load(x, i)), z, i);
    }

    readonly struct Binary<TFunction, TWrite, T> : IStep<TFunction, T> where TFunction : struct, IBinary where TWrite : struct, IWrite
        where T : unmanaged
    {
        public static bool IsStreaming => TWrite.IsStreaming;
        public static bool IsOrderFree => true;
        public static bool IsRepeatable => TWrite.IsRepeatable;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(ref TFunction f, T* x, T* y, T* w, T* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
            where V : struct, ILaneOf<V, T> => TWrite.Write(f.Invoke(V.Load(x, i), V.Load(y, i)), z, i);
    }

    readonly struct Ternary<TFunction, TWrite, T> : IStep<TFunction, T> where TFunction : struct, ITernary where TWrite : struct, IWrite
        where T : unmanaged
    {
        public static bool IsStreaming => TWrite.IsStreaming;
        public static bool IsOrderFree => true;
        public static bool IsRepeatable => TWrite.IsRepeatable;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(ref TFunction f, T* x, T* y, T* w, T* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
            where V : struct, ILaneOf<V, T> => TWrite.Write(f.Invoke(V.Load(x, i), V.Load(y, i), V.Load(w, i)), z, i);
    }
}
