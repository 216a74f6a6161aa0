using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The output of one head of one sequence.</summary>
internal readonly unsafe struct AttentionForward(AttentionInputs inputs, AttentionRows output, Memory<float> logSumExp) : IThreadsBody
{
    public void Run(int pair)
    {
        AttentionShape shape = inputs.Shape;
        int width = inputs.Width, batch = inputs.Batch(pair), column = inputs.Column(pair);
        AttentionSpace space =
            new(((long)inputs.PaddedKeys + AttentionBlocks.Queries) * 2 * width + 3 * AttentionBlocks.Queries * AttentionBlocks.Keys
                + 20 * AttentionBlocks.Queries);
        float* keys = space.Take(inputs.PaddedKeys * width), values = space.Take(inputs.PaddedKeys * width);
        float* query = space.Take(AttentionBlocks.Queries * width), result = space.Take(AttentionBlocks.Queries * width);
        float* scores = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys), kept = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys),
            dropped = space.Take(AttentionBlocks.Queries * AttentionBlocks.Keys);
        float* largest = space.Take(AttentionBlocks.Queries), sums = space.Take(AttentionBlocks.Queries),
            corrections = space.Take(AttentionBlocks.Queries);
        AttentionState state =
            new(largest, sums, corrections, shifts: space.Take(AttentionBlocks.Queries), partials: space.Take(16 * AttentionBlocks.Queries));
        inputs.TransposeHead(inputs.Key, pair, keys);
        inputs.CopyHead(inputs.Value, pair, 0, shape.Keys, 1, values);
        for (int first = 0; first < shape.Queries; first += AttentionBlocks.Queries)
        {
            int rows = Math.Min(AttentionBlocks.Queries, shape.Queries - first);
            inputs.CopyHead(inputs.Query, pair, first, rows, shape.Scale, query);
            new Span<float>(largest, AttentionBlocks.Queries).Fill(float.NegativeInfinity);
            new Span<float>(sums, AttentionBlocks.Queries).Clear();
            new Span<float>(result, rows * width).Clear();
            for (int firstKey = 0; firstKey < shape.Keys; firstKey += AttentionBlocks.Keys)
            {
                int count = inputs.Scores(pair, first, rows, firstKey, query, keys, scores);
                if (count == 0)
                    break;
                AttentionSweep.Exponentials(new(scores, AttentionBlocks.Keys, rows, AttentionBlocks.Padded(count)), state);
                float* weights = scores;
                if (!inputs.Dropout.IsNone)
                {
                    inputs.DrawKept(pair, first, firstKey, rows, kept);
                    AttentionBlocks.Multiply(scores, kept, rows, count, dropped);
                    weights = dropped;
                }
                if (firstKey > 0)
                    AttentionSweep.ScaleRows(new(result, rows, width), corrections);
                GemmOperand valueRows = new(ref *(values + (nint)firstKey * width), width, 1);
                AttentionBlocks.Product(
                    rows, width, count, new(ref *weights, AttentionBlocks.Keys, 1), valueRows, result, width, firstKey == 0 ? GemmStart.Zero
                        : AttentionBlocks.From(firstKey));
            }
            for (int i = 0; i < rows; i++)
            {
                // No key seen: its weights are 0, and e^(score − ∞) makes them 0 again in backward.
                bool isEmpty = sums[i] == 0;
                if (!logSumExp.IsEmpty)
                    logSumExp.Span[pair * shape.Queries + first + i] =
                        isEmpty ? float.PositiveInfinity : largest[i] + Lane1.Log(new Lane1(sums[i])).Value;
                sums[i] = isEmpty ? 0 : 1 / sums[i];
            }
            AttentionSweep.ScaleRows(new(result, rows, width), sums);
            fixed (float* to = output.From(batch, column))
                AttentionSweep.CopyRows(
                    new(result, width, rows, shape.HeadWidth), to + (nint)first * output.RowStride, output.RowStride, 1, accumulate: false);
        }
    }
}
