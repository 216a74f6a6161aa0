using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T06NoDeath : ImageCard
{
    const string ExperimentId = "T06";

    // A network that diverged has nothing that lives. One that answers no better than chance is no failure here: its units are what is asked for.
    static readonly Measure
        Dead = new(new Metric("dead units", HigherIsBetter: false, MetricScale.Share), Chance: 1),
        Saturated = new(new Metric("saturated units", HigherIsBetter: false, MetricScale.Share), Chance: 1);

    static readonly Condition Fewer = new Superiority("elu", "relu", Dead.Name, 0.1), None = new WithinBounds("elu", Dead.Name, 0, 0.01);

    public override string Topic => "no dead units";

    public override string Sentence => "ELU avoids the death of neurons altogether.";

    public override string Expected => "supported: no dead units, though saturated ones are possible";

    public override string Limits =>
        "Dead is a unit whose output does not vary over 5,000 images and that no gradient reaches. Adam at a rate of 0.02 is a stress, no way to "
            + "train.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Stress(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult fewer = Fewer.Evaluate(result), none = None.Evaluate(result);
        // "Altogether" is both: far fewer than with ReLU, and not one in a hundred on any seed.
        Finding finding = Findings.Of([fewer, none], "ReLU",
            $"Under stress {Findings.Mean(result, "elu", Dead.Name)} of ELU's units die and {Findings.Mean(result, "relu", Dead.Name)} of ReLU's; "
                + $"saturated, with a mean slope below 0.01, are {Findings.Mean(result, "elu", Saturated.Name)} and "
                + $"{Findings.Mean(result, "relu", Saturated.Name)}.") with
        {
            Qualifier = fewer.Verdict == Verdict.Supported && none.Verdict != Verdict.Supported ? "fewer units die, but some do" : "",
            Charts = [Pictures.PairedDifferences(result, Dead.Name)],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence, Dead.Name);
    }

    static GainRobustness Gains(ClaimData data) => new(Stress(data), "elu", "relu");

    static Experiment Stress(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu")],
        Settings = Settings.Of(
            ("steps", 600), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.02)),
        Measures = [Dead, Saturated],
        Conditions = [Fewer, None],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        History history = ImageClassifier.Fit(
            trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images.Train, trial.Settings.Integer("steps"),
            trial.Settings.Integer("batch"));
        if (history.Divergence is { } divergence)
            return Measured.Failed(FailureKind.Diverged, divergence.ToString());
        UnitCensus[] layers = UnitCensus.Of(model, ImageClassifier.ActivationOf(trial.Settings), images.Looked);
        return new Measured
        {
            { Dead.Name, layers.Average(layer => layer.Dead) },
            { Saturated.Name, layers.Average(layer => layer.Saturated) },
            { "dead by layer", layers.Select(layer => layer.Dead) },
        };
    }
}
