namespace Elucid;

/// <summary>The token after each position of a sequence.</summary>
sealed class NextTokenObjective(double labelSmoothing) : Objective
{
    readonly double _labelSmoothing = Require.BelowOne(labelSmoothing);

    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor logits = model.Forward(batch.X);
        return Elucid.Loss.CrossEntropy(Ops.Reshape(logits, [-1, logits.Shape[-1]]), TokensOf(batch.Targets.Values), _labelSmoothing);
    }

    public override Evaluation Evaluate(Module model, Dataset data)
    {
        double loss = MeanLoss(model, data);
        MetricValues metrics = Perplexity.FromLoss(loss).Value is { } perplexity ? MetricValues.Of([(nameof(Perplexity), perplexity)]) : default;
        return new Evaluation(loss) { Metrics = metrics };
    }

    public override void Check(Module model, Dataset data, int batchSize)
    {
        Shape output = model.OutputShape([batchSize, .. data.FeatureShape]);
        if (output.Rank != 3 || data.Targets.IsEmpty || output[1] != data.OutputCount)
            ShapeException.Throw("Objective.NextToken", "logits", $"[{batchSize}, {data.OutputCount}, vocabulary], one row for each target", output,
                $"Data '{data.Name}' has {(data.Targets.IsEmpty ? "no targets" : $"{data.OutputCount} targets")}: TokenDataset.ToDataset "
                    + $"makes such data.");
    }

    static int[] TokensOf(ReadOnlySpan<float> values)
    {
        int[] tokens = new int[values.Length];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = (int)values[i];
        return tokens;
    }
}
