using System.Numerics;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Activations with learned parameters, one set per unit or channel.</summary>
/// <remarks>
/// Element i belongs to parameter (i / inner) mod units: inner is 1 for [rows, units], and height · width for [batch, channels, height, width].
/// Elements are float, double, Half or BFloat16; parameters and their gradients are double where the elements are, else float.
/// Parameters' gradients are summed in an order that depends on the lengths alone: the same bits on every run and at every vector width.
/// </remarks>
public static class ElementwiseLearned
{
    /// <summary>y = f(x; a, b).</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Inputs; as many as a multiple of <c>a.Length · inner</c>.</param>
    /// <param name="a">First parameter of each unit.</param>
    /// <param name="b">Second parameter of each unit; for a function of one parameter it may be <paramref name="a"/>.</param>
    /// <param name="y">Outputs; may be <paramref name="x"/> itself.</param>
    /// <param name="inner">How many neighbouring elements share a parameter.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void MapLearned<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> a, ReadOnlySpan<TParameter> b, Span<T> y, int inner = 1)
        where TActivation : struct, ILearnedActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Forward(nameof(MapLearned), new OfLearned<TActivation, BothSums>(f), x, a, b, y, inner);

    /// <summary>dx = dy · ∂f/∂x, da += Σ dy · ∂f/∂a, db += Σ dy · ∂f/∂b, in one pass.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">The inputs of the forward pass.</param>
    /// <param name="a">First parameter of each unit.</param>
    /// <param name="b">Second parameter of each unit; for a function of one parameter it may be <paramref name="a"/>.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="x"/> itself. Empty where it is not
    /// wanted.</param>
    /// <param name="da">Gradient with respect to each first parameter, added to. Empty where it is not wanted.</param>
    /// <param name="db">Gradient with respect to each second parameter, added to. Empty where it is not wanted.</param>
    /// <param name="inner">How many neighbouring elements share a parameter.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void BackwardLearned<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> a, ReadOnlySpan<TParameter> b, ReadOnlySpan<T> dy,
        Span<T> dx, Span<TParameter> da, Span<TParameter> db, int inner = 1, bool accumulate = false)
        where TActivation : struct, ILearnedActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter>
    {
        const string Operation = nameof(BackwardLearned);
        UnitGradients<T, TParameter> o = new()
        {
            X = x,
            A = a,
            B = b,
            Dy = dy,
            Dx = dx,
            Da = da.IsEmpty && !db.IsEmpty ? new TParameter[db.Length] : da,
            Db = db,
            Accumulate = accumulate,
        };
        if (da.IsEmpty && db.IsEmpty)
            UnitKernel.Backward(Operation, new OfLearned<TActivation, NoSums>(f), o, inner);
        else if (db.IsEmpty)
            UnitKernel.Backward(Operation, new OfLearned<TActivation, FirstSum>(f), o, inner);
        else
            UnitKernel.Backward(Operation, new OfLearned<TActivation, BothSums>(f), o, inner);
    }

    /// <summary>How many of the parameters' gradients are wanted. A constant for the JIT.</summary>
    interface ISums
    {
        static abstract int Count { get; }
    }

    readonly struct NoSums : ISums
    {
        public static int Count => 0;
    }

    readonly struct FirstSum : ISums
    {
        public static int Count => 1;
    }

    readonly struct BothSums : ISums
    {
        public static int Count => 2;
    }

    readonly struct OfLearned<TActivation, TSums>(TActivation f) : IUnitFunction where TActivation : struct, ILearnedActivation
        where TSums : struct, ISums
    {
        public static int Parameters => 2;
        public static int Sums => TSums.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<V>(V x, V a, V b) where V : struct, ILane<V> => f.Forward(x, a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Backward<V>(V x, V dy, V a, V b, out V da, out V db) where V : struct, ILane<V>
        {
            da = TSums.Count > 0 ? dy * f.DerivativeWithRespectToA(x, a, b) : default;
            db = TSums.Count > 1 ? dy * f.DerivativeWithRespectToB(x, a, b) : default;
            return dy * f.Derivative(x, a, b);
        }
    }
}
