namespace Elucid;

/// <summary>The token after each position of a sequence.</summary>
sealed class NextTokenObjective(double labelSmoothing) : Objective
{
    const int MostLogits = 1 << 21;
    internal const string BitsPerCharacter = "BitsPerCharacter";

    readonly double _labelSmoothing = Require.BelowOne(labelSmoothing);

    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor logits = model.Forward(batch.X);
        return Elucid.Loss.CrossEntropy(Ops.Reshape(logits, [-1, logits.Shape[-1]]), TokensOf(batch.Targets.Values), _labelSmoothing);
    }

    public override Evaluation Evaluate(Module model, Dataset data) => Judged(MeanLoss(model, data, RowsOf(model, data)), data);

    /// <summary>The scores of a mean loss on a text: that loss, perplexity, and, where the characters of tokens are known, bits for each of
    /// them.</summary>
    internal static Evaluation Judged(double loss, Dataset text)
    {
        if (Perplexity.FromLoss(loss).Value is not { } perplexity)
            return new Evaluation(loss);
        List<(string, double)> metrics = [(nameof(Perplexity), perplexity)];
        if (text.Answers is NextTokens next)
            metrics.Add((BitsPerCharacter, loss / next.CharactersPerToken / Math.Log(2)));
        return new Evaluation(loss) { Metrics = MetricValues.Of(metrics) };
    }

    public override void Check(Module model, Dataset data, int batchSize)
    {
        Shape output = model.OutputShape([batchSize, .. data.FeatureShape]);
        int targets = data.Targets.Length / data.Count;
        if (output.Rank != 3 || targets == 0 || output[1] != targets)
            ShapeException.Throw("Objective.NextToken", "logits", $"[{batchSize}, {targets}, vocabulary], one row for each target", output,
                $"Data '{data.Name}' has {(targets == 0 ? "no targets" : $"{targets} targets")}: TokenDataset.ToDataset makes such data.");
    }

    // The logits of all tokens are by far the most numbers.
    static int RowsOf(Module model, Dataset data) =>
        Math.Clamp(MostLogits / model.OutputShape([1, .. data.FeatureShape]).Size, 1, RowsAtOnce);

    internal static int[] TokensOf(ReadOnlySpan<float> values)
    {
        int[] tokens = new int[values.Length];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = (int)values[i];
        return tokens;
    }
}
