namespace Elucid;

/// <summary>Whether an object is in each cell of a grid, its box and its class.</summary>
internal sealed class DetectedObjects : OutputMeaning
{
    /// <summary>The mean over classes of the average precision at an overlap of one half.</summary>
    public const string MapAtHalf = "mAP@0.5";

    /// <summary>The same over ten overlaps.</summary>
    public const string MapOverAll = "mAP@[.5:.95]";

    public override LearningTask Task => LearningTask.Detect;

    public override Objective Objective => Objective.Detection();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data)
    {
        int size = outputs.Length / data.Count;
        BoxGrid grid = BoxGrid.Of(data.FeatureShape, size / (1 + BoxGrid.BoxNumbers + data.OutputCount), data.OutputCount);
        List<Detection>[] found = new List<Detection>[data.Count];
        for (int row = 0; row < found.Length; row++)
            found[row] = grid.Detections(outputs.Slice(row * size, size), (float)DetectionObjective.LeastScore, overlap: 0.5f);
        using Tape tape = Tape.StartWithoutGradients();
        Tensor loss = grid.Loss(new Tensor([data.Count, grid.Cells, grid.Numbers], outputs), data.Boxes, $"Data '{data.Name}'");
        return Judged(loss.ToScalar(), data.Boxes, found);
    }

    /// <summary>The scores of what was found.</summary>
    internal static Evaluation Judged(
        double loss, IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> found)
    {
        Score half = MeanAveragePrecision.At(truth, found), all = MeanAveragePrecision.At50To95(truth, found);
        (string, Score)[] scores = [(MapAtHalf, half), (MapOverAll, all)];
        return new Evaluation(loss)
        {
            Metrics = MetricValues.Of([.. from score in scores where score.Item2.Value is not null select (score.Item1, score.Item2.Value!.Value)]),
            Undefined = Evaluation.Reasons((MapAtHalf, half), (MapOverAll, all)),
        };
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => throw Apart();

    public override double FromMean(double mean, int output) => throw Apart();

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset) =>
        throw new InvalidOperationException("The model finds objects in images: ask it to detect them.");

    // One network's box of a cell that the other holds to be empty is no box.
    static NotSupportedException Apart() =>
        new("The boxes of several detectors have no mean: compare their scores, and use the best one.");
}
