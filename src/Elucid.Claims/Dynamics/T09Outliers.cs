using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T09Outliers : ImageCard
{
    const string ExperimentId = "T09";
    const float Shift = 8;                                  // deviations: the inputs' is 1
    const double Share = 0.02;

    // A network that failed counts as having lost all that a trained one can lose.
    static readonly Measure
        Negative = new(new Metric("accuracy lost to negative outliers", HigherIsBetter: false, MetricScale.Share), Chance: 0.8),
        Positive = new(new Metric("accuracy lost to positive outliers", HigherIsBetter: false, MetricScale.Share), Chance: 0.8),
        Difference = new(new Metric("loss to negative less loss to positive outliers", HigherIsBetter: false, MetricScale.Raw), Chance: 0);

    static readonly IReadOnlyList<Condition> Conditions =
    [
        new Superiority("elu", "relu", Negative.Name, 0.01), new Superiority("elu", "leaky-relu", Negative.Name, 0.01),
        new Superiority("elu", "relu", Difference.Name, 0.01),
    ];

    public override string Topic => "tames outliers";

    public override string Sentence => "Because it saturates, ELU suffers less from outliers on the negative side.";

    public override string Expected => "refuted";

    public override string Limits =>
        "Outliers are 2 % of the pixels of test images, shifted by 8 deviations; networks that were trained with outliers are not tried.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Shifted(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult[] conditions = [.. Conditions.Select(condition => condition.Evaluate(result))];
        Finding finding = Findings.Of(conditions, "ReLU and Leaky ReLU",
            $"Negative outliers cost ELU {Findings.Mean(result, "elu", Negative.Name)} of its accuracy and ReLU "
                + $"{Findings.Mean(result, "relu", Negative.Name)}, {Findings.Difference(conditions[0], "less", "more", 2)}; positive ones cost "
                + $"{Findings.Mean(result, "elu", Positive.Name)} and {Findings.Mean(result, "relu", Positive.Name)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Negative.Name)],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence, Negative.Name);
    }

    static GainRobustness Gains(ClaimData data) => new(Shifted(data), "elu", "relu");

    static Experiment Shifted(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("leaky-relu"), Arm.Of("elu")],
        Settings = Settings.Of(
            ("steps", 1500), ("batch", 64), ("depth", 2), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001)),
        Measures = [Negative, Positive, Difference, ImageClassifier.TestAccuracy],
        Conditions = Conditions,
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        Measured measured = ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images);
        double clean = measured.Numbers[ImageClassifier.TestAccuracy.Name];
        // The same pixels on both sides, and for all arms of a seed.
        double Lost(float shift)
        {
            RandomStream random = trial.Random.Derive("outliers");
            return clean - Evaluation.Of(model, images.Test.Map((x, y) =>
            {
                for (int i = 0; i < x.Length; i++)
                    y[i] = x[i] + (random.NextSingle() < Share ? shift : 0);
            })).Accuracy!.Value;
        }
        (double negative, double positive) = (Lost(-Shift), Lost(Shift));
        measured.Add(Negative.Name, negative);
        measured.Add(Positive.Name, positive);
        measured.Add(Difference.Name, negative - positive);
        return measured;
    }
}
