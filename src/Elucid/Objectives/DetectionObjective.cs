namespace Elucid;

/// <summary>Objects in images.</summary>
sealed class DetectionObjective : Objective
{
    // What is unsure counts, too: precision is looked at from the surest down.
    const float LeastScore = 0.01f;

    public override Tensor Loss(Module model, Examples batch)
    {
        GridDetector detector = Detector(model);
        return detector.Loss(detector.Forward(batch.X), BoxData.BoxesOf(batch));
    }

    public override Evaluation Evaluate(Module model, Dataset data)
    {
        Tensor images = new([data.Count, .. data.FeatureShape], data.Features);
        IReadOnlyList<IReadOnlyList<Detection>> found = Detector(model).Detect(images, LeastScore);
        Score score = MeanAveragePrecision.At(BoxData.BoxesOf(data), found);
        return new Evaluation(MeanLoss(model, data))
        {
            Metrics = score.Value is { } value ? MetricValues.Of([("mAP@0.5", value)]) : default,
            Undefined = score.Value is null ? $"mAP@0.5: {score.Reason}" : "",
        };
    }

    public override void Check(Module model, Dataset data, int batchSize)
    {
        base.Check(Detector(model), data, batchSize);
        if (data.OutputCount % BoxData.Numbers != 0 || data.Targets.IsEmpty)
            throw new ArgumentException(
                $"Objective.Detection needs boxes, but data '{data.Name}' has none: BoxData.Of makes data of images and their boxes.", nameof(data));
    }

    static GridDetector Detector(Module model) => model as GridDetector
        ?? throw new ArgumentException($"Objective.Detection trains a GridDetector, but the network is {model}.", nameof(model));
}
