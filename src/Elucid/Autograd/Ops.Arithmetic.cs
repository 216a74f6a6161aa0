using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// Differentiable operations on tensors. Inside a <see cref="Tape"/> results live until it ends and gradients are recorded; outside they are ordinary
/// tensors.
/// </summary>
public static partial class Ops
{
    /// <summary>a + b. Axes of length 1, and missing leading axes, are repeated to fit the other operand, as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Add(Tensor a, Tensor b) => a.Shape == b.Shape ? Sum(a, b) : Arithmetic(default(Addition), a, b);

    /// <summary>a − b, with broadcasting as in <see cref="Add"/>.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Subtract(Tensor a, Tensor b) => Arithmetic(default(Subtraction), a, b);

    /// <summary>a · b element by element, with broadcasting as in <see cref="Add"/>.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Multiply(Tensor a, Tensor b) => Arithmetic(default(Multiplication), a, b);

    /// <summary>a / b element by element, with broadcasting as in <see cref="Add"/>.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Divide(Tensor a, Tensor b) => Arithmetic(default(Division), a, b);

    /// <summary>factor · x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="factor">A constant; it has no gradient.</param>
    public static Tensor Scale(Tensor x, double factor)
    {
        float scale = (float)factor;
        Tensor y = Tape.Result(x.Shape, x);
        Elementwise.Scale(scale, x.Values, y.ValuesToWrite);
        return Tape.Record(y, () => Elementwise.Scale(scale, y.Gradient, x.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    /// <summary>a + b of one shape, as in residual connections: the gradient passes on as it is.</summary>
    static Tensor Sum(Tensor a, Tensor b)
    {
        Tensor y = Tape.Result(a.Shape, a, b);
        Elementwise.Add(a.Values, b.Values, y.ValuesToWrite);
        return Tape.Record(y, () =>
        {
            PassOn(y.Gradient, a);
            PassOn(y.Gradient, b);
        });
    }

    /// <summary>Passes the gradient of a result on, unchanged, to something of its shape.</summary>
    internal static void PassOn(ReadOnlySpan<float> dy, Tensor x)
    {
        if (!x.RequiresGradient)
            return;
        Span<float> dx = x.GradientToWrite(out bool accumulate).Span;
        if (accumulate)
            Elementwise.Add(dx, dy, dx);
        else
            dy.CopyTo(dx);
    }

    static Tensor Arithmetic<TFunction>(TFunction f, Tensor a, Tensor b) where TFunction : struct, IArithmetic
    {
        Tensor y = Tape.Result(BroadcastShape(TFunction.Name, a.Shape, b.Shape), a, b);
        new Broadcast(y.Shape.Lengths, a.Shape.Lengths, b.Shape.Lengths).Run(f, a.Values, b.Values, y.ValuesToWrite, accumulate: false);
        return Tape.Record(y, () =>
        {
            // ∂f/∂a and ∂f/∂b are functions of a and b; each times dy gives a gradient of the result's shape, which is summed to the operand's.
            if (a.RequiresGradient)
                AddPartial(default(TFunction), isFirst: true, a, a, b, y);
            if (b.RequiresGradient)
                AddPartial(default(TFunction), isFirst: false, b, a, b, y);
        });
    }

    static void AddPartial<TFunction>(TFunction f, bool isFirst, Tensor operand, Tensor a, Tensor b, Tensor y) where TFunction : struct, IArithmetic
    {
        Tensor partial = Tape.Scratch(y.Shape);
        Broadcast broadcast = new(y.Shape.Lengths, a.Shape.Lengths, b.Shape.Lengths);
        if (isFirst)
            broadcast.Run(new PartialOfFirst<TFunction>(f), a.Values, b.Values, partial.ValuesToWrite, accumulate: false);
        else
            broadcast.Run(new PartialOfSecond<TFunction>(f), a.Values, b.Values, partial.ValuesToWrite, accumulate: false);
        bool sameShape = operand.Shape == y.Shape;
        Span<float> target = operand.GradientToWrite(out bool accumulate).Span;
        Elementwise.Multiply(partial.Values, y.Gradient, sameShape ? target : partial.ValuesToWrite, sameShape && accumulate);
        if (!sameShape)
            SumTo(operand.Shape, partial, target, accumulate);
    }

    /// <summary>Sums the axes along which a tensor of shape <paramref name="shape"/> was repeated.</summary>
    static void SumTo(Shape shape, Tensor full, Span<float> sums, bool accumulate)
    {
        Tensor current = full;
        for (int axis = 0; axis < full.Shape.Rank; axis++)
        {
            int own = axis - (full.Shape.Rank - shape.Rank);
            if (current.Shape[axis] == 1 || own >= 0 && shape[own] == current.Shape[axis])
                continue;
            Tensor summed = Tape.Scratch(current.Shape.With(axis, 1));
            Reduce.SumAxis(
                current.Values, current.Shape.Product(..axis), current.Shape[axis], current.Shape.Product((axis + 1)..), summed.ValuesToWrite);
            current = summed;
        }
        if (accumulate)
            Elementwise.Add(current.Values, sums, sums);
        else
            current.Values.CopyTo(sums);
    }

    static Shape BroadcastShape(string operation, Shape a, Shape b)
    {
        if (a == b)
            return a;
        int[] lengths = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= lengths.Length; i++)
        {
            int x = i <= a.Rank ? a[-i] : 1, y = i <= b.Rank ? b[-i] : 1;
            if (x != y && x != 1 && y != 1)
                throw new ShapeException(
                    $"{operation}: shapes {a} and {b} do not fit: axis -{i} has length {x} in one and {y} in the other. Lengths must be equal, or "
                        + $"one of them 1.");
            lengths[^i] = x == 1 ? y : x;
        }
        return new Shape(lengths);
    }

    readonly struct PartialOfFirst<TFunction>(TFunction f) : IBinary where TFunction : struct, IArithmetic
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b) where V : struct, ILane<V> => f.OfFirst(a, b);
    }

    readonly struct PartialOfSecond<TFunction>(TFunction f) : IBinary where TFunction : struct, IArithmetic
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b) where V : struct, ILane<V> => f.OfSecond(a, b);
    }
}
