namespace Elucid.Lab;

/// <summary>Quantities are compared by RMSE.</summary>
sealed class RegressionProfile : TaskProfile
{
    // With scores from float32 no R² is exactly 1.
    const double PerfectR2 = 0.9999;

    public override LearningTask Task => LearningTask.Regression;

    public override Metric Deciding => Metric.TestRmse;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) => [Metric.TestR2, Metric.TestMae];

    public override string LossName => "mean squared error";

    public override string OutputsName => "targets";

    public override string OutputMeaning => "the targets";

    public override string TrivialName => "mean target";

    public override string LinearName => "ridge regression";

    public override bool HasCommittees => true;

    internal override bool HasFolds => true;

    // Squared errors in the target's own unit.
    internal override RowScores? RowScoresOf(ReadOnlySpan<float> outputs, Dataset data, Standardizer? scales)
    {
        double[] squares = new double[data.Count];
        double unit = OwnUnits.UnitOf(scales);
        for (int i = 0; i < outputs.Length; i++)
        {
            double error = unit * ((double)outputs[i] - data.Targets[i]);
            squares[i / data.OutputCount] += error * error / data.OutputCount;
        }
        return new(squares, IsRoot: true);
    }

    internal override float[] TrivialOutputs(Dataset training)
    {
        double[] sums = new double[training.OutputCount];
        for (int i = 0; i < training.Targets.Length; i++)
            sums[i % sums.Length] += training.Targets[i];
        return [.. sums.Select(sum => (float)(sum / training.Count))];
    }

    // scikit-learn sums over several targets, where the mean squared error divides.
    internal override double LinearPenalty(int outputs) => 1.0 / outputs;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) => Loss.MeanSquaredError(
        outputs, new Tensor(outputs.Shape, data.Targets.Slice(first * data.OutputCount, outputs.Shape.Size)));

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    internal override bool IsTooGood(Judged network, Judged trivial) => network.Of(Metric.TestR2) > PerfectR2;
}
