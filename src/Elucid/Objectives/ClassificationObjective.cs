namespace Elucid;

/// <summary>One class per example.</summary>
sealed class ClassificationObjective : Objective
{
    readonly float[]? _classWeights;
    readonly ExampleWeights? _exampleWeights;
    readonly double _labelSmoothing, _gamma;

    public ClassificationObjective(float[]? classWeights, float[]? exampleWeights, double labelSmoothing, double gamma)
    {
        Require.BelowOne(labelSmoothing);
        Require.NotNegative(gamma);
        if (labelSmoothing > 0 && gamma > 0)
            throw new ArgumentException(
                "Label smoothing and γ contradict one another: one keeps the network from being sure, the other passes over what it is sure of. "
                    + "Choose one.",
                nameof(gamma));
        foreach (float weight in classWeights ?? [])
            Require.NotNegative(weight);
        _exampleWeights = exampleWeights is null ? null : new(exampleWeights);
        (_classWeights, _labelSmoothing, _gamma) = (classWeights, labelSmoothing, gamma);
    }

    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor logits = model.Forward(batch.X);
        if (_classWeights is null && _exampleWeights is null && _gamma == 0)
            return Elucid.Loss.CrossEntropy(logits, batch.Labels, _labelSmoothing);
        Tensor weights = Tape.Scratch([batch.Count]);
        Span<float> each = weights.Edit();
        for (int i = 0; i < each.Length; i++)
            each[i] = WeightOf(batch.Labels.Span[i], batch.Rows[i]);
        return Elucid.Loss.WeightedCrossEntropy(logits, batch.Labels, weights, _labelSmoothing, _gamma);
    }

    public override double WeightOf(Dataset data, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (int row in rows)
            sum += WeightOf(data.Labels[row], row);
        return sum;
    }

    public override Evaluation Evaluate(Module model, Dataset data) => Evaluation.FromOutputs(Evaluation.Outputs(model, data).Values, data);

    float WeightOf(int label, int row) => (_classWeights?[label] ?? 1) * (_exampleWeights?[row] ?? 1);

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
