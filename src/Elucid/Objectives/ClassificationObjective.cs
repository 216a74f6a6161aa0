namespace Elucid;

/// <summary>One class per example.</summary>
sealed class ClassificationObjective : Objective
{
    readonly float[]? _classWeights;
    readonly ExampleWeights? _exampleWeights;
    readonly float _smoothing, _focus;

    public ClassificationObjective(float[]? classWeights, float[]? exampleWeights, float smoothing, float focus)
    {
        Require.BelowOne(smoothing);
        Require.NotNegative(focus);
        if (smoothing > 0 && focus > 0)
            throw new ArgumentException(
                "Smoothing and focus contradict one another: one keeps the network from being sure, the other passes over what it is sure of. "
                    + "Choose one.",
                nameof(focus));
        foreach (float weight in classWeights ?? [])
            Require.NotNegative(weight);
        _exampleWeights = exampleWeights is null ? null : new(exampleWeights);
        (_classWeights, _smoothing, _focus) = (classWeights, smoothing, focus);
    }

    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor logits = model.Forward(batch.X);
        if (_classWeights is null && _exampleWeights is null && _focus == 0)
            return Elucid.Loss.CrossEntropy(logits, batch.Labels, _smoothing);
        Tensor weights = Tape.Scratch([batch.Count]);
        Span<float> each = weights.Edit();
        for (int i = 0; i < each.Length; i++)
            each[i] = (_classWeights?[batch.Labels.Span[i]] ?? 1) * (_exampleWeights?[batch.Rows[i]] ?? 1);
        return Elucid.Loss.WeightedCrossEntropy(logits, batch.Labels, weights, _smoothing, _focus);
    }

    public override Evaluation Evaluate(Module model, Dataset data) => Evaluation.OfOutputs(Evaluation.Outputs(model, data).Values, data);

    public override void Check(Module model, Dataset data, int batchSize)
    {
        if (data.Labels.IsEmpty)
            throw new ArgumentException(
                $"Objective.Classification needs classes, but data '{data.Name}' has targets: train by Objective.Regression.", nameof(data));
        CheckOutput(model, data, batchSize, "classes");
        if (_classWeights is not null)
            ExampleWeights.CheckCount(_classWeights, data.OutputCount, nameof(Classification), "class", data);
        _exampleWeights?.Check(nameof(Classification), data);
    }
}
