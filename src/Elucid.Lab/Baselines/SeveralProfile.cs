namespace Elucid.Lab;

/// <summary>Several classes and quantities of a row are compared by the mean share that is explained of each.</summary>
sealed class SeveralProfile : TaskProfile
{
    // With scores from float32 no share is exactly 1.
    const double Perfect = 0.9999;

    public override LearningTask Task => LearningTask.Several;

    public override Metric Deciding => Metric.TestExplained;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) => [];

    public override string LossName => "sum of the targets' losses: cross-entropy (nats), and squared error by variance";

    public override bool HasCommittees => true;

    internal override bool HasFolds => true;

    private protected override string WhyNoVotes => "a row of several targets can be right in one and wrong in another";

    public override string OutputsName => "outputs";

    public override string OutputMeaning => "logits of the classes, and the quantities, beside each other:";

    public override string TrivialName => "means and class shares";

    public override string LinearName => "ridge or logistic regression";

    internal override string LinearKind => "A linear model for each target";

    // Each is fitted to its target alone, by the rows of which that is known.
    internal override Evaluation Linear(DataSplit split) => Evaluation.FromOutputs(
        Joined(split, target => LinearBaseline.Outputs(split.Train.OfTarget(target), split.Test)), split.Test);

    /// <summary>Outputs of each target side by side: [rows, outputs].</summary>
    /// <param name="split">For whose test rows they are.</param>
    /// <param name="outputsOf">Those of one, [rows, outputs of the target].</param>
    internal static float[] Joined(DataSplit split, Func<int, float[]> outputsOf)
    {
        IReadOnlyList<TargetInfo> targets = split.Test.SeveralTargets;
        int rows = split.Test.Count, width = split.Test.OutputCount;
        float[] joined = new float[rows * width];
        for (int target = 0, first = 0; target < targets.Count; first += targets[target++].OutputCount)
        {
            float[] own = outputsOf(target);
            int count = targets[target].OutputCount;
            for (int row = 0; row < rows; row++)
                own.AsSpan(row * count, count).CopyTo(joined.AsSpan(row * width + first));
        }
        return joined;
    }

    internal override float[] TrivialOutputs(Dataset training)
    {
        List<float> outputs = [];
        for (int target = 0; target < training.SeveralTargets.Count; target++)
        {
            Dataset own = training.OfTarget(target);
            outputs.AddRange(Of(own.Task).TrivialOutputs(own));
        }
        return [.. outputs];
    }

    internal override double LinearPenalty(int outputs) => 0;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) =>
        TargetLosses.Of(outputs, data, [.. Enumerable.Range(first, outputs.Shape[0])]);

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    // One target that another column tells is enough.
    internal override bool IsTooGood(Judged network, Judged trivial) => network.Tests.Any(test => test.Metrics.Any(score =>
        (score.Key.StartsWith("explained(", StringComparison.Ordinal) && score.Value > Perfect)
        || (score.Key.StartsWith("accuracy(", StringComparison.Ordinal) && score.Value == 1
            && trivial.Tests.All(test => !test.Metrics.TryGetValue(score.Key, out double constant) || constant != 1))));
}
