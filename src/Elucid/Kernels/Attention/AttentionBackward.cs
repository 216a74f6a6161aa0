namespace Elucid.Kernels;

/// <summary>The gradients of one head of one sequence.</summary>
internal readonly unsafe struct AttentionBackward(
    AttentionInputs inputs, AttentionRows output, Memory<float> logSumExp, AttentionRows doutput, AttentionGradients d) : IThreadsBody
{
    public void Run(int pair)
    {
        AttentionShape shape = inputs.Shape;
        int width = inputs.Width, size = inputs.PaddedKeys * width;
        AttentionSpace space =
            new(5L * size + 4 * AttentionBlocks.Queries * width + 4 * AttentionBlocks.Queries * AttentionBlocks.Keys + 3 * AttentionBlocks.Queries);
        float* transposedKeys = space.Take(size), transposedValues = space.Take(size), keys = space.Take(size);
        float* dkeys = space.Take(size), dvalues = space.Take(size);
        float* query = space.Take(AttentionBlocks.Queries * width), dquery = space.Take(AttentionBlocks.Queries * width);
        float* dresult = space.Take(AttentionBlocks.Queries * width), result = space.Take(AttentionBlocks.Queries * width);
        float* weights = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys),
            dweights = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys);
        float* kept = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys),
            dropped = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys);
        float* logs = space.Take(AttentionBlocks.Queries), dots = space.Take(AttentionBlocks.Queries), partials = space.Take(16);
        inputs.TransposeHead(inputs.Key, pair, transposedKeys);
        inputs.TransposeHead(inputs.Value, pair, transposedValues);
        inputs.CopyHead(inputs.Key, pair, 0, shape.Keys, 1, keys);
        new Span<float>(dkeys, size).Clear();
        new Span<float>(dvalues, size).Clear();
        for (int first = 0; first < shape.Queries; first += AttentionBlocks.Queries)
        {
            int rows = Math.Min(AttentionBlocks.Queries, shape.Queries - first);
            inputs.CopyHead(inputs.Query, pair, first, rows, shape.Scale, query);
            inputs.CopyHead(doutput, pair, first, rows, 1, dresult);
            inputs.CopyHead(output, pair, first, rows, 1, result);
            logSumExp.Span.Slice(pair * shape.Queries + first, rows).CopyTo(new Span<float>(logs, rows));
            // Σ weight · dweight over all keys is the product of the output with its gradient, also where weights were dropped.
            AttentionSweep.Dots(new(result, rows, width), dresult, dots, partials);
            new Span<float>(dquery, rows * width).Clear();
            for (int firstKey = 0; firstKey < shape.Keys; firstKey += AttentionBlocks.Keys)
            {
                int count = inputs.Scores(pair, first, rows, firstKey, query, transposedKeys, weights);
                if (count == 0)
                    break;
                int padded = AttentionBlocks.Padded(count), block = Math.Min(AttentionBlocks.Keys, shape.Keys - firstKey);
                nint start = (nint)firstKey * width;
                MatrixBlock weightRows = new(weights, AttentionBlocks.Keys, rows, padded);
                AttentionSweep.Weights(weightRows, logs);
                GemmOperand valueColumns = new(ref *(transposedValues + (nint)firstKey * shape.HeadWidth), AttentionBlocks.Padded(block), 1);
                AttentionBlocks.Product(
                    rows, padded, shape.HeadWidth, new(ref *dresult, width, 1), valueColumns, dweights, AttentionBlocks.Keys, GemmStart.Zero);
                float* used = weights;
                if (!inputs.Dropout.IsNone)
                {
                    inputs.DrawKept(pair, first, firstKey, rows, kept);
                    AttentionBlocks.Multiply(weights, kept, rows, padded, dropped);
                    AttentionBlocks.Multiply(dweights, kept, rows, padded, dweights);
                    used = dropped;
                }
                AttentionBlocks.Product(
                    count, width, rows, new(ref *used, 1, AttentionBlocks.Keys), new(ref *dresult, width, 1), dvalues + start, width,
                    AttentionBlocks.From(first));
                AttentionSweep.ScoreGradients(weightRows, dweights, dots);
                AttentionBlocks.Product(
                    rows, width, count, new(ref *dweights, AttentionBlocks.Keys, 1), new(ref *(keys + start), width, 1), dquery, width,
                    AttentionBlocks.From(firstKey));
                AttentionBlocks.Product(
                    count, width, rows, new(ref *dweights, 1, AttentionBlocks.Keys), new(ref *query, width, 1), dkeys + start, width,
                    AttentionBlocks.From(first));
            }
            Write(d.Query, d.AddsToQuery, pair, first, rows, shape.Scale, dquery);
        }
        Write(d.Key, d.AddsToKey, pair, 0, shape.Keys, 1, dkeys);
        Write(d.Value, d.AddsToValue, pair, 0, shape.Keys, 1, dvalues);
    }

    void Write(AttentionRows rows, bool accumulate, int pair, int first, int count, float factor, float* from)
    {
        if (rows.IsEmpty || count == 0)
            return;
        fixed (float* to = rows.From(inputs.Batch(pair), inputs.Column(pair)))
            AttentionSweep.CopyRows(
                new(from, inputs.Width, count, inputs.Shape.HeadWidth), to + (nint)first * rows.RowStride, rows.RowStride, factor, accumulate);
    }
}

/// <summary>Where the gradients of attention's operands go, and whether they are added there. Written in this order: they may be the same
/// rows.</summary>
internal readonly struct AttentionGradients
{
    public AttentionRows Query { get; init; }
    public AttentionRows Key { get; init; }
    public AttentionRows Value { get; init; }
    public bool AddsToQuery { get; init; }
    public bool AddsToKey { get; init; }
    public bool AddsToValue { get; init; }
}
