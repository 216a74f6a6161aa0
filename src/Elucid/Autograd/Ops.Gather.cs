using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>The entries with these indices along one axis, in their order: y[…, i, …] = x[…, indices[i], …].</summary>
    /// <param name="x">Any shape of rank 1 or more.</param>
    /// <param name="indices">Whole numbers from 0 to the axis's length − 1; any of them may come again, and its entry then gets the sum of the
    /// gradients.</param>
    /// <param name="axis">Which axis; negative numbers count from the end. The first by default.</param>
    /// <returns>A copy whose axis is as long as there are indices.</returns>
    /// <remarks>What NumPy calls <c>take</c>, PyTorch <c>index_select</c>, and TensorFlow and ONNX <c>gather</c>; PyTorch's <c>gather</c> is
    /// <see cref="TakeAlong"/>.</remarks>
    /// <exception cref="ArgumentException">An index leaves the axis, or there is no such axis.</exception>
    public static Tensor Gather(Tensor x, ReadOnlySpan<int> indices, int axis = 0)
    {
        axis = x.Shape.ResolveAxis(axis);
        int length = x.Shape[axis], outer = x.Shape.Product(..axis), inner = x.Shape.Product((axis + 1)..);
        foreach (int index in indices)
            if ((uint)index >= (uint)length)
                throw new ArgumentException(
                    $"Gather: index {index} leaves axis {axis} of shape {x.Shape}; expected {Entries(length)}.", nameof(indices));
        int[] rows = indices.ToArray();
        Tensor y = Tape.Result(x.Shape.With(axis, rows.Length), x);
        for (int o = 0; o < outer; o++)
            Rearrange.GatherRows(
                x.Values.Slice(o * length * inner, length * inner), rows, inner, y.ValuesToWrite.Slice(o * rows.Length * inner, rows.Length * inner));
        return Tape.Record(y, () =>
        {
            Span<float> dx = GradientToAddTo(x);
            for (int o = 0; o < outer; o++)
                Rearrange.AddRows(
                    y.Gradient.Slice(o * rows.Length * inner, rows.Length * inner), rows, inner, dx.Slice(o * length * inner, length * inner));
        });
    }

    /// <summary>One entry along an axis for each element of <paramref name="indices"/>: y[i, j] = x[i, indices[i, j]] for the second axis of a
    /// matrix, and so on.</summary>
    /// <param name="x">Any shape of rank 1 or more.</param>
    /// <param name="indices">The shape of <paramref name="x"/> but for the axis; whole numbers from 0 to the axis's length − 1, such as those of
    /// <see cref="ArgMax"/>.</param>
    /// <param name="axis">Which axis; negative numbers count from the end. The last by default.</param>
    /// <returns>The shape of <paramref name="indices"/>. An entry that is taken several times gets the sum of the gradients.</returns>
    /// <remarks>NumPy's <c>take_along_axis</c> and PyTorch's <c>gather</c>.</remarks>
    /// <exception cref="ShapeException">The shapes differ in another axis.</exception>
    /// <exception cref="ArgumentException">An element is no whole number or leaves the axis.</exception>
    public static Tensor TakeAlong(Tensor x, Tensor indices, int axis = -1)
    {
        axis = x.Shape.ResolveAxis(axis);
        if (indices.Shape.Rank != x.Shape.Rank || indices.Shape.With(axis, x.Shape[axis]) != x.Shape)
            throw new ShapeException(
                $"TakeAlong axis {axis}: shapes {x.Shape} and {indices.Shape} differ in another axis; they may differ only in that one.");
        int length = x.Shape[axis], inner = x.Shape.Product((axis + 1)..), block = indices.Shape[axis] * inner;
        int[] places = WholeNumbers("TakeAlong", indices.Values, length, $"Each is an index along axis {axis} of shape {x.Shape}.");
        // From the index along the axis to that in all of x.
        for (int i = 0; i < places.Length; i++)
            places[i] = (i / block * length + places[i]) * inner + i % inner;
        Tensor y = Tape.Result(indices.Shape, x);
        Rearrange.GatherRows(x.Values, places, 1, y.ValuesToWrite);
        return Tape.Record(y, () => Rearrange.AddRows(y.Gradient, places, 1, GradientToAddTo(x)));
    }

    /// <summary>Tensors of one shape side by side along a new axis.</summary>
    /// <param name="axis">Where the new axis lies in the result; negative numbers count from the end.</param>
    /// <param name="tensors">At least one; their shapes are equal.</param>
    /// <returns>Their shape with one axis more, as long as there are tensors.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">There is no tensor, or no such axis.</exception>
    public static Tensor Stack(int axis, params Tensor[] tensors)
    {
        if (tensors.Length == 0)
            throw new ArgumentException("Stack: expected at least one tensor, but got none.", nameof(tensors));
        Shape shape = tensors[0].Shape;
        foreach (Tensor tensor in tensors)
            if (tensor.Shape != shape)
                throw new ShapeException($"Stack: expected tensors of one shape, but got {shape} and {tensor.Shape}.");
        int from = axis < 0 ? axis + shape.Rank + 1 : axis;
        if ((uint)from > (uint)shape.Rank)
            throw new ArgumentOutOfRangeException(
                nameof(axis), $"Stack: expected an axis from {-shape.Rank - 1} to {shape.Rank} for tensors of shape {shape}, but got {axis}.");
        Shape one = new([.. shape.Lengths[..from], 1, .. shape.Lengths[from..]]);
        return Concat(from, [.. tensors.Select(tensor => Reshape(tensor, one))]);
    }

    /// <summary>The index of the largest number along an axis: of the first of equal ones, and of the first NaN if there is one, as in PyTorch. It
    /// has no gradient.</summary>
    /// <param name="x">Any shape of rank 1 or more.</param>
    /// <param name="axis">Which axis; negative numbers count from the end. The last by default.</param>
    /// <param name="keepAxis">Whether the axis stays with length 1, as <see cref="TakeAlong"/> wants it, or vanishes.</param>
    /// <returns>Whole numbers, as a tensor of floats.</returns>
    /// <exception cref="ShapeException">The axis is empty, or has more than 2²⁴ entries, whose numbers floats do not hold.</exception>
    public static Tensor ArgMax(Tensor x, int axis = -1, bool keepAxis = false)
    {
        axis = x.Shape.ResolveAxis(axis);
        int length = x.Shape[axis], inner = x.Shape.Product((axis + 1)..);
        if (length is 0 or > MostWholeNumbers)
            throw new ShapeException($"ArgMax: expected from 1 to {MostWholeNumbers:N0} numbers along axis {axis}, but the shape is {x.Shape}.");
        Tensor y = Tape.Result(keepAxis ? x.Shape.With(axis, 1) : x.Shape.Without(axis));
        Reduce.ArgMax(x.Values, length, inner, y.ValuesToWrite);
        return y;
    }

    /// <summary>Up to this, every whole number is a float.</summary>
    const int MostWholeNumbers = 1 << 24;

    static string Entries(int count) => count switch { 0 => "none, as the axis is empty", 1 => "0", _ => $"0 to {count - 1}" };
}
