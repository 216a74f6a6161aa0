namespace Elucid.Lab;

/// <summary>Autoencoders are compared by the error of rows that they put out again, and must beat the best linear code of the same length.</summary>
sealed class ReconstructionProfile : TaskProfile
{
    // Rows that come back to the last digit were not compressed.
    const double PerfectR2 = 0.9999;

    public override LearningTask Task => LearningTask.Reconstruct;

    public override Metric Deciding => Metric.TestReconstructionError;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) =>
        [Metric.TestR2 with { Explanation = "Share of the test rows' variance that is explained." }];

    public override string LossName => "mean squared error";

    public override string OutputsName => "outputs";

    public override string OutputMeaning => "the features again:";

    public override string TrivialName => "mean row";

    public override string LinearName => "PCA";

    internal override string LinearKind => "A linear code of the same length";

    internal override string TooGood =>
        "Such a score is often too good to be true: a code as long as the rows compresses nothing, and columns that follow from others "
            + "need no numbers of their own.";

    internal override IReadOnlyList<Baseline> Baselines(DataSplit split, Standardizer? scales, NetworkRecipe recipe)
    {
        int latent = recipe.Latent > 0 ? recipe.Latent : NetworkRecipe.DefaultLatent(split.Train.FeatureCount);
        float[] outputs = PrincipalComponents.Fit(split.Train, latent).Reconstruct(split.Test);
        return
        [
            new(TrivialName, Trivial(split)),
            new($"{LinearName}, {latent} component{(latent == 1 ? "" : "s")}", Evaluation.FromOutputs(outputs, split.Test)),
        ];
    }

    internal override float[] TrivialOutputs(Dataset training)
    {
        double[] sums = new double[training.FeatureCount];
        for (int i = 0; i < training.Features.Length; i++)
            sums[i % sums.Length] += training.Features[i];
        return [.. sums.Select(sum => (float)(sum / training.Count))];
    }

    internal override double LinearPenalty(int outputs) => 0;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) => Loss.MeanSquaredError(
        outputs, new Tensor(outputs.Shape, data.Features.Slice(first * data.FeatureCount, outputs.Shape.Size)));

    internal override ModelFile Describe(ModelFile file, Module network, DataSplit split) => split.Validation is { } validation
        ? file with { Reconstruction = ReconstructionSchema.Measure(file.Reconstruction!, network, validation) } : file;

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    internal override bool IsTooGood(Judged network, Judged trivial) => network.Of(Metric.TestR2) > PerfectR2;
}
