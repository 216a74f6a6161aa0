using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Functions applied to every element of a span: activations, their derivatives, and arithmetic.</summary>
/// <remarks>
/// <para>Activations take spans of float, double, <see cref="Half"/> or <see cref="BFloat16"/>; the two narrow types are computed in float and
/// rounded once. Another type is refused.</para>
/// <para>
/// All spans of a call have the same length. A destination may be one of the sources exactly, never a shifted part of it. Where
/// <c>accumulate</c> is true the result is added to what the destination holds. Results depend on neither length nor alignment nor the number of
/// threads (<see cref="Threads"/>) that a large call is split over.
/// </para>
/// </remarks>
public static class Elementwise
{
    /// <summary>
    /// Results of this many bytes or more are written past the cache, unless they replace a source: they would not stay in it, and reading what they
    /// overwrite costs memory traffic. 32 MiB by default; <see cref="int.MaxValue"/> switches it off. The bits of results do not depend on it.
    /// </summary>
    internal static int StreamingBytes { get; set; } = 32 << 20;

    /// <summary>y = f(x).</summary>
    /// <typeparam name="TFunction">The function's own struct; from a name, use <see cref="ActivationKernel"/>.</typeparam>
    /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Outputs, as many; may be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Map<TFunction, T>(TFunction f, ReadOnlySpan<T> x, Span<T> y) where TFunction : struct, IUnaryFunction where T : unmanaged =>
        Unary(new ForwardOf<TFunction>(f), x, y, accumulate: false);

    /// <summary>dx = dy · f′(x).</summary>
    /// <typeparam name="TFunction">The function's own struct.</typeparam>
    /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">The inputs of the forward pass.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="x"/> itself.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Backward<TFunction, T>(TFunction f, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate = false)
        where TFunction : struct, IUnaryFunction where T : unmanaged => Binary(new BackwardOf<TFunction>(f), x, dy, dx, accumulate);

    /// <summary>dx = dy · f′(x), with f′(x) computed from y = f(x): faster for most functions, and the input need not be kept.</summary>
    /// <typeparam name="TActivation">The function's own struct; its remarks say what accuracy is lost.</typeparam>
    /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="y">The outputs of the forward pass.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="y"/> itself.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void BackwardFromOutput<TActivation, T>(TActivation f, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate = false)
        where TActivation : struct, IOutputActivation where T : unmanaged => Binary(new BackwardFromOutputOf<TActivation>(f), y, dy, dx, accumulate);

