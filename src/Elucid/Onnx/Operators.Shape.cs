using Elucid.Autograd;
using Elucid.Tensors;

namespace Elucid.Onnx;

internal static partial class Operators
{
    const int MostAxes = 16, MostFilled = 1 << 26;

    static StepRule Flatten(NodeReader node)
    {
        node.RequireInputs(1, 1);
        int axis = node.Integer("axis", 1, -MostAxes, MostAxes);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            // The axis may be one beyond the last, which shape.Axis does not allow.
            int from = axis == x.Shape.Rank ? axis : x.Shape.Axis(axis);
            return Ops.Reshape(x, new Shape(x.Shape.Product(..from), x.Shape.Product(from..)));
        };
    }

    static StepRule Reshape(NodeReader node)
    {
        bool allowZero = node.Flag("allowzero", false);
        node.RequireInputs(2, 2);
        return inputs =>
        {
            IntegerTensor wanted = inputs.Integers(1);
            IReadOnlyList<int> shape = inputs[0].Integers is { } integers ? integers.Shape : inputs.Floats(0).Shape;
            int[] lengths = Lengths(wanted.Values, least: -1);
            for (int i = 0; i < lengths.Length && !allowZero; i++)
                if (lengths[i] == 0)
                    lengths[i] = i < shape.Count ? shape[i] : throw new ShapeException($"length 0 at axis {i} means that of the input, which has {shape.Count} axes.");
            if (inputs[0].Integers is { } values)
                return new IntegerTensor(Inferred(lengths, values.Values.Length), values.Values);
            return Ops.Reshape(inputs.Floats(0), new Shape(Inferred(lengths, inputs.Floats(0).Shape.Size)));
        };
    }

    // The one length that is −1 follows from the others.
    static int[] Inferred(int[] lengths, int size)
    {
        int unknown = Array.IndexOf(lengths, -1);
        if (unknown >= 0)
        {
            lengths[unknown] = 1;
            long known = lengths.Aggregate(1L, (product, length) => checked(product * length));
            lengths[unknown] = known == 0 ? 0 : (int)(size / known);
        }
        long count = lengths.Aggregate(1L, (product, length) => checked(product * length));
        return count == size ? lengths : throw new ShapeException($"{size} elements cannot have the shape [{string.Join(", ", lengths)}].");
    }

    static StepRule Transpose(NodeReader node)
    {
        node.RequireInputs(1, 1);
        IReadOnlyList<long>? order = node.Integers("perm");
        if (order is not null && (order.Count > MostAxes || !order.Order().SequenceEqual(Enumerable.Range(0, order.Count).Select(i => (long)i))))
            throw node.Error("each axis once in 'perm'", $"[{string.Join(", ", order.Take(MostAxes))}]");
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            int[] target = order is null ? [.. Enumerable.Range(0, x.Shape.Rank).Reverse()] : [.. order.Select(axis => (int)axis)];
            if (target.Length != x.Shape.Rank)
                throw new ShapeException($"an order of {target.Length} axes does not fit the shape {x.Shape}.");
            // Axis after axis is brought to its place by a swap.
            int[] current = [.. Enumerable.Range(0, target.Length)];
            for (int i = 0; i < target.Length; i++)
            {
                int from = Array.IndexOf(current, target[i]);
                if (from == i)
                    continue;
                x = Ops.Transpose(x, i, from);
                (current[i], current[from]) = (current[from], current[i]);
            }
            return x;
        };
    }

    // As broadcasting does it, in either direction.
    static StepRule Expand(NodeReader node)
    {
        node.RequireInputs(2, 2);
        return inputs => Ops.Multiply(inputs.Floats(0), Filled(ShapeToFill(inputs.Integers(1)), 1));
    }

    // A few bytes of a file must not ask for gigabytes.
    static Shape ShapeToFill(IntegerTensor lengths)
    {
        int[] shape = Lengths(lengths.Values, least: 0);
        long count = shape.Contains(0) ? 0 : shape.Aggregate(1L, (product, length) => checked(product * length));
        return count <= MostFilled ? new Shape(shape) : throw new ShapeException($"a constant of the shape [{string.Join(", ", shape)}] is too large: at most {MostFilled} elements are filled.");
    }

    static Tensor Filled(Shape shape, float value)
    {
        Tensor filled = new(shape);
        filled.Values.Fill(value);
        return filled;
    }

    static StepRule Concat(NodeReader node)
    {
        node.RequireInputs(1, int.MaxValue);
        int axis = node.Integer("axis", 0, -MostAxes, MostAxes);
        return inputs =>
        {
            if (!inputs.IsInteger(0))
                return Ops.Concat(axis, [.. Enumerable.Range(0, inputs.Count).Select(inputs.Floats)]);
            List<long> joined = [];
            for (int i = 0; i < inputs.Count; i++)
                joined.AddRange(inputs.Integers(i).Shape.Length == 1 ? inputs.Integers(i).Values : throw new ShapeException("only lists of whole numbers can be joined."));
            return IntegerTensor.Vector([.. joined]);
        };
    }

    static StepRule ShapeOf(NodeReader node)
    {
        node.RequireInputs(1, 1);
        int start = node.Integer("start", 0, -MostAxes, MostAxes), end = node.Integer("end", MostAxes, -MostAxes, MostAxes);
        return inputs =>
        {
            int[] shape = inputs[0].Integers is { } integers ? integers.Shape : [.. inputs.Floats(0).Shape];
            int At(int index) => Math.Clamp(index < 0 ? index + shape.Length : index, 0, shape.Length);
            return IntegerTensor.Vector([.. shape[At(start)..Math.Max(At(start), At(end))].Select(length => (long)length)]);
        };
    }

    static StepRule Gather(NodeReader node)
    {
        node.RequireInputs(2, 2);
        int axis = node.Integer("axis", 0, -MostAxes, MostAxes);
        return inputs =>
        {
            IntegerTensor indices = inputs.Integers(1);
            if (inputs[0].Integers is { } list)
            {
                if (list.Shape.Length != 1)
                    throw new ShapeException("whole numbers are gathered from lists only.");
                return new IntegerTensor(indices.Shape, [.. indices.Values.Select(index => list.Values[Index(index, list.Values.Length)])]);
            }
            Tensor x = inputs.Floats(0);
            int from = x.Shape.Axis(axis), length = x.Shape[from];
            // Rows of a table, as an embedding is written.
            if (from == 0 && x.Shape.Rank == 2 && length <= 1 << 24)
                return Ops.Embedding(new Tensor(new Shape(indices.Shape), [.. indices.Values.Select(index => (float)Index(index, length))]), x);
            if (indices.Shape.Length > 1)
                throw new ShapeException("expected one index or a list of them.");
            Tensor[] picked = [.. indices.Values.Select(index => Ops.Slice(x, from, Index(index, length), 1))];
            return indices.Shape.Length == 0 ? Ops.Reshape(picked[0], x.Shape.Without(from)) : Ops.Concat(from, picked);
        };
    }

    static StepRule Slice(NodeReader node)
    {
        node.RequireInputs(node.Opset < 10 ? 1 : 3, node.Opset < 10 ? 1 : 5);
        IReadOnlyList<long>? startsBefore = node.Integers("starts"), endsBefore = node.Integers("ends"), axesBefore = node.Integers("axes");
        return inputs =>
        {
            long[] starts = startsBefore?.ToArray() ?? inputs.Integers(1).Values, ends = endsBefore?.ToArray() ?? inputs.Integers(2).Values;
            long[] axes = axesBefore?.ToArray() ?? (inputs.Has(3) ? inputs.Integers(3).Values : [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)]);
            if (inputs.Has(4) && inputs.Integers(4).Values.Any(step => step != 1))
                throw new ShapeException("only slices with a step of 1 are known.");
            if (ends.Length != starts.Length || axes.Length != starts.Length)
                throw new ShapeException($"{starts.Length} starts, {ends.Length} ends and {axes.Length} axes do not fit.");
            if (inputs[0].Integers is { Shape.Length: 1 } list && starts.Length == 1)
            {
                (int first, int last) = Bounds(starts[0], ends[0], list.Values.Length);
                return IntegerTensor.Vector(list.Values[first..last]);
            }
            Tensor x = inputs.Floats(0);
            for (int i = 0; i < starts.Length; i++)
            {
                int axis = x.Shape.Axis(checked((int)axes[i]));
                (int first, int last) = Bounds(starts[i], ends[i], x.Shape[axis]);
                x = Ops.Slice(x, axis, first, last - first);
            }
            return x;
        };
    }

    // Parts of given lengths, or as equal as can be, the last one the shorter.
    static StepRule Split(NodeReader node)
    {
        int axis = node.Integer("axis", 0, -MostAxes, MostAxes), outputs = node.OutputCount;
        long[]? fixedLengths = node.Opset < 13 ? node.Integers("split")?.ToArray() : null;
        if (node.Integer("num_outputs", outputs) != outputs)
            throw node.Error($"'num_outputs' to be {outputs}, the number of its outputs", $"{node.Integer("num_outputs", outputs)}");
        node.RequireInputs(1, node.Opset < 13 ? 1 : 2);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            int length = x.Shape[axis], part = (length + outputs - 1) / outputs, start = 0;
            long[] lengths = fixedLengths ?? (inputs.Has(1) ? inputs.Integers(1).Values : [.. Enumerable.Range(0, outputs).Select(i => (long)Math.Clamp(length - i * part, 0, part))]);
            if (lengths.Length != outputs || lengths.Any(l => l < 0 || l > length) || lengths.Sum() != length)
                throw new ShapeException($"{outputs} parts of the lengths [{string.Join(", ", lengths.Take(MostAxes))}] do not make up axis {axis} of {x.Shape}.");
            GraphValue[] parts = new GraphValue[outputs];
            for (int i = 0; i < outputs; start += (int)lengths[i], i++)
                parts[i] = Ops.Slice(x, axis, start, (int)lengths[i]);
            return parts;
        };
    }

    static (int First, int Last) Bounds(long start, long end, int length)
    {
        int At(long index) => (int)Math.Clamp(index < 0 ? index + length : index, 0, length);
        return (At(start), Math.Max(At(start), At(end)));
    }

    static StepRule Squeeze(NodeReader node)
    {
        Func<StepInputs, long[]?> axesOf = Axes(node, inputsSince: 13);
        return inputs =>
        {
            if (inputs[0].Integers is { Values.Length: 1 } one)
                return new IntegerTensor([], one.Values);
            Tensor x = inputs.Floats(0);
            HashSet<int> removed = axesOf(inputs) is { } axes
                ? [.. axes.Select(axis => x.Shape.Axis(checked((int)axis)))]
                : [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => x.Shape[axis] == 1)];
            return Ops.Reshape(x, new Shape([.. Enumerable.Range(0, x.Shape.Rank).Where(axis => !removed.Contains(axis)).Select(axis => x.Shape[axis])]));
        };
    }

    static StepRule Unsqueeze(NodeReader node)
    {
        Func<StepInputs, long[]?> axesOf = Axes(node, inputsSince: 13);
        return inputs =>
        {
            long[] axes = axesOf(inputs) ?? throw new ShapeException("expected the axes that are inserted.");
            if (inputs[0].Integers is { } integers)
                return new IntegerTensor(Inserted(integers.Shape, axes), integers.Values);
            return Ops.Reshape(inputs.Floats(0), new Shape(Inserted([.. inputs.Floats(0).Shape], axes)));
        };
    }

    static int[] Inserted(int[] shape, long[] axes)
    {
        int rank = shape.Length + axes.Length;
        if (rank > MostAxes)
            throw new ShapeException($"a tensor has at most {MostAxes} axes, but {rank} are wanted.");
        HashSet<int> ones = [.. axes.Select(axis => Index(axis, rank))];
        if (ones.Count != axes.Length)
            throw new ShapeException("an axis is named twice.");
        Queue<int> rest = new(shape);
        return [.. Enumerable.Range(0, rank).Select(axis => ones.Contains(axis) ? 1 : rest.Dequeue())];
    }

    // Where an operator's axes stand: in an attribute of old files, in an input of newer ones.
    static Func<StepInputs, long[]?> Axes(NodeReader node, int inputsSince)
    {
        if (node.Opset >= inputsSince)
        {
            node.RequireInputs(1, 2);
            return inputs => inputs.Has(1) ? inputs.Integers(1).Values : null;
        }
        node.RequireInputs(1, 1);
        long[]? axes = node.Integers("axes")?.ToArray();
        return _ => axes;
    }

    static int Index(long index, int length) => index >= -length && index < length
        ? (int)(index < 0 ? index + length : index)
        : throw new ShapeException($"index {index} is outside {length} places.");

    static int[] Lengths(long[] values, long least)
    {
        if (values.Length > MostAxes || values.Any(value => value < least || value > int.MaxValue))
            throw new ShapeException($"[{string.Join(", ", values.Take(MostAxes))}] is no shape.");
        return [.. values.Select(value => (int)value)];
    }
}
