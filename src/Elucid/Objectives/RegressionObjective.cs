namespace Elucid;

/// <summary>Quantities.</summary>
sealed class RegressionObjective(Func<Tensor, Examples, Tensor> loss, ExampleWeights? weights = null) : Objective
{
    public override Tensor Loss(Module model, Examples batch) => loss(model.Forward(batch.X), batch);

    public override double WeightOf(Dataset data, ReadOnlySpan<int> rows) => weights?.Sum(rows) ?? rows.Length;

    public override Evaluation Evaluate(Module model, Dataset data) => Evaluation.FromOutputs(Evaluation.Outputs(model, data).Values, data);

    public override void Check(Module model, Dataset data, int batchSize)
    {
        if (data.Targets.IsEmpty)
            throw new ArgumentException(
                $"Objective.Regression needs targets, but data '{data.Name}' has classes: train by Objective.Classification.", nameof(data));
        CheckOutput(model, data, batchSize, "targets");
        weights?.Check(nameof(Regression), data);
    }
}