    /// <summary>z = x + y.</summary>
    public static void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate = false) =>
        Binary(default(Addition), x, y, z, accumulate);

    /// <summary>z = x − y.</summary>
    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate = false) =>
        Binary(default(Subtraction), x, y, z, accumulate);

    /// <summary>z = x · y.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate = false) =>
        Binary(default(Multiplication), x, y, z, accumulate);

    /// <summary>z = x / y.</summary>
    public static void Divide(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate = false) =>
        Binary(default(Division), x, y, z, accumulate);

    /// <summary>y = factor · x.</summary>
    public static void Scale(float factor, ReadOnlySpan<float> x, Span<float> y, bool accumulate = false) =>
        Unary(new ProductWith(factor), x, y, accumulate);

    /// <summary>y += factor · x, each sum rounded once where the machine can.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<float> x, Span<float> y) => Binary(new SumScaled(factor), x, y, y, accumulate: false);

    /// <summary>y = value, or y += value.</summary>
    public static void Fill(float value, Span<float> y, bool accumulate = false)
    {
        if (accumulate)
            Unary(new SumWith(value), y, y, accumulate: false);
        else
            y.Fill(value);
    }

    internal static unsafe void Unary<TFunction,
        T>(TFunction f, ReadOnlySpan<T> x, Span<T> y, bool accumulate, [CallerMemberName] string operation = "")
        where TFunction : struct, IUnary where T : unmanaged
    {
        Check(operation, x, y);
        fixed (T* from = x, to = y)
        {
            if (accumulate)
                ElementwiseOperands.Run<TFunction, Accumulate, T>(f, from, to, y.Length);
            else if (IsStreaming(y) && from != to)
                ElementwiseOperands.Run<TFunction, Stream, T>(f, from, to, y.Length);
            else
                ElementwiseOperands.Run<TFunction, Overwrite, T>(f, from, to, y.Length);
        }
    }

    internal static unsafe void Binary<TFunction, T>(
        TFunction f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, bool accumulate, [CallerMemberName] string operation = "")
        where TFunction : struct, IBinary where T : unmanaged
    {
        Check(operation, x, z);
        Check(operation, y, z);
        fixed (T* first = x, second = y, to = z)
        {
            if (accumulate)
                ElementwiseOperands.Run<TFunction, Accumulate, T>(f, first, second, to, z.Length);
            else if (IsStreaming(z) && first != to && second != to)
                ElementwiseOperands.Run<TFunction, Stream, T>(f, first, second, to, z.Length);
            else
                ElementwiseOperands.Run<TFunction, Overwrite, T>(f, first, second, to, z.Length);
        }
    }

    internal static unsafe void Ternary<TFunction, T>(
        TFunction f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z, bool accumulate, [CallerMemberName] string operation = "")
        where TFunction : struct, ITernary where T : unmanaged
    {
        Check(operation, x, z);
        Check(operation, y, z);
        Check(operation, w, z);
        fixed (T* first = x, second = y, third = w, to = z)
        {
            if (accumulate)
                ElementwiseOperands.Run<TFunction, Accumulate, T>(f, first, second, third, to, z.Length);
            else if (IsStreaming(z) && first != to && second != to && third != to)
                ElementwiseOperands.Run<TFunction, Stream, T>(f, first, second, third, to, z.Length);
            else
                ElementwiseOperands.Run<TFunction, Overwrite, T>(f, first, second, third, to, z.Length);
        }
    }

    static unsafe bool IsStreaming<T>(Span<T> destination) where T : unmanaged => (long)destination.Length * sizeof(T) >= StreamingBytes;

    /// <summary>Refuses spans of different lengths, and those that overlap without being the same.</summary>
    internal static void Check<T>(string operation, ReadOnlySpan<T> source, ReadOnlySpan<T> destination)
    {
        if (source.Length != destination.Length)
            ThrowLengths(operation, source.Length, destination.Length);
        if (source.Overlaps(destination, out int offset) && offset != 0)
            ThrowOverlap(operation, offset);
    }

    [DoesNotReturn]
    static void ThrowLengths(string operation, int source, int destination) => throw new ArgumentException(
        $"{operation} needs spans of one length, but a source has {source} elements and the destination {destination}. Slice them to the "
            + $"same length.");

    [DoesNotReturn]
    static void ThrowOverlap(string operation, int offset) => throw new ArgumentException(
        $"{operation} cannot write over a source shifted by {Math.Abs(offset)} elements: it would read results as inputs. "
        + "Use the same span for both, or spans that do not overlap.");

    internal readonly struct ForwardOf<TFunction>(TFunction f) : IUnary where TFunction : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => f.Forward(x);
    }

    internal readonly struct BackwardOf<TFunction>(TFunction f) : IBinary where TFunction : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy) where V : struct, ILane<V> => dy * f.Derivative(x);
    }

    internal readonly struct BackwardFromOutputOf<TActivation>(TActivation f) : IBinary where TActivation : struct, IOutputActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy) where V : struct, ILane<V> => dy * f.DerivativeFromOutput(y);
    }

    readonly struct SumScaled(float factor) : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y) where V : struct, ILane<V> => V.MultiplyAdd(V.Of(factor), x, y);
    }

    readonly struct ProductWith(float factor) : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => V.Of(factor) * x;
    }

    readonly struct SumWith(float term) : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => x + V.Of(term);
    }
}
