namespace Elucid;

/// <summary>Several classes and quantities at once: the sum of their losses.</summary>
/// <param name="weights">What the loss of each target counts; null for 1 each.</param>
sealed class SeveralObjective(float[]? weights) : Objective
{
    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor outputs = model.Forward(batch.X);
        if (weights is null)
            return TargetLosses.Of(outputs, batch.Data, batch.Rows);
        Tensor sum = TargetLosses.Of(outputs, batch.Data, batch.Rows, 0) * weights[0];
        for (int target = 1; target < weights.Length; target++)
            sum += TargetLosses.Of(outputs, batch.Data, batch.Rows, target) * weights[target];
        return sum;
    }

    public override Evaluation Evaluate(Module model, Dataset data)
    {
        Evaluation judged = Evaluation.FromOutputs(Evaluation.Outputs(model, data).Values, data);
        return !double.IsFinite(judged.Loss) ? judged : judged with
        {
            Metrics = MetricValues.Of([.. judged.Metrics.Select(score => (score.Key, score.Value)), .. GradientCosines.Of(model, data)]),
        };
    }

    public override void Check(Module model, Dataset data, int batchSize)
    {
        if (data.SeveralTargets.Count == 0)
            throw new ArgumentException(
                $"Objective.Several needs several targets, but data '{data.Name}' is for {data.TaskName}: train by the objective of that.",
                nameof(data));
        CheckOutput(model, data, batchSize, "outputs: a logit for each class and a number for each quantity");
        if (weights is not null)
            ExampleWeights.CheckCount(weights, data.SeveralTargets.Count, nameof(Several), "target", data);
    }
}
