using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

public static partial class Ops
{
    /// <summary>Element by element <paramref name="yes"/> where the condition holds and <paramref name="no"/> elsewhere, with broadcasting of all
    /// three as in <see cref="Add"/>.</summary>
    /// <param name="condition">Holds where it is not 0, as the results of <see cref="Less"/>, <see cref="Greater"/> and <see cref="Equal"/> are 1;
    /// NaN counts as 0. It has no gradient.</param>
    /// <param name="yes">Its gradient is that of the result where the condition holds, and exactly 0 elsewhere, whatever the other number is.</param>
    /// <param name="no">Likewise where it does not hold.</param>
    /// <returns>The shape that all three are repeated to.</returns>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    /// <exception cref="InvalidOperationException">The condition requires a gradient, which it would not get.</exception>
    public static Tensor Where(Tensor condition, Tensor yes, Tensor no)
    {
        Tape.CheckConstant("Where", "the condition", condition);
        Shape shape = BroadcastShape("Where", BroadcastShape("Where", condition.Shape, yes.Shape), no.Shape);
        Tensor y = Tape.Result(shape, yes, no), mask = RepeatedTo(shape, condition);
        Elementwise.Ternary(
            default(Selection), mask.Values, RepeatedTo(shape, yes).Values, RepeatedTo(shape, no).Values, y.ValuesToWrite, accumulate: false);
        return Tape.Record(y, () =>
        {
            PassOnWhere(default(KeptWhere), yes);
            PassOnWhere(default(KeptElsewhere), no);
        });

        void PassOnWhere<TFunction>(TFunction kept, Tensor operand) where TFunction : struct, IBinary
        {
            if (!operand.RequiresGradient)
                return;
            bool sameShape = operand.Shape == shape;
            Tensor? part = sameShape ? null : Tape.Scratch(shape);
            Span<float> dx = operand.GradientToWrite(out bool accumulate).Span;
            Elementwise.Binary(kept, mask.Values, y.Gradient, part is null ? dx : part.ValuesToWrite, part is null && accumulate);
            if (part is not null)
                SumTo(operand.Shape, part, dx, accumulate);
        }
    }

    /// <summary>1 where a &lt; b and 0 elsewhere, with broadcasting as in <see cref="Add"/>: a condition for <see cref="Where"/>. It has no gradient;
    /// nothing is less than NaN.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Less(Tensor a, Tensor b) => Compare("Less", default(IsLess), a, b);

    /// <summary>1 where a &gt; b and 0 elsewhere; see <see cref="Less"/>.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Greater(Tensor a, Tensor b) => Compare("Greater", default(IsLess), b, a);

    /// <summary>1 where a = b and 0 elsewhere; see <see cref="Less"/>. NaN equals nothing.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Equal(Tensor a, Tensor b) => Compare("Equal", default(IsEqual), a, b);

    static Tensor Compare<TFunction>(string name, TFunction f, Tensor a, Tensor b) where TFunction : struct, IBinary
    {
        Tensor y = Tape.Result(BroadcastShape(name, a.Shape, b.Shape));
        new Broadcast(y.Shape.Lengths, a.Shape.Lengths, b.Shape.Lengths).Run(f, a.Values, b.Values, y.ValuesToWrite, accumulate: false);
        return y;
    }

    /// <summary>The numbers repeated to a shape; the tensor itself if it has that shape.</summary>
    static Tensor RepeatedTo(Shape shape, Tensor x)
    {
        if (x.Shape == shape)
            return x;
        Tensor y = Tape.Scratch(shape);
        new Broadcast(shape.Lengths, x.Shape.Lengths, shape.Lengths)
            .Run(default(First), x.Values, y.ValuesToWrite, y.ValuesToWrite, accumulate: false);
        return y;
    }

    readonly struct Selection : ITernary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V yes, V no) where V : struct, ILane<V> => V.WhereLess(V.Of(0), V.Abs(condition), yes, no);
    }

    readonly struct KeptWhere : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V dy) where V : struct, ILane<V> => V.WhereLess(V.Of(0), V.Abs(condition), dy, V.Of(0));
    }

    readonly struct KeptElsewhere : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V dy) where V : struct, ILane<V> => V.WhereLess(V.Of(0), V.Abs(condition), V.Of(0), dy);
    }

    readonly struct IsLess : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, b, V.Of(1), V.Of(0));
    }

    readonly struct IsEqual : IBinary
    {
        // Neither less nor greater, and both numbers: of such the sum is one, too.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b) where V : struct, ILane<V> => V.WhereLess(a, b, V.Of(0), V.WhereLess(b, a, V.Of(0), IsNumber(a + b)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static V IsNumber<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.Of(1), V.WhereLess(V.Of(-1), x, V.Of(1), V.Of(0)));
    }

    readonly struct First : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V unused) where V : struct, ILane<V> => x;
    }
}
