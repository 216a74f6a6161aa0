using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

// What losses ask of their targets and weights: that they are constants, and in the range for which the formula is made. Out of it a loss still gives
// numbers, which mean nothing.
public static partial class Loss
{
    /// <summary>Refuses targets that the loss is not made for. Those of weight 0 do not count.</summary>
    /// <param name="prediction">Whose shape the targets should have.</param>
    /// <param name="target">The targets.</param>
    /// <param name="weights">Of each target; null for equal ones.</param>
    /// <param name="name">The loss.</param>
    static void CheckTargets<TTargets>(Tensor prediction, Tensor target, Tensor? weights = null, [CallerMemberName] string name = "")
        where TTargets : ITargets
    {
        CheckShapes(prediction, target, name);
        CheckRange<TTargets>(target, weights?.Shape == target.Shape ? weights : null, $"Loss.{name}", "targets");
    }

    /// <summary>Refuses numbers out of a range.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="weights">Of each of them: those of weight 0 do not count. Null for equal ones.</param>
    /// <param name="where">Who refuses.</param>
    /// <param name="what">What the numbers are.</param>
    internal static void CheckRange<TTargets>(Tensor values, Tensor? weights, string where, string what) where TTargets : ITargets
    {
        ReadOnlySpan<float> all = values.Values;
        int at = Reduce.IndexOfMisfit(default(Misfit<TTargets>), all);
        if (weights is not null)
            while (at >= 0 && at < all.Length && (weights.Values[at] == 0 || TTargets.Misfit(new Lane1(all[at])).Value == 0))
                at++;
        if (at >= 0 && at < all.Length)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{where}: expected {what} {TTargets.Range}, but got {all[at]} at {PlaceOf(at, values.Shape)}. {TTargets.Advice}"));
    }

    static void CheckWeights(Tensor? weights, string name)
    {
        if (weights is not null)
            CheckRange<NotNegative>(weights, weights: null, $"Loss.{name}", "weights");
    }

    /// <summary>Refuses what requires a gradient and would get none.</summary>
    static void CheckConstants(string name, params ReadOnlySpan<(string What, Tensor? Value)> constants)
    {
        foreach ((string what, Tensor? value) in constants)
            Tape.CheckConstant($"Loss.{name}", what, value);
    }

    static string PlaceOf(int index, Shape shape)
    {
        int[] place = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; index /= shape[axis--])
            place[axis] = index % shape[axis];
        return $"[{string.Join(", ", place)}]";
    }

    /// <summary>The numbers that a loss is made for.</summary>
    internal interface ITargets
    {
        /// <summary>Which they are, in words.</summary>
        static abstract string Range { get; }

        /// <summary>What to do with others.</summary>
        static abstract string Advice { get; }

        /// <summary>One of them.</summary>
        static abstract float Example { get; }

        /// <summary>0 for these numbers; something else, or NaN, for all others.</summary>
        static abstract V Misfit<V>(V x) where V : struct, ILane<V>;
    }

    internal readonly struct Probability : ITargets
    {
        public static string Range => "from 0 to 1";
        public static string Advice => "Divide pixels by 255; for numbers of any size use another loss, such as the mean squared error.";
        public static float Example => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Misfit<V>(V x) where V : struct, ILane<V> => x - V.Max(V.Of(0), V.Min(V.Of(1), x));
    }

    internal readonly struct ZeroOrOne : ITargets
    {
        public static string Range => "of 0 or 1";
        public static string Advice => "Its form tells two classes apart; for shares in between use BinaryCrossEntropyWithLogits.";
        public static float Example => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Misfit<V>(V x) where V : struct, ILane<V> => x * (x - V.Of(1));
    }

    internal readonly struct MinusOrPlusOne : ITargets
    {
        public static string Range => "of -1 or 1";
        public static string Advice => "Write 2 · target − 1 where classes are 0 and 1.";
        public static float Example => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Misfit<V>(V x) where V : struct, ILane<V> => (x + V.Of(1)) * (x - V.Of(1));
    }

    internal readonly struct NotNegative : ITargets
    {
        public static string Range => "of at least 0";
        public static string Advice => "A weight says how much an element counts; 0 leaves it out.";
        public static float Example => 0;

        // 0·x is NaN where x is infinite.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Misfit<V>(V x) where V : struct, ILane<V> => V.MultiplyAdd(x, V.Of(0), V.Max(V.Of(0), -x));
    }

    readonly struct Misfit<TTargets> : IReduction where TTargets : ITargets
    {
        public static float Start => 0;
        public static float Neutral => TTargets.Example;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<V>(V partial, V x, V y) where V : struct, ILane<V> => partial + V.Abs(TTargets.Misfit(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILane<V> => a + b;
    }
}
