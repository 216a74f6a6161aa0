namespace Elucid;

/// <summary>Quantities.</summary>
sealed class RegressionObjective(Func<Tensor, Tensor, Tensor> loss) : Objective
{
    public override Tensor Loss(Module model, Examples batch) => loss(model.Forward(batch.X), batch.Targets);

    public override Evaluation Evaluate(Module model, Dataset data) => Evaluation.OfOutputs(Evaluation.Outputs(model, data).Values, data);

    public override void Check(Module model, Dataset data, int batchSize)
    {
        if (data.Targets.IsEmpty)
            throw new ArgumentException(
                $"Objective.Regression needs targets, but data '{data.Name}' has classes: train by Objective.Classification.", nameof(data));
        CheckOutput(model, data, batchSize, "targets");
    }

    internal static void CheckOutput(Module model, Dataset data, int batchSize, string outputs)
    {
        Shape output = model.OutputShape([batchSize, .. data.FeatureShape]);
        if (output.Rank != 2 || output[1] != data.OutputCount)
            ShapeException.Throw("Trainer", "the network's output", $"[{batchSize}, {data.OutputCount}]", output,
                $"Data '{data.Name}' has {data.OutputCount} {outputs}.");
    }
}
