using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The paper's first experiment on Fashion-MNIST: 8 hidden layers of 128 units, plain gradient descent, batches of 64, three epochs. Several
/// cards look at its trials.</summary>
internal static class FasterLearning
{
    public const string Id = "T01", PaperId = "T01-paper";

    /// <summary>Arms with another initial gain than He's.</summary>
    public const string EluLeCun = "elu, LeCun", SeluLeCun = "selu, LeCun";

    const string ReluLeCun = "relu, LeCun", EluUnit = "elu, unit";

    static readonly string[] Activations =
        ["relu", "elu", "leaky-relu", "leaky-relu:slope=0.1", "gelu", "swish", "mish", "tanh", "selu", "shifted-relu"];

    /// <summary>The median over the units of |mean| / deviation, the mean over the layers after the last epoch.</summary>
    public static Measure Shift { get; } = new(new Metric("shift of the units' means", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    /// <summary>The share of the last hidden layer's second moments that the direction of its mean has.</summary>
    public static Measure Energy { get; } = new(new Metric("energy of the mean", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    public static Experiment Of(ClaimData data) => Of(data.Fashion);

    static Experiment Of(PreparedImages images) => new()
    {
        Id = Id,
        Revision = 2,
        Data = images.Id,
        Arms =
        [
            .. Activations.Select(Arm.Of),
            GainRobustness.ArmOf(EluLeCun, "elu", "lecun"), GainRobustness.ArmOf(ReluLeCun, "relu", "lecun"),
            GainRobustness.ArmOf(EluUnit, "elu", "unit"), GainRobustness.ArmOf(SeluLeCun, "selu", "lecun"),
        ],
        Baseline = "relu",
        Settings = Settings.Of(("steps", 3 * (images.Train.Count / 64)), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he")),
        Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy, Shift, Energy],
        Tuning = ImageClassifier.Rates(0.003, 0.01, 0.03, 0.1, 0.2),
        RunTrial = trial => Run(trial, images),
    };

    /// <summary>The studies that stand near a card on two of its arms.</summary>
    public static LikeStudy Like(string arm, string over, string measure) =>
        new(LearningTask.Classification, "mlp", "8 × 128 units", "sgd", arm, over, measure, measure);

    /// <summary>The same at the paper's one rate for all, on half as many seeds: what tuning decides is seen beside it.</summary>
    public static Experiment AtThePapersRate(ClaimData data) => AtThePapersRate(PaperId, data.Fashion, "relu", "elu");

    /// <summary>The same on other images, with other arms; the first one is the baseline.</summary>
    public static Experiment AtThePapersRate(string id, PreparedImages images, params IEnumerable<string> activations)
    {
        Experiment experiment = Of(images);
        return experiment with
        {
            Id = id,
            Arms = [.. activations.Select(Arm.Of)],
            Seeds = 5,
            Tuning = null,
            Settings = experiment.Settings.With("rate", 0.01),
            Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy],
        };
    }

    /// <summary>A finding on ELU's lead over ReLU, and what it says of gains.</summary>
    public static Finding AtOtherGains(Finding finding, ExperimentResult result, string measure) =>
        GainRobustness.Qualify(finding, result, measure, ("elu", "relu"), (EluLeCun, ReluLeCun), EluUnit);

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        Dataset looked = images.Looked;
        List<double> shifts = [], energies = [];
        double[] byLayer = [];
        int epoch = Math.Max(1, trial.Settings.Integer("steps") / 3);
        Measured measured = ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images, step =>
        {
            if (trial.IsTuning || (step.Number + 1) % epoch != 0)
                return;
            LayerReadings.Means[] means = LayerReadings.MeansOf(model, looked);
            shifts.Add(means.Average(layer => layer.Shift));
            energies.Add(means[^1].Energy);
            byLayer = [.. means.Select(layer => layer.Energy)];
        });
        if (trial.IsTuning)
            return measured;
        measured.Add(Shift.Name, shifts.LastOrDefault(double.NaN));
        measured.Add(Energy.Name, energies.LastOrDefault(double.NaN));
        measured.Add("shift by epoch", shifts);
        measured.Add("energy by layer", byLayer);
        return measured;
    }
}
