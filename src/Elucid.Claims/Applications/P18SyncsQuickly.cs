using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P18SyncsQuickly : Card
{
    const string ExperimentId = "P18", Bytes = "bytes a worker sends a step", Apart = "largest difference of a weight";

    static readonly Lazy<Dataset> Training = new(() => Digits.Load().Split(Splitter.ByTime(Portion.Rows(397))).Train);

    static readonly int[] Counts = [2, 4];

    public override string Sentence => "On big data and clusters networks with ELU distribute well and synchronise quickly.";

    public override ClaimStatus Status => ClaimStatus.False;

    public override string Expected => "refuted as an effect of the activation";

    public override string Limits =>
        "It says nothing against distributing networks with ELU: they distribute as others do. Time on a real network of machines is not measured.";

    // 2: the workers are those of the library.
    public override int Revision => 2;

    // Data-parallel training on the digits that are shipped, 64-32-10, plain gradient descent, batches of 64.
    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        new()
        {
            Id = ExperimentId,
            Revision = 2,
            Data = "digits",
            Arms = [Arm.Of("relu"), Arm.Of("elu")],
            Seeds = 3,
            Settings = Settings.Of(("steps", 100), ("batch", 64), ("width", 32), ("rate", 0.1)),
            Measures =
            [
                new Measure(new Metric(Bytes, HigherIsBetter: false, MetricScale.Raw), Chance: 0),
                new Measure(new Metric(Apart, HigherIsBetter: false, MetricScale.Raw), Chance: 1),
            ],
            RunTrial = Run,
        },
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        double Sent(string arm) => result.Scores(arm, Bytes).Values.ToArray().Max();
        double apart = result.Experiment.Arms.Max(arm => result.Scores(arm.Name, Apart).Values.ToArray().Max());
        Check[] checks =
        [
            new("a worker sends as many bytes a step with ELU as with ReLU", Sent("elu") == Sent("relu"), $"{Format.Count((long)Sent("elu"))}"),
            new("1, 2 and 4 workers end with the weights of one within 10⁻⁵", apart < 1e-5, Format.Number(apart)),
        ];
        return new Finding(
            checks.All(check => check.Holds) ? ClaimVerdict.Refuted : ClaimVerdict.Inconclusive,
            $"What workers send is the gradient, {Format.Count((long)Sent("elu"))} bytes a step with ELU and {Format.Count((long)Sent("relu"))} "
                + $"with ReLU, and 1, 2 and 4 workers end with the same weights, within {Format.Number(apart)}: the activation does not come "
                + "into it.")
        {
            Against = "ReLU",
            Checks = checks,
            Tables = [Findings.Means(result)],
        };
    }

    static Measured Run(Trial trial)
    {
        float[] alone = Train(trial, workers: 1);
        double apart = Counts.Max(workers =>
            Train(trial, workers).Zip(alone, (one, other) => (double)Math.Abs(one - other)).Max());
        return new Measured { { Bytes, sizeof(float) * (double)alone.Length }, { Apart, apart } };
    }

    // The weights in the end, one after the other.
    static float[] Train(Trial trial, int workers)
    {
        Settings settings = trial.Settings;
        Sequential model = new(new Flatten(), Sequential.Mlp(
            [64, settings.Integer("width"), 10], ImageClassifier.ActivationOf(settings), trial.Random.Derive("weights"), Initializer.He));
        new Trainer(model, new Sgd(model, settings.Number("rate")), Training.Value, null, new TrainerOptions
        {
            Steps = settings.Integer("steps"),
            BatchSize = settings.Integer("batch"),
            Workers = workers,
            Seed = trial.Random.Derive("order").NextUInt64(),
            OnStep = step => trial.Report(step.Number / (double)step.TotalSteps, $"{workers} workers"),
        }).Fit(cancellation: trial.Cancellation);
        return [.. model.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];
    }
}
