namespace Elucid.Onnx;

internal static partial class Operators
{
    const int MostAxes = 16, MostFilled = 1 << 26;

    static StepRule Flatten(NodeReader node)
    {
        node.RequireInputs(1, 1);
        int axis = node.Integer("axis", 1, -MostAxes, MostAxes);
        node.GivesRank = 2;
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            // The axis may be one beyond the last, which shape.Axis does not allow.
            int from = axis == x.Shape.Rank ? axis : x.Shape.ResolveAxis(axis);
            return Ops.Reshape(x, new Shape(x.Shape.Product(..from), x.Shape.Product(from..)));
        };
    }

    static StepRule Reshape(NodeReader node)
    {
        bool allowZero = node.Flag("allowzero", false);
        node.RequireInputs(2, 2, InputRole.Any, InputRole.Integers);
        node.GivesRank = node.KnownIntegers(1)?.Values.Length;
        return inputs =>
        {
            IntegerTensor wanted = inputs.Integers(1);
            IReadOnlyList<int> shape = inputs[0].Integers is { } integers ? integers.Shape : inputs.Floats(0).Shape;
            int[] lengths = Lengths(wanted.Values, least: -1);
            for (int i = 0; i < lengths.Length && !allowZero; i++)
                if (lengths[i] == 0)
                    lengths[i] = i < shape.Count ? shape[i]
                        : throw new ShapeException($"length 0 at axis {i} means that of the input, which has {shape.Count} axes.");
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
        node.RequireInputs(1, 1, InputRole.Any);
        IReadOnlyList<long>? order = node.Integers("perm");
        if (order is not null && (order.Count > MostAxes || !order.Order().SequenceEqual(Enumerable.Range(0, order.Count).Select(i => (long)i))))
            throw node.Error("each axis once in 'perm'", $"[{string.Join(", ", order.Take(MostAxes))}]");
        if (order is not null)
            node.RequireRank(0, order.Count, order.Count);
        return inputs =>
        {
            int rank = inputs[0].Integers?.Shape.Length ?? inputs.Floats(0).Shape.Rank;
            int[] target = order is null ? [.. Enumerable.Range(0, rank).Reverse()] : [.. order.Select(axis => (int)axis)];
            if (target.Length != rank)
                throw new ShapeException($"an order of {target.Length} axes does not fit {rank} axes.");
            if (inputs[0].Integers is { } integers)
                return integers.Transpose(target);
            Tensor x = inputs.Floats(0);
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
        node.RequireInputs(2, 2, InputRole.Any, InputRole.Integers);
        node.GivesRank = node.Rank(0) is { } rank && node.KnownIntegers(1) is { } shape ? Math.Max(rank, shape.Values.Length) : null;
        return inputs =>
        {
            Shape shape = ShapeToFill(inputs.Integers(1));
            return inputs[0].Integers is { } integers
                ? IntegerTensor.Combine((value, _) => value, integers, new IntegerTensor([.. shape], new long[shape.Size]))
                : Ops.Multiply(inputs.Floats(0), Filled(shape, 1));
        };
    }

    // A few bytes of a file must not ask for gigabytes.
    static Shape ShapeToFill(IntegerTensor lengths)
    {
        int[] shape = Lengths(lengths.Values, least: 0);
        long count = shape.Contains(0) ? 0 : shape.Aggregate(1L, (product, length) => checked(product * length));
        return count <= MostFilled ? new Shape(shape)
            : throw new ShapeException(
                $"a constant of the shape [{string.Join(", ", shape)}] is too large: at most {MostFilled} elements are filled.");
    }

    static Tensor Filled(Shape shape, float value)
    {
        Tensor filled = new(shape);
        filled.Edit().Fill(value);
        return filled;
    }

    static StepRule Concat(NodeReader node)
    {
        node.RequireInputs(1, int.MaxValue, node.GivesIntegers ? InputRole.Integers : InputRole.Floats);
        int axis = node.Integer("axis", 0, -MostAxes, MostAxes);
        return inputs => inputs.IsInteger(0)
            ? IntegerTensor.Concat(Index(axis, inputs.Integers(0).Shape.Length), [.. Enumerable.Range(0, inputs.Count).Select(inputs.Integers)])
            : Ops.Concat(axis, [.. Enumerable.Range(0, inputs.Count).Select(inputs.Floats)]);
    }

    static StepRule ShapeOf(NodeReader node)
    {
        node.RequireInputs(1, 1, InputRole.Any);
        (node.GivesIntegers, node.GivesRank) = (true, 1);
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
        node.RequireInputs(2, 2, InputRole.Any, InputRole.Integers);
        int axis = node.Integer("axis", 0, -MostAxes, MostAxes);
        node.GivesRank += node.Rank(1) - 1;
        return inputs =>
        {
            IntegerTensor indices = inputs.Integers(1);
            int[] shape = inputs[0].Integers?.Shape ?? [.. inputs.Floats(0).Shape];
            int from = Index(axis, shape.Length);
            int[] places = [.. indices.Values.Select(index => Index(index, shape[from]))],
                wanted = [.. shape[..from], .. indices.Shape, .. shape[(from + 1)..]];
            return inputs[0].Integers is { } integers
                ? new IntegerTensor(wanted, integers.Take(from, places).Values)
                : Ops.Reshape(Ops.Gather(inputs.Floats(0), places, from), new Shape(wanted));
        };
    }

    static StepRule Slice(NodeReader node)
    {
        InputRole[] roles = [InputRole.Any, InputRole.Integers];
        node.RequireInputs(node.Opset < 10 ? 1 : 3, node.Opset < 10 ? 1 : 5, roles);
        IReadOnlyList<long>? startsBefore = node.Integers("starts"), endsBefore = node.Integers("ends"), axesBefore = node.Integers("axes");
        if (node.Opset < 10 && (startsBefore is null || endsBefore is null))
            throw node.Error("'starts' and 'ends'", "not both");
        return inputs =>
        {
            long[] starts = startsBefore?.ToArray() ?? inputs.Integers(1).Values, ends = endsBefore?.ToArray() ?? inputs.Integers(2).Values;
            long[] axes = axesBefore?.ToArray()
                ?? (inputs.Has(3) ? inputs.Integers(3).Values : [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)]);
            long[] steps = inputs.Has(4) ? inputs.Integers(4).Values : [.. Enumerable.Repeat(1L, starts.Length)];
            if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
                throw new ShapeException($"{starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps do not fit.");
            GraphValue result = inputs[0];
            for (int i = 0; i < starts.Length; i++)
                result = Cut(result, axes[i], starts[i], ends[i], steps[i]);
            return result;
        };
    }

    static GraphValue Cut(GraphValue value, long axisOrNegative, long start, long end, long step)
    {
        int[] shape = value.Integers?.Shape ?? [.. value.Floats!.Shape];
        int axis = Index(axisOrNegative, shape.Length), length = shape[axis];
        if (step == 0)
            throw new ShapeException("a step of 0 leads nowhere.");
        // Backwards the end may lie before the first element.
        long Within(long index, long least, long most) => Math.Clamp(index < 0 ? index + length : index, least, Math.Max(least, most));
        (long first, long last) = step > 0 ? (Within(start, 0, length), Within(end, 0, length))
            : (Within(start, -1, length - 1), Within(end, -1, length - 1));
        long count = step > 0 ? Math.Max(0, (last - first + (step - 1)) / step) : Math.Max(0, (first - last - (step + 1)) / -step);
        if (value.Floats is { } x && (step == 1 || count <= 1))
            return Ops.Slice(x, axis, (int)(count == 0 ? 0 : first), (int)count);
        int[] indices = new int[count];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = (int)(first + i * step);
        return value.Integers is { } integers ? integers.Take(axis, indices) : Ops.Gather(value.Floats!, indices, axis);
    }

    // Parts of given lengths, or as equal as can be, the last one the shorter.
    static StepRule Split(NodeReader node)
    {
        int axis = node.Integer("axis", 0, -MostAxes, MostAxes), outputs = node.OutputCount;
        long[]? fixedLengths = node.Opset < 13 ? node.Integers("split")?.ToArray() : null;
        if (node.Integer("num_outputs", outputs) != outputs)
            throw node.Error($"'num_outputs' to be {outputs}, the number of its outputs", $"{node.Integer("num_outputs", outputs)}");
        node.RequireInputs(1, node.Opset < 13 ? 1 : 2, InputRole.Any, InputRole.Integers);
        return inputs =>
        {
            int[] shape = inputs[0].Integers?.Shape ?? [.. inputs.Floats(0).Shape];
            int from = Index(axis, shape.Length), length = shape[from], part = (length + outputs - 1) / outputs, start = 0;
            long[] lengths = fixedLengths
                ?? (inputs.Has(1) ? inputs.Integers(1).Values
                    : [.. Enumerable.Range(0, outputs).Select(i => (long)Math.Clamp(length - i * part, 0, part))]);
            if (lengths.Length != outputs || lengths.Any(l => l < 0 || l > length) || lengths.Sum() != length)
                throw new ShapeException(
                    $"{outputs} parts of the lengths [{string.Join(", ", lengths.Take(MostAxes))}] do not make up axis {axis} of "
                        + $"[{string.Join(", ", shape)}].");
            GraphValue[] parts = new GraphValue[outputs];
            for (int i = 0; i < outputs; start += (int)lengths[i], i++)
                parts[i] = Cut(inputs[0], from, start, start + lengths[i], 1);
            return parts;
        };
    }

    static StepRule Squeeze(NodeReader node)
    {
        Func<StepInputs, long[]?> axesOf = Axes(node, inputsSince: 13, InputRole.Any, out int? known);
        node.GivesRank -= known;
        return inputs =>
        {
            int[] shape = inputs[0].Integers?.Shape ?? [.. inputs.Floats(0).Shape];
            HashSet<int> removed = axesOf(inputs) is { } axes
                ? [.. axes.Select(axis => Index(axis, shape.Length))]
                : [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1)];
            if (removed.FirstOrDefault(axis => shape[axis] != 1, -1) is >= 0 and int longer)
                throw new ShapeException($"axis {longer} of [{string.Join(", ", shape)}] cannot be omitted, as its length is not 1.");
            int[] kept = [.. Enumerable.Range(0, shape.Length).Where(axis => !removed.Contains(axis)).Select(axis => shape[axis])];
            return Reshaped(inputs[0], kept);
        };
    }

    static StepRule Unsqueeze(NodeReader node)
    {
        Func<StepInputs, long[]?> axesOf = Axes(node, inputsSince: 13, InputRole.Any, out int? known);
        node.GivesRank += known;
        return inputs =>
        {
            long[] axes = axesOf(inputs) ?? throw new ShapeException("expected the axes that are inserted.");
            return Reshaped(inputs[0], Inserted(inputs[0].Integers?.Shape ?? [.. inputs.Floats(0).Shape], axes));
        };
    }

    static GraphValue Reshaped(GraphValue value, int[] shape) =>
        value.Integers is { } integers ? new IntegerTensor(shape, integers.Values) : Ops.Reshape(value.Floats!, new Shape(shape));

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

    // Where an operator's axes stand: in an attribute of old files, in an input of newer ones. How many they are, where the file tells.
    static Func<StepInputs, long[]?> Axes(NodeReader node, int inputsSince, InputRole role, out int? known)
    {
        if (node.Opset >= inputsSince)
        {
            node.RequireInputs(1, 2, role, InputRole.Integers);
            known = node.KnownIntegers(1)?.Values.Length;
            return inputs => inputs.Has(1) ? inputs.Integers(1).Values : null;
        }
        node.RequireInputs(1, 1, role);
        long[]? axes = node.Integers("axes")?.ToArray();
        known = axes?.Length;
        return _ => axes;
    }

    static int Index(long index, int length) => index >= -length && index < length
        ? (int)(index < 0 ? index + length : index)
        : throw new ShapeException($"index {index} is outside {length} places.");

    static int[] Lengths(long[] values, long least)
    {
        if (values.Length > MostAxes || values.Any(value => value < least || value > int.MaxValue))
            throw new ShapeException($"[{string.Join(", ", values.Take(MostAxes))}] is not a shape.");
        return [.. values.Select(value => (int)value)];
    }
}
