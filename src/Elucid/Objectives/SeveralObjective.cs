namespace Elucid;

/// <summary>Several classes and quantities at once: the sum of their losses.</summary>
/// <param name="weights">What the loss of each target counts; null for 1 each.</param>
/// <param name="learns">Whether what each counts is learned.</param>
sealed class SeveralObjective(float[]? weights, bool learns = false) : Objective
{
    TargetUncertainty? _uncertainty;

    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor outputs = model.Forward(batch.X);
        if (learns)
            return Weighed(outputs, batch, _uncertainty ?? throw new InvalidOperationException(
                "Objective.SeveralByUncertainty learns what each target counts beside the network, which a Trainer does and nothing else: use one, or "
                    + "Objective.Several."));
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

    internal override Objective ForRun(Dataset data) => !learns ? this
        : new SeveralObjective(weights, learns) { _uncertainty = new TargetUncertainty(data.SeveralTargets) };

    internal override Module? Learned => _uncertainty;

    internal override IEnumerable<(string Name, double Value)> LearnedNumbers(Dataset data) => _uncertainty is not { } uncertainty ? []
        : data.SeveralTargets.Select((target, i) => (target.ScoreName(TargetLosses.Weight), uncertainty.WeightOf(i)));

    static Tensor Weighed(Tensor outputs, Examples batch, TargetUncertainty uncertainty)
    {
        Tensor? sum = null;
        int targets = batch.Data.SeveralTargets.Count;
        for (int target = 0; target < targets; target++)
        {
            int known = 0;
            foreach (int row in batch.Rows)
                known += float.IsNaN(batch.Data.Targets[row * targets + target]) ? 0 : 1;
            Tensor own = uncertainty.Weighed(
                TargetLosses.Of(outputs, batch.Data, batch.Rows, target), target, known / (double)batch.Count);
            sum = sum is null ? own : sum + own;
        }
        return sum!;
    }
}
