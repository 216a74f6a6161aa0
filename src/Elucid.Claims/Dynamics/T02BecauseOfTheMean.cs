using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T02BecauseOfTheMean : ImageCard
{
    const string ExperimentId = "T02", Centred = "relu, centred", Shifted = "elu, with ReLU's mean";

    // If the mean is the cause, taking it from ReLU closes at least half of the gap, and giving it to ELU loses half: both are held to a quarter for
    // sure, and refuted where half is excluded.
    static readonly Condition
        CentredGains = new RecoveredShare(Centred, "relu", "elu", "training loss", SupportedAbove: 0.25, RefutedBelow: 0.5),
        ShiftedLoses = new RecoveredShare(Shifted, "elu", "relu", "training loss", SupportedAbove: 0.25, RefutedBelow: 0.5);

    public override string Topic => "faster because of the mean";

    public override string Sentence => "Networks with ELU learn faster because the means of their units lie closer to zero.";

    public override string Expected => "partly: the means are closer to zero; that they are the cause is inconclusive";

    public override string Limits =>
        "A running mean is moved, and no gradient passes through it; a cause that the mean shares with the shape of the function is not told "
            + "from it.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 2"];

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Offsets(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult centred = CentredGains.Evaluate(result), shifted = ShiftedLoses.Evaluate(result);
        Finding finding = Findings.Of([centred, shifted], "ReLU",
            $"ReLU with its running mean subtracted gains {Findings.Effect(centred)} from ReLU to ELU; ELU with ReLU's mean loses "
                + $"{Findings.Effect(shifted)} from ELU to ReLU.") with
        {
            Charts = [Pictures.PairedDifferences(result, "training loss"), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    static OtherGain Gains(ClaimData data) =>
        new(Offsets(data), $"{ExperimentId}-gain", CentredGains, ShiftedLoses) { Arms = ["relu", "elu", Centred, Shifted] };

    static Experiment Offsets(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms =
        [
            Arm.Of("relu"), Arm.Of("elu"), new(Centred, Settings.Of(("activation", "relu"), ("offset", "centred"))),
            new(Shifted, Settings.Of(("activation", "elu"), ("offset", "shifted"))), Arm.Of("tanh"),
        ],
        Settings = Settings.Of(("steps", 2 * (data.Fashion.Train.Count / 64)), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he")),
        Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy],
        Tuning = ImageClassifier.Rates(0.01, 0.03, 0.1, 0.2),
        Conditions = [CentredGains, ShiftedLoses],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        string offset = trial.Settings.Has("offset") ? trial.Settings.Text("offset") : "none";
        Activation activation = ImageClassifier.ActivationOf(trial.Settings);
        Sequential model = ImageClassifier.Network(trial, images, offset == "none" ? null
            : width => new Sequential(new ActivationLayer(activation), new UnitOffset(width, centres: offset == "centred")));
        return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images);
    }
}
