using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>The sum of all elements.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>A scalar, shape [].</returns>
    public static Tensor Sum(Tensor x) => ReduceAxis(x, 1, x.Shape.Size, 1, new Shape(), scale: 1);

    /// <summary>The mean of all elements; NaN for an empty tensor.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>A scalar, shape [].</returns>
    public static Tensor Mean(Tensor x) => ReduceAxis(x, 1, x.Shape.Size, 1, new Shape(), 1f / x.Shape.Size);

    /// <summary>Sums over some axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes summed over; negative numbers count from the end.</param>
    /// <param name="keepAxes">Whether they stay with length 1 or vanish.</param>
    public static Tensor Sum(Tensor x, ReadOnlySpan<int> axes, bool keepAxes = false) => ReduceAxes(x, axes, keepAxes, isMean: false);

    /// <summary>Means over some axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes averaged over; negative numbers count from the end.</param>
    /// <param name="keepAxes">Whether they stay with length 1 or vanish.</param>
    public static Tensor Mean(Tensor x, ReadOnlySpan<int> axes, bool keepAxes = false) => ReduceAxes(x, axes, keepAxes, isMean: true);

    /// <summary>Running sums along one axis: y₀ = x₀, y₁ = x₀ + x₁, y₂ = x₀ + x₁ + x₂ and so on. The gradient is the running sum from the other
    /// end.</summary>
    /// <param name="x">Any shape of rank 1 or more.</param>
    /// <param name="axis">Which axis; negative numbers count from the end. The last by default.</param>
    /// <returns>The shape of <paramref name="x"/>; each sum is kept in a double and rounded once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor CumulativeSum(Tensor x, int axis = -1)
    {
        axis = x.Shape.ResolveAxis(axis);
        int length = x.Shape[axis], inner = x.Shape.Product((axis + 1)..);
        Tensor y = Tape.Result(x.Shape, x);
        Kernels.CumulativeSum.Run(x.Values, length, inner, y.ValuesToWrite, isReversed: false, accumulate: false);
        return Tape.Record(y, () =>
            Kernels.CumulativeSum.Run(y.Gradient, length, inner, x.GradientToWrite(out bool accumulate).Span, isReversed: true, accumulate));
    }

    static Tensor ReduceAxes(Tensor x, ReadOnlySpan<int> axes, bool keepAxes, bool isMean)
    {
        SortedSet<int> reduced = [];
        foreach (int axis in axes)
            if (!reduced.Add(x.Shape.ResolveAxis(axis)))
                throw new ShapeException($"Axis {axis} of shape {x.Shape} is named twice.");
        Tensor y = x;
        foreach (int axis in reduced)
        {
            int length = y.Shape[axis];
            y = ReduceAxis(y, y.Shape.Product(..axis), length, y.Shape.Product((axis + 1)..), y.Shape.With(axis, 1), isMean ? 1f / length : 1);
        }
        return keepAxes ? y
            : y.View(new Shape([.. Enumerable.Range(0, x.Shape.Rank).Where(axis => !reduced.Contains(axis)).Select(axis => x.Shape[axis])]));
    }

    static Tensor ReduceAxis(Tensor x, int outer, int axis, int inner, Shape shape, float scale)
    {
        Tensor y = Tape.Result(shape, x);
        Reduce.SumAxis(x.Values, outer, axis, inner, y.ValuesToWrite, scale);
        return Tape.Record(y, () =>
        {
            Span<float> dx = x.GradientToWrite(out bool accumulate).Span;
            ReadOnlySpan<float> dy = y.Gradient;
            for (int o = 0; o < outer; o++)
            {
                if (inner == 1)
                {
                    Elementwise.Fill(scale * dy[o], dx.Slice(o * axis, axis), accumulate);
                    continue;
                }
                for (int a = 0; a < axis; a++)
                    Elementwise.Scale(scale, dy.Slice(o * inner, inner), dx.Slice((o * axis + a) * inner, inner), accumulate);
            }
        });
    }
}
