using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T15SmallBatches : ImageCard
{
    const string ExperimentId = "T15";
    const int Unit = 64;

    static readonly int[] Batches = [4, Unit, 512];

    static readonly string[] Activations = ["relu", "elu"];

    // The lead in batches of 4 has to exceed that in batches of 64, too, by however little.
    static readonly Condition
        ThanLarge = new Interaction(Pair(4), Pair(512), "test loss", 0.02), ThanUsual = new Interaction(Pair(4), Pair(Unit), "test loss", 1e-6);

    public override string Topic => "best in small batches";

    public override string Sentence => "ELU's lead over ReLU is largest in small batches.";

    public override string Expected => "inconclusive";

    // The card leaves the network open: three layers of 128 units, the ledger's usual one.
    public override string Limits => "32,000 examples are seen with each size of batch, so large batches make few steps; each has a rate of its own.";

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Batched(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult large = ThanLarge.Evaluate(result), usual = ThanUsual.Evaluate(result);
        string Lead(int batch) => Findings.Effect(
            new Superiority(Name("elu", batch), Name("relu", batch), "test loss", 0.02).Evaluate(result));
        Finding finding = Findings.Of([large, usual], "ReLU",
            $"ELU's lead over ReLU in test loss is {Lead(4)} in batches of 4, {Lead(Unit)} in batches of 64 and {Lead(512)} in batches of 512; from "
                + $"4 to 512 it differs by {Findings.Effect(large)}.") with
        {
            Charts = [Pictures.Values(result, "test loss")],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    static OtherGain Gains(ClaimData data) => new(Batched(data), $"{ExperimentId}-gain", ThanLarge, ThanUsual);

    static Experiment Batched(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms =
        [
            .. from batch in Batches
               from activation in Activations
               select new Arm(Name(activation, batch), Settings.Of(("activation", activation), ("batch", batch))),
        ],
        Seeds = 20,
        // Steps of 64 examples: smaller batches make more of them.
        Settings = Settings.Of(("steps", 500), ("depth", 3), ("width", 128), ("gain", "he")),
        Measures = [ImageClassifier.TestLoss, ImageClassifier.TestAccuracy],
        Tuning = ImageClassifier.Rates(0.003, 0.01, 0.03, 0.1, 0.3),
        Conditions = [ThanLarge, ThanUsual],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    // The same number of examples: the steps follow from the size of a batch.
    static Measured Run(Trial trial, PreparedImages images)
    {
        int steps = Math.Max(1, trial.Settings.Integer("steps") * Unit / trial.Settings.Integer("batch"));
        return ImageClassifier.Run(
            new Trial(
                trial.Arm, trial.Key with { Settings = trial.Settings.With("steps", steps) },
                progress => trial.Report(progress.Done, progress.Doing), trial.Cancellation),
            images);
    }

    static (string Arm, string Over) Pair(int batch) => (Name("elu", batch), Name("relu", batch));

    static string Name(string activation, int batch) => $"{activation}, batches of {batch}";
}
