namespace Elucid;

/// <summary>Objects in images.</summary>
sealed class DetectionObjective : Objective
{
    // What is unsure counts, too: precision is looked at from the surest down.
    internal const double LeastScore = 0.01;

    // The first convolution makes many times as many numbers of each pixel.
    const int MostPixels = 1 << 21;

    public override Tensor Loss(Module model, Examples batch)
    {
        GridDetector detector = Detector(model);
        return detector.Loss(detector.Forward(batch.X), batch.Boxes);
    }

    public override Evaluation Evaluate(Module model, Dataset data)
    {
        GridDetector detector = Detector(model);
        using ModeScope scope = model.InUse();
        List<IReadOnlyList<Detection>> found = [];
        double loss = 0;
        ForEachBatch(data, RowsOf(data), batch =>
        {
            Tensor output = detector.Forward(batch.X);
            loss += (double)detector.Loss(output, batch.Boxes).ToScalar() * batch.Count;
            found.AddRange(detector.Detections(output, LeastScore));
        });
        return DetectedObjects.Judged(loss / data.Count, data.Boxes, found);
    }

    /// <summary>What is found in each image of a dataset.</summary>
    public static IReadOnlyList<IReadOnlyList<Detection>> Detect(Module model, Dataset data, double threshold)
    {
        GridDetector detector = Detector(model);
        using ModeScope scope = model.InUse();
        List<IReadOnlyList<Detection>> found = [];
        ForEachBatch(data, RowsOf(data), batch => found.AddRange(detector.Detections(detector.Forward(batch.X), threshold)));
        return found;
    }

    public override void Check(Module model, Dataset data, int batchSize)
    {
        base.Check(Detector(model), data, batchSize);
        if (data.Boxes.Count == 0)
            throw new ArgumentException(
                $"Objective.Detection needs boxes, but data '{data.Name}' is for {data.TaskName}: make a Dataset of images and their boxes.",
                nameof(data));
        if (Detector(model).Classes != data.OutputCount)
            throw new ArgumentException(
                $"Objective.Detection: expected a detector of the {data.OutputCount} classes of data '{data.Name}', but it knows "
                    + $"{Detector(model).Classes}.", nameof(model));
    }

    static int RowsOf(Dataset data) => Math.Clamp(MostPixels / data.FeatureCount, 1, RowsAtOnce);

    internal static GridDetector Detector(Module model) => model as GridDetector
        ?? throw new ArgumentException($"Objective.Detection trains a GridDetector, but the network is {model}.", nameof(model));
}
