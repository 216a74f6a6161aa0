using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T08NoisyData : ImageCard
{
    const string ExperimentId = "T08";
    const double Wrong = 0.4;
    const int Images = 10_000;

    static readonly Measure
        Labels = new(new Metric("test accuracy from noisy labels", HigherIsBetter: true, MetricScale.Share), Chance: 0.1),
        Inputs = new(new Metric("test accuracy on noisy inputs", HigherIsBetter: true, MetricScale.Share), Chance: 0.1);

    static readonly (string Name, float Deviation)[] Noise = [("at noise 0.5", 0.5f), (Inputs.Name, 1), ("at noise 2", 2)];

    static readonly Condition
        BetterFromLabels = new Superiority("elu", "relu", Labels.Name, 0.005), BetterOnInputs = new Superiority("elu", "relu", Inputs.Name, 0.01);

    public override string Topic => "handles noisy data";

    public override string Sentence => "ELU handles noisy data well: it learns more from noisy labels and loses less to noisy inputs than ReLU.";

    public override string Expected => "refuted: no benefit, and from He's weights even harm";

    // The card names no rate: Adam's usual one for all, as in the pilots.
    public override string Limits =>
        "40 % of the labels are drawn anew at random; inputs get noise of one deviation when the network is tested, not when it is trained. "
            + "Adam at 0.001.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Noisy(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult labels = BetterFromLabels.Evaluate(result), inputs = BetterOnInputs.Evaluate(result);
        Finding finding = Findings.Of([labels, inputs], "ReLU",
            $"From noisy labels ELU's test accuracy is {Findings.Difference(labels, "higher", "lower", 2)} than ReLU's, on noisy inputs "
                + $"{Findings.Difference(inputs, "higher", "lower", 2)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Labels.Name), Pictures.PairedDifferences(result, Inputs.Name)],
            Tables = [Findings.Means(result), Tables.Extras(result, "Accuracy on other inputs", "clean", Noise[0].Name, Noise[2].Name)],
        };
        finding = Gains(evidence.Data).Qualify(finding, evidence, Labels.Name);
        return Gains(evidence.Data).Qualify(finding, evidence, Inputs.Name);
    }

    static GainRobustness Gains(ClaimData data) => new(Noisy(data), "elu", "relu");

    static Experiment Noisy(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("leaky-relu"), Arm.Of("tanh"), Arm.Of("gelu")],
        Settings = Settings.Of(
            ("steps", 1600), ("batch", 64), ("depth", 3), ("width", 256), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001)),
        Measures = [Labels, Inputs],
        Conditions = [BetterFromLabels, BetterOnInputs],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        int[] rows = [.. Enumerable.Range(0, images.Train.Count)];
        trial.Random.Derive("images").Shuffle(rows);
        Dataset train = images.Train.Subset(rows.AsSpan(0, Math.Min(Images, rows.Length)));
        Measured clean = Trained(trial, images.With(train), out Sequential model);
        Measured noisy = Trained(trial, images.With(train.WithLabels(Disturbed(train, trial.Random.Derive("labels")))), out _);
        Measured measured = new()
        {
            { Labels.Name, noisy.Numbers[ImageClassifier.TestAccuracy.Name] },
            { "clean", clean.Numbers[ImageClassifier.TestAccuracy.Name] },
        };
        foreach ((string name, float deviation) in Noise)
            measured.Add(name, OnNoise(model, images.Test, deviation, trial.Random.Derive("noise")));
        return (clean.Failure ?? noisy.Failure) is { } failure ? measured.As(failure) : measured;
    }

    static Measured Trained(Trial trial, PreparedImages images, out Sequential model)
    {
        model = ImageClassifier.Network(trial, images);
        return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images);
    }

    // A label that is drawn anew may be the right one by chance.
    static int[] Disturbed(Dataset data, RandomStream random)
    {
        int[] labels = data.Labels.ToArray();
        for (int i = 0; i < labels.Length; i++)
            if (random.NextDouble() < Wrong)
                labels[i] = random.NextInt32(data.OutputCount);
        return labels;
    }

    static double OnNoise(Module model, Dataset test, float deviation, RandomStream random) => Evaluation.Of(model, test.Map((x, y) =>
    {
        random.FillGaussian(y, 0, deviation);
        for (int i = 0; i < x.Length; i++)
            y[i] += x[i];
    })).Accuracy!.Value;
}
