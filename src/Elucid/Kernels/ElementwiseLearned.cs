using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Activations;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Activations with learned parameters, one set per unit or channel.</summary>
/// <remarks>
/// Element i belongs to parameter (i / inner) mod units: inner is 1 for [rows, units], and height · width for [batch, channels, height, width].
/// Parameters' gradients are summed in an order that depends on the lengths alone: the same bits on every run and at every vector width.
/// </remarks>
public static class ElementwiseLearned
{
    /// <summary>y = f(x; a, b).</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Inputs; as many as a multiple of <c>a.Length · inner</c>.</param>
    /// <param name="a">First parameter of each unit.</param>
    /// <param name="b">Second parameter of each unit; for a function of one parameter it may be <paramref name="a"/>.</param>
    /// <param name="y">Outputs; may be <paramref name="x"/> itself.</param>
    /// <param name="inner">How many neighbouring elements share a parameter.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    public static void MapLearned<TActivation>(
        TActivation f, ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, int inner = 1)
        where TActivation : struct, ILearnedActivation
    {
        Elementwise.Check(nameof(MapLearned), x, y);
        ForEachElement<ForwardOf<TActivation>, Overwrite>(new(f), x, x, a, b, y, Inner(x.Length, a, b, inner));
    }

    /// <summary>dx = dy · ∂f/∂x, da += Σ dy · ∂f/∂a, db += Σ dy · ∂f/∂b.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">The inputs of the forward pass.</param>
    /// <param name="a">First parameter of each unit.</param>
    /// <param name="b">Second parameter of each unit; for a function of one parameter it may be <paramref name="a"/>.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient by each input; may be <paramref name="dy"/> or <paramref name="x"/> itself. Empty where it is not wanted.</param>
    /// <param name="da">Gradient by each first parameter, added to. Empty where it is not wanted.</param>
    /// <param name="db">Gradient by each second parameter, added to. Empty where it is not wanted.</param>
    /// <param name="inner">How many neighbouring elements share a parameter.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    public static void BackwardLearned<TActivation>(
        TActivation f, ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> da, Span<float> db, int inner = 1, bool accumulate = false)
        where TActivation : struct, ILearnedActivation
    {
        inner = Inner(x.Length, a, b, inner);
        Elementwise.Check(nameof(BackwardLearned), dy, dx.IsEmpty ? x : dx);

        // First the parameters: dx may overwrite x or dy.
        if (!da.IsEmpty)
            SumPerUnit<GradientOfA<TActivation>>(new(f), x, dy, a, b, da, inner);
        if (!db.IsEmpty)
            SumPerUnit<GradientOfB<TActivation>>(new(f), x, dy, a, b, db, inner);
        if (dx.IsEmpty)
            return;
        Elementwise.Check(nameof(BackwardLearned), x, dx);
        if (accumulate)
            ForEachElement<BackwardOf<TActivation>, Accumulate>(new(f), x, dy, a, b, dx, inner);
        else
            ForEachElement<BackwardOf<TActivation>, Overwrite>(new(f), x, dy, a, b, dx, inner);
    }

    static void ForEachElement<TFunction, TWrite>(
        TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> z, int inner)
        where TFunction : struct, IFunction where TWrite : struct, IWrite
    {
        if (inner == 1)
        {
            for (int row = 0; row < x.Length; row += a.Length)
                Run<TFunction, PerElement, TWrite>(f, x.Slice(row, a.Length), dy.Slice(row, a.Length), a, b, z[row..]);
            return;
        }
        for (int start = 0, unit = 0; start < x.Length; start += inner, unit = Next(unit, a.Length))
            Run<TFunction, Shared, TWrite>(f, x.Slice(start, inner), dy.Slice(start, inner), a[unit..], b[unit..], z[start..]);
    }

    static void SumPerUnit<TFunction>(
        TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums, int inner)
        where TFunction : struct, IFunction
    {
        if (sums.Length != a.Length)
            ThrowParameters($"The parameters have {a.Length} units, but a gradient by them has {sums.Length}.");
        if (inner == 1)
        {
            for (int row = 0; row < x.Length; row += a.Length)
                Run<TFunction, PerElement, Accumulate>(f, x.Slice(row, a.Length), dy.Slice(row, a.Length), a, b, sums);
            return;
        }
        Span<float> partial = stackalloc float[AccumulateModulo16.Count];
        for (int start = 0, unit = 0; start < x.Length; start += inner, unit = Next(unit, a.Length))
        {
            partial.Clear();
            Run<TFunction, Shared, AccumulateModulo16>(f, x.Slice(start, inner), dy.Slice(start, inner), a[unit..], b[unit..], partial);
            sums[unit] += AccumulateModulo16.Sum(partial);
        }
    }

    static int Next(int unit, int units) => unit + 1 == units ? 0 : unit + 1;

    static void Run<TFunction, TParameters, TWrite>(
        TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> z)
        where TFunction : struct, IFunction where TParameters : struct, IParameters where TWrite : struct, IWrite
    {
        ref float xs = ref MemoryMarshal.GetReference(x), dys = ref MemoryMarshal.GetReference(dy), zs = ref MemoryMarshal.GetReference(z);
        ref float firsts = ref MemoryMarshal.GetReference(a), seconds = ref MemoryMarshal.GetReference(b);
        nuint i = 0, n = (nuint)x.Length;
        if (Lane16.IsSupported && n - i >= 16)
            i = Sweep<TFunction, TParameters, TWrite, Lane16>(f, ref xs, ref dys, ref firsts, ref seconds, ref zs, i, n);
        if (Lane8.IsSupported && n - i >= 8)
            i = Sweep<TFunction, TParameters, TWrite, Lane8>(f, ref xs, ref dys, ref firsts, ref seconds, ref zs, i, n);
        if (Lane4.IsSupported && n - i >= 4)
            i = Sweep<TFunction, TParameters, TWrite, Lane4>(f, ref xs, ref dys, ref firsts, ref seconds, ref zs, i, n);
        if (i < n)
            Sweep<TFunction, TParameters, TWrite, Lane1>(f, ref xs, ref dys, ref firsts, ref seconds, ref zs, i, n);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static nuint Sweep<TFunction, TParameters, TWrite, V>(
        TFunction f, ref float x, ref float dy, ref float a, ref float b, ref float z, nuint i, nuint n)
        where TFunction : struct, IFunction where TParameters : struct, IParameters where TWrite : struct, IWrite where V : struct, IVectorLane<V>
    {
        do
        {
            TWrite.Write(f.Invoke(V.Load(ref x, i), V.Load(ref dy, i), TParameters.Load<V>(ref a, i), TParameters.Load<V>(ref b, i)), ref z, i);
            i += (nuint)V.Count;
        }
        while (i + (nuint)V.Count <= n);
        return i;
    }

    /// <summary>Checks the lengths; one shared parameter becomes one run over everything, however it was described.</summary>
    static int Inner(int length, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int inner)
    {
        if (a.Length != b.Length)
            ThrowParameters($"There must be as many second parameters as first ones, but there are {a.Length} and {b.Length}.");
        if (a.IsEmpty || inner < 1 || length % ((long)a.Length * inner) != 0)
            ThrowParameters($"{length} elements cannot be shared out among {a.Length} units with {inner} neighbouring elements each: "
                + "the number of elements must be a multiple of units · inner.");
        return a.Length == 1 ? Math.Max(length, 1) : inner;
    }

    [DoesNotReturn]
    static void ThrowParameters(string message) => throw new ArgumentException(message);

    /// <summary>What is computed of an element, its gradient and its parameters.</summary>
    interface IFunction
    {
        V Invoke<V>(V x, V dy, V a, V b) where V : struct, ILane<V>;
    }

    readonly struct ForwardOf<TActivation>(TActivation f) : IFunction where TActivation : struct, ILearnedActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy, V a, V b) where V : struct, ILane<V> => f.Forward(x, a, b);
    }

    readonly struct BackwardOf<TActivation>(TActivation f) : IFunction where TActivation : struct, ILearnedActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy, V a, V b) where V : struct, ILane<V> => dy * f.Derivative(x, a, b);
    }

    readonly struct GradientOfA<TActivation>(TActivation f) : IFunction where TActivation : struct, ILearnedActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy, V a, V b) where V : struct, ILane<V> => dy * f.DerivativeOfA(x, a, b);
    }

    readonly struct GradientOfB<TActivation>(TActivation f) : IFunction where TActivation : struct, ILearnedActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy, V a, V b) where V : struct, ILane<V> => dy * f.DerivativeOfB(x, a, b);
    }

    /// <summary>Where the parameters of a lane come from.</summary>
    interface IParameters
    {
        static abstract V Load<V>(ref float parameters, nuint index) where V : struct, IVectorLane<V>;
    }

    readonly struct PerElement : IParameters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Load<V>(ref float parameters, nuint index) where V : struct, IVectorLane<V> => V.Load(ref parameters, index);
    }

    readonly struct Shared : IParameters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Load<V>(ref float parameters, nuint index) where V : struct, IVectorLane<V> => V.Of(parameters);
    }

    /// <summary>Adds element i to sum i mod 16, so that the order of every sum is the same at all widths.</summary>
    readonly struct AccumulateModulo16 : IWrite
    {
        public const int Count = 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Write<V>(V value, ref float destination, nuint index) where V : struct, IVectorLane<V> =>
            Accumulate.Write(value, ref destination, index % Count);

        public static float Sum(ReadOnlySpan<float> partial)
        {
            float sum = 0;
            foreach (float value in partial)
                sum += value;
            return sum;
        }
    }
}
