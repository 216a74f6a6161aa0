using System.Runtime.CompilerServices;
using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>The same numbers under another shape of equal size; nothing is copied, and the gradient is shared too.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The new shape; one length may be −1 and is then computed.</param>
    /// <exception cref="ShapeException">The sizes differ.</exception>
    [OverloadResolutionPriority(1)]   // a list, Reshape(x, [6, 4]), fits both overloads
    public static Tensor Reshape(Tensor x, params ReadOnlySpan<int> shape)
    {
        int[] lengths = shape.ToArray();
        int unknown = Array.IndexOf(lengths, -1);
        if (unknown >= 0)
        {
            lengths[unknown] = 1;
            int known = new Shape(lengths).Size;
            lengths[unknown] = known == 0 ? 0 : x.Shape.Size / known;
        }
        return Reshape(x, new Shape(lengths));
    }

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ShapeException">The sizes differ.</exception>
    public static Tensor Reshape(Tensor x, params int[] shape) => Reshape(x, shape.AsSpan());

    /// <summary>The same numbers under another shape of equal size; nothing is copied, and the gradient is shared too.</summary>
    /// <exception cref="ShapeException">The sizes differ.</exception>
    public static Tensor Reshape(Tensor x, Shape shape)
    {
        if (shape.Size != x.Shape.Size)
            throw new ShapeException(
                $"Reshape: {x.Shape} has {x.Shape.Size} elements, but {shape} has {shape.Size}. One length may be -1 to be computed.");
        return x.View(shape);
    }

    /// <summary>Joins all axes from <paramref name="from"/> on into one; copies nothing.</summary>
    /// <param name="x">Any shape that has the axis <paramref name="from"/>.</param>
    /// <param name="from">The first axis joined; negative numbers count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Flatten(Tensor x, int from = 1)
    {
        from = x.Shape.ResolveAxis(from);
        return Reshape(x, new Shape([.. x.Shape.Lengths[..from], x.Shape.Product(from..)]));
    }

    /// <summary>Swaps two axes.</summary>
    /// <param name="x">Any shape of rank 2 or more.</param>
    /// <param name="axis0">One axis; negative numbers count from the end.</param>
    /// <param name="axis1">The other.</param>
    /// <returns>A copy with the two axes swapped; <paramref name="x"/> itself if they are the same.</returns>
    public static Tensor Transpose(Tensor x, int axis0 = -2, int axis1 = -1)
    {
        int first = Math.Min(x.Shape.ResolveAxis(axis0), x.Shape.ResolveAxis(axis1)),
            second = Math.Max(x.Shape.ResolveAxis(axis0), x.Shape.ResolveAxis(axis1));
        if (first == second)
            return x;
        SwapShape swap =
            new(x.Shape.Product(..first), x.Shape[first], x.Shape.Product((first + 1)..second), x.Shape[second], x.Shape.Product((second + 1)..));
        Tensor y = Tape.Result(x.Shape.With(first, x.Shape[second]).With(second, x.Shape[first]), x);
        Rearrange.Swap(swap, x.Values, y.ValuesToWrite, accumulate: false);
        return Tape.Record(y, () =>
        {
            Span<float> dx = x.GradientToWrite(out bool accumulate).Span;
            Rearrange.Swap(swap.Reversed, y.Gradient, dx, accumulate);
        });
    }

    /// <summary>A run of indices along one axis.</summary>
    /// <param name="x">Any shape of rank 1 or more.</param>
    /// <param name="axis">Which axis; negative numbers count from the end.</param>
    /// <param name="start">The first index taken.</param>
    /// <param name="length">How many.</param>
    /// <returns>A copy whose axis has this length.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The run leaves the axis.</exception>
    public static Tensor Slice(Tensor x, int axis, int start, int length)
    {
        axis = x.Shape.ResolveAxis(axis);
        int total = x.Shape[axis];
        if (start < 0 || length < 0 || start > total - length)
            throw new ArgumentOutOfRangeException(
                nameof(start), $"Slice: indices {start} to {start + length - 1} leave axis {axis} of shape {x.Shape}.");
        int outer = x.Shape.Product(..axis), inner = x.Shape.Product((axis + 1)..);
        Tensor y = Tape.Result(x.Shape.With(axis, length), x);
        Rearrange.CopyRuns(outer, length * inner, x.Values[(start * inner)..], total * inner, y.ValuesToWrite, length * inner, accumulate: false);
        return Tape.Record(y, () =>
        {
            Span<float> dx = x.GradientToWrite(out bool accumulate).Span;
            if (!accumulate)
                dx.Clear();
            Rearrange.CopyRuns(outer, length * inner, y.Gradient, length * inner, dx[(start * inner)..], total * inner, accumulate: true);
        });
    }

    /// <summary>One index of an axis, which vanishes.</summary>
    /// <param name="x">Any shape of rank 1 or more.</param>
    /// <param name="axis">Which axis; negative numbers count from the end.</param>
    /// <param name="index">The index taken.</param>
    /// <returns>A copy without the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public static Tensor Select(Tensor x, int axis, int index)
    {
        Shape shape = x.Shape.Without(axis);
        return Reshape(Slice(x, axis, index, 1), shape);
    }

    /// <summary>Tensors one after the other along one axis.</summary>
    /// <param name="axis">Which axis; negative numbers count from the end.</param>
    /// <param name="tensors">At least one; their shapes are equal but for that axis.</param>
    /// <exception cref="ShapeException">Another axis differs.</exception>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    public static Tensor Concat(int axis, params Tensor[] tensors)
    {
        if (tensors.Length == 0)
            throw new ArgumentException("Concat: expected at least one tensor, but got none.", nameof(tensors));
        Shape first = tensors[0].Shape;
        axis = first.ResolveAxis(axis);
        foreach (Tensor tensor in tensors)
            if (tensor.Shape.Rank != first.Rank || tensor.Shape.With(axis, first[axis]) != first)
                throw new ShapeException(
                    $"Concat along axis {axis}: shapes {first} and {tensor.Shape} differ in another axis; they may differ only in that one.");
        int outer = first.Product(..axis), inner = first.Product((axis + 1)..), total = tensors.Sum(t => t.Shape[axis]);
        Tensor y = Tape.Result(first.With(axis, total), tensors);
        int start = 0;
        foreach (Tensor tensor in tensors)
        {
            int run = tensor.Shape[axis] * inner;
            Rearrange.CopyRuns(outer, run, tensor.Values, run, y.ValuesToWrite[start..], total * inner, accumulate: false);
            start += run;
        }
        return Tape.Record(y, () =>
        {
            int from = 0;
            foreach (Tensor tensor in tensors)
            {
                int run = tensor.Shape[axis] * inner;
                if (tensor.RequiresGradient)
                {
                    Span<float> dx = tensor.GradientToWrite(out bool accumulate).Span;
                    Rearrange.CopyRuns(outer, run, y.Gradient[from..], total * inner, dx, run, accumulate);
                }
                from += run;
            }
        });
    }
}
