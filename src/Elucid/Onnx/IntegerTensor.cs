namespace Elucid.Onnx;

/// <summary>Whole numbers with a shape: lengths, axes, indices and truth values that a graph computes with. They have no gradient.</summary>
internal sealed class IntegerTensor(int[] shape, long[] values)
{
    public int[] Shape => shape;

    public long[] Values => values;

    public static IntegerTensor Vector(params long[] values) => new([values.Length], values);

    public IntegerTensor Select(Func<long, long> f) => new(shape, [.. values.Select(f)]);

    /// <summary>The entries with these indices along an axis.</summary>
    public IntegerTensor Take(int axis, ReadOnlySpan<int> indices)
    {
        (int before, int length, int after) = Around(axis);
        long[] taken = new long[checked(before * indices.Length * after)];
        int to = 0;
        for (int i = 0; i < before; i++)
            foreach (int index in indices)
                for (int j = 0; j < after; j++)
                    taken[to++] = values[(i * length + index) * after + j];
        return new IntegerTensor([.. shape[..axis], indices.Length, .. shape[(axis + 1)..]], taken);
    }

    public IntegerTensor Transpose(ReadOnlySpan<int> order)
    {
        int[] lengths = new int[order.Length], steps = new int[order.Length], place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            (lengths[i], steps[i]) = (shape[order[i]], Around(order[i]).After);
        long[] moved = new long[values.Length];
        for (int to = 0; to < moved.Length; to++)
        {
            int from = 0;
            for (int i = 0; i < place.Length; i++)
                from += place[i] * steps[i];
            moved[to] = values[from];
            for (int i = place.Length - 1; i >= 0 && ++place[i] == lengths[i]; i--)
                place[i] = 0;
        }
        return new IntegerTensor(lengths, moved);
    }

    public static IntegerTensor Concat(int axis, IReadOnlyList<IntegerTensor> tensors)
    {
        int[] first = tensors[0].Shape;
        if (tensors.FirstOrDefault(
            t => t.Shape.Length != first.Length || !t.Shape.Where((_, i) => i != axis).SequenceEqual(first.Where((_, i) => i != axis))) is { } other)
            throw new ShapeException($"whole numbers of the shapes {Text(first)} and {Text(other.Shape)} cannot be joined along axis {axis}.");
        List<long> joined = [];
        for (int i = 0; i < tensors[0].Around(axis).Before; i++)
            foreach (IntegerTensor tensor in tensors)
            {
                (_, int length, int after) = tensor.Around(axis);
                joined.AddRange(tensor.Values.AsSpan(i * length * after, length * after));
            }
        return new IntegerTensor([.. first[..axis], tensors.Sum(t => t.Shape[axis]), .. first[(axis + 1)..]], [.. joined]);
    }

    /// <summary>f of both, element by element; axes of length 1 are repeated, and missing ones added in front.</summary>
    public static IntegerTensor Combine(Func<long, long, long> f, IntegerTensor a, IntegerTensor b)
    {
        int rank = Math.Max(a.Shape.Length, b.Shape.Length);
        int[] left = Widened(a.Shape, rank), right = Widened(b.Shape, rank), shape = new int[rank];
        for (int i = 0; i < rank; i++)
            shape[i] = left[i] == 1 ? right[i] : right[i] == 1 || right[i] == left[i] ? left[i]
                : throw new ShapeException($"whole numbers of the shapes {Text(a.Shape)} and {Text(b.Shape)} do not fit.");
        long[] combined = new long[shape.Aggregate(1, (count, length) => checked(count * length))];
        int[] place = new int[rank];
        for (int to = 0; to < combined.Length; to++)
        {
            combined[to] = f(a.Values[At(left, place)], b.Values[At(right, place)]);
            for (int i = rank - 1; i >= 0 && ++place[i] == shape[i]; i--)
                place[i] = 0;
        }
        return new IntegerTensor(shape, combined);
    }

    static int[] Widened(int[] shape, int rank) => [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];

    static int At(int[] shape, int[] place)
    {
        int at = 0;
        for (int i = 0; i < shape.Length; i++)
            at = at * shape[i] + (shape[i] == 1 ? 0 : place[i]);
        return at;
    }

    (int Before, int Length, int After) Around(int axis) => (Product(shape[..axis]), shape[axis], Product(shape[(axis + 1)..]));

    static int Product(int[] lengths) => lengths.Aggregate(1, (product, length) => product * length);

    static string Text(int[] shape) => $"[{string.Join(", ", shape)}]";
}
