namespace Elucid.Lab;

/// <summary>Networks that draw are compared by the Fréchet distance of what they draw, in the features of a named network.</summary>
sealed class GenerationProfile : TaskProfile
{
    /// <summary>From how many copies among what it draws on a network is said to have learned its examples by heart.</summary>
    const double ManyCopies = 0.1;

    // Numbers that a file keeps of what an epoch drew.
    const int MostSampleNumbers = 1 << 14, MostSamples = 16, FewestSamples = 4;

    public override LearningTask Task => LearningTask.Generate;

    public override Metric Deciding => Metric.TestFrechet;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) => [Metric.TestSureShare, Metric.TestCopyShare];

    public override string LossName => "loss";

    public override string OutputsName => "numbers drawn at once";

    internal override bool HasOneOutputEach => false;

    public override string InputMeaning(string data) => "codes: draws from N(0, 1)";

    public override string OutputMeaning => "an example:";

    public override string TrivialName => "independent features";

    public override string LinearName => "Gaussian";

    internal override string TrivialAnswer => "drawing";

    internal override string LinearKind => "A model without a network";

    internal override string TooGood =>
        "More than a tenth of what was drawn are copies of training examples: that is a memory, not a model. Train for fewer epochs, or a smaller "
            + "network, or on more examples.";

    internal override string LearningNote =>
        "Of a vae the loss is minus the evidence lower bound, and the epoch with the lowest one on validation data is kept. The two losses of a gan "
            + "say who is ahead and not how good its drawings are, so there the epoch with the lowest Fréchet distance is kept.";

    internal override bool LossTells => false;

    internal override Evaluation Trivial(DataSplit split) => Evaluation.FromOutputs(DrawnBaselines.Independent(split), split.Test);

    internal override Evaluation Linear(DataSplit split) => Evaluation.FromOutputs(DrawnBaselines.Gaussian(split), split.Test);

    internal override IReadOnlyList<Baseline> Baselines(DataSplit split, Standardizer? scales, NetworkRecipe recipe) =>
    [
        new(TrivialName, Trivial(split)), new(LinearName, Linear(split)),
        new("real ones, from training", Evaluation.FromOutputs(DrawnBaselines.Real(split), split.Test)),
    ];

    internal override float[] TrivialOutputs(Dataset training)
    {
        float[] mean = new float[training.FeatureCount];
        for (int i = 0; i < training.Features.Length; i++)
            mean[i % mean.Length] += training.Features[i] / training.Count;
        return mean;
    }

    internal override double LinearPenalty(int outputs) => 0;

    // For the norms of gradients: a reconstruction by its error, a discriminator by what it says of real examples.
    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) => outputs.Shape.Last == data.FeatureCount
        ? Loss.MeanSquaredError(outputs, new Tensor(outputs.Shape, data.Features.Slice(first * data.FeatureCount, outputs.Shape.Size)))
        : Loss.BinaryCrossEntropyWithLogits(outputs, Tensor.Ones(outputs.Shape));

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    internal override bool IsTooGood(Judged network, Judged trivial) => network.Of(Metric.TestCopyShare) > ManyCopies;

    internal override EpochSample? Sample(TrainedModel model, DataSplit split, int epoch)
    {
        if (split.Train.FeatureShape.Length != 3)
            return null;
        int count = Math.Clamp(MostSampleNumbers / split.Train.FeatureCount, FewestSamples, MostSamples);
        return new(epoch, "",
            "")
        { Images = [.. model.Sample(count).Values.ToArray().Select(shade => (byte)MathF.Round(255 * Math.Clamp(shade, 0, 1)))] };
    }
}
