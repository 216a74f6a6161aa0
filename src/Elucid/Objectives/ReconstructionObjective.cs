namespace Elucid;

/// <summary>The input itself.</summary>
/// <param name="loss">From output and features of one shape; null for the squared error of the values that are not missing.</param>
sealed class ReconstructionObjective(Func<Tensor, Tensor, Tensor>? loss) : Objective
{
    public override Tensor Loss(Module model, Examples batch)
    {
        Tensor output = model.Forward(batch.X), features = Ops.Reshape(batch.Features(), output.Shape);
        return loss is not null ? loss(output, features)
            : WeightsOf(batch, output.Shape) is { } weights ? Elucid.Loss.MeanSquaredError(output, features, weights)
            : Elucid.Loss.MeanSquaredError(output, features);
    }

    public override Evaluation Evaluate(Module model, Dataset data)
    {
        Evaluation judged = Reconstructions.Judged(ReconstructionErrors.Of(model, data));
        return loss is null ? judged : judged with { Loss = MeanLoss(model, data) };
    }

    public override void Check(Module model, Dataset data, int batchSize)
    {
        Shape output = model.OutputShape([batchSize, .. data.FeatureShape]);
        if (output.Size != batchSize * data.FeatureCount)
            ShapeException.Throw("Objective.Reconstruction", "the network's output", $"[{batchSize}, {data.FeatureCount}]", output,
                $"A row of data '{data.Name}' has {data.FeatureCount} features, and each is to be put out again.");
    }

    // What is missing in a table stands for nothing that could be put out again.
    static Tensor? WeightsOf(Examples batch, Shape shape)
    {
        if (batch.Data.MissingFeatures is not { } missing)
            return null;
        int width = batch.Data.FeatureCount;
        Tensor weights = Tape.Scratch(shape);
        Span<float> each = weights.Edit();
        bool isAny = false;
        for (int i = 0; i < batch.Count; i++)
            for (int feature = 0; feature < width; feature++)
            {
                each[i * width + feature] = missing[batch.Rows[i] * width + feature] ? 0 : 1;
                isAny |= each[i * width + feature] > 0;
            }
        return isAny ? weights : null;
    }
}
