namespace Elucid.Lab;

/// <summary>Classes are compared by accuracy.</summary>
sealed class ClassificationProfile : TaskProfile
{
    public override LearningTask Task => LearningTask.Classification;

    public override Metric Deciding => Metric.TestAccuracy;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) =>
        [Metric.TestBalancedAccuracy, outputNames is [_, var positive] ? Metric.TestF1(positive) : Metric.TestMacroF1, Metric.TestAuc];

    public override IReadOnlyList<Metric> OfOne(IReadOnlyList<string> outputNames) =>
        [.. base.OfOne(outputNames), Metric.TestLoss with { ShortName = "log loss" }];

    public override string LossName => "cross-entropy (nats)";

    public override string OutputsName => "classes";

    public override string OutputMeaning => "logits of the classes";

    public override string TrivialName => "most frequent class";

    public override string LinearName => "logistic regression";

    public override bool HasCommittees => true;

    internal override bool HasFolds => true;

    // 1 for a right answer.
    internal override RowScores? RowScoresOf(ReadOnlySpan<float> outputs, Dataset data, Standardizer? scales)
    {
        double[] right = new double[data.Count];
        for (int row = 0; row < right.Length; row++)
            right[row] = Answer(outputs.Slice(row * data.OutputCount, data.OutputCount)) == data.Labels[row] ? 1 : 0;
        return new(right);
    }

    /// <summary>The class of the largest output, the first of equal ones.</summary>
    internal static int Answer(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int c = 1; c < outputs.Length; c++)
            if (outputs[c] > outputs[best])
                best = c;
        return best;
    }

    // A class without training rows gets −∞: the probability 0.
    internal override float[] TrivialOutputs(Dataset training)
    {
        long[] counts = new long[training.OutputCount];
        foreach (int label in training.Labels)
            counts[label]++;
        return [.. counts.Select(count => (float)Math.Log(count / (double)training.Count))];
    }

    // scikit-learn sees two classes by the difference d of their weights and penalises d²/2; from ±d/2 that is |w|².
    internal override double LinearPenalty(int outputs) => outputs == 2 ? 1 : 0.5;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) =>
        Loss.CrossEntropy(outputs, data.Labels.Slice(first, outputs.Shape[0]).ToArray());

    internal override bool IsTrivial(Judged network, Judged trivial) => ChanceLevel.IsMajority(
        network.By(Deciding), trivial.By(Deciding), network.Of(Metric.TestBalancedAccuracy), trivial.Of(Metric.TestBalancedAccuracy));

    internal override bool TrivialAnswersFail => true;

    internal override string Merit(Judged network, Judged trivial)
    {
        Metric balanced = Metric.TestBalancedAccuracy;
        return $"finds rows of the other classes, too: its {balanced.ShortName} is {balanced.Text(network.By(balanced))} and not "
            + balanced.Text(trivial.By(balanced));
    }

    // Test rows of one class are named perfectly without learning.
    internal override bool IsTooGood(Judged network, Judged trivial) => network.By(Deciding) == 1 && trivial.By(Deciding) != 1;
}
