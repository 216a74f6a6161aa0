namespace Elucid.Lab;

/// <summary>Detectors are compared by the mean average precision, and must beat boxes that do not look at the image.</summary>
sealed class DetectionProfile : TaskProfile
{
    const double PerfectPrecision = 0.999;

    public override LearningTask Task => LearningTask.Detect;

    public override Metric Deciding => Metric.TestMapAtHalf;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) => [Metric.TestMap];

    public override string LossName => "focal loss, 1 − GIoU and cross-entropy per object";

    public override string OutputsName => "classes of objects";

    internal override bool HasOneOutputEach => false;

    public override string OutputMeaning =>
        "for each cell of the grid the logit of an object, its left, top, right and bottom in pixels of the input, and the logits of";

    public override string TrivialName => "mean box of each class";

    public override string LinearName => "boxes of the most similar image";

    internal override string LinearKind => "Copying the boxes of the most similar training image";

    internal override string TooGood =>
        "Such a score is often too good to be true: look for images that stand in both parts, such as pictures of one scene or film.";

    internal override Evaluation Trivial(DataSplit split) => Evaluation.FromDetections(BoxBaselines.MeanBoxes(split), split.Test);

    internal override Evaluation Linear(DataSplit split) => Evaluation.FromDetections(BoxBaselines.OfMostSimilar(split), split.Test);

    internal override float[] TrivialOutputs(Dataset training) => new float[training.OutputCount];

    internal override double LinearPenalty(int outputs) => 0;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) => GridDetector.Loss(
        outputs, data.FeatureShape, [.. data.Boxes.Skip(first).Take(outputs.Shape[0])]);

    internal override ModelFile Describe(ModelFile file, Module network, DataSplit split) =>
        split.Validation is { } validation ? file with { LeastScore = ScoreThreshold.Measure(network, validation) } : file;

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    internal override bool IsTooGood(Judged network, Judged trivial) => network.By(Deciding) > PerfectPrecision;
}
