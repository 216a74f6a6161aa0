namespace Elucid;

/// <summary>The matrix that attention does not keep: softmax(Q·Kᵀ / √width + mask) of each head, for those who look at it.</summary>
static class AttentionWeights
{
    /// <returns>[batch, heads, queries, keys]; rows of queries that see no key are 0.</returns>
    public static Tensor Of(Ops.Columns query, Ops.Columns key, int features, int heads, Tensor? mask, bool isCausal)
    {
        int batch = query.Tensor.Shape[0], width = features / heads;
        Shape shape = [batch, heads, query.Rows, key.Rows];
        using Tape tape = Tape.StartWithoutGradients();
        Tensor scores = Tape.Scratch(shape);
        Span<float> all = scores.ValuesToWrite;
        for (int row = 0; row < batch * heads * query.Rows; row++)
        {
            (int example, int head, int i) = (row / query.Rows / heads, row / query.Rows % heads, row % query.Rows);
            ReadOnlySpan<float> q = Head(query, example, head, i, width);
            for (int j = 0; j < key.Rows; j++)
                all[row * key.Rows + j] = isCausal && j > i + key.Rows - query.Rows
                    ? float.NegativeInfinity
                    : Kernels.Reduce.Dot(q, Head(key, example, head, j, width)) / MathF.Sqrt(width);
        }
        Tensor weights = Ops.Softmax(mask is null ? scores : Ops.Add(scores, mask)).Keep();
        foreach (ref float weight in weights.Edit())
            weight = float.IsNaN(weight) ? 0 : weight;
        return weights;
    }

    static ReadOnlySpan<float> Head(Ops.Columns part, int example, int head, int row, int width)
    {
        Shape shape = part.Tensor.Shape;
        return part.Tensor.Values.Slice((example * shape[1] + row) * shape.Last + part.Start + head * width, width);
    }
}
