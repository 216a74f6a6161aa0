namespace Elucid.Lab.Tests.Experiments;

/// <summary>Experiments whose results are planted: an arm's score is what its settings say, with a little of its seed's own.</summary>
static class Planted
{
    public static Measure Score { get; } = new(new Metric("score", HigherIsBetter: true, MetricScale.Raw), Chance: -1);

    public static Metric Loss { get; } = new("loss", HigherIsBetter: false, MetricScale.Ratio);

    /// <summary>Arms with planted values: the settings <c>value</c> and <c>spread</c>, or <c>does</c> for what goes wrong.</summary>
    public static Experiment Of(params Arm[] arms) => new()
    {
        Id = "planted",
        Arms = arms,
        Seeds = 8,
        Measures = [Score],
        RunTrial = Run,
    };

    public static Arm Arm(string name, double value, double spread = 0.1) =>
        new(name, Settings.Of(("value", value), ("spread", spread), ("name", name)));

    public static Arm Faulty(string does, int? onSeed = null) => new(
        does, Settings.Of(("value", 1), ("spread", 0.1), ("does", does), ("on", onSeed ?? -1)));

    public static ArmScores Scores(this ExperimentResult result, string arm) => result.Scores(arm, "score");

    static Measured Run(Trial trial)
    {
        if (trial.Settings.Has("does") && trial.Settings.Integer("on") is var seed && (seed < 0 || seed == trial.Seed))
            switch (trial.Settings.Text("does"))
            {
                case "throws": throw new InvalidDataException("planted");
                case "gives NaN": return new Measured { { "score", double.NaN } };
                case "fails": return new Measured { Failure = new(FailureKind.LearnedNothing, "planted") };
                case "measures nothing": return [];
                case "hangs": Thread.Sleep(Timeout.Infinite); break;
                case "is slow":
                    while (true)
                    {
                        trial.Report(0.5);
                        Thread.Sleep(1);
                    }
            }
        double value = trial.Settings.Number("value") + trial.Settings.Number("spread") * trial.Random.Derive("noise").NextGaussian();
        return new Measured { { "score", value }, { "course", [trial.Seed, value] } };
    }
}
