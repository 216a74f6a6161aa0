using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class S05GridSearchAlpha : Proof
{
    public override string Sentence => "One finds α by a grid search.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported";

    public override string Limits => "That a search finds an α says nothing about how much is gained by it, see T16.";

    public override string Answer =>
        "A tuned experiment tries each α on seeds of its own, takes the best by validation data and compares on other seeds; it "
        + "finds an optimum that was planted at 0.5.";

    public override IEnumerable<Check> Claimed()
    {
        ExperimentResult found = Search();
        yield return new Check("the planted optimum is chosen", found.Tried.Single(tried => tried.IsChosen).Value == 0.5);
        yield return new Check(
            "it is confirmed on seeds that the search did not use", found.Seeds.All(seed => !Tuning.DefaultSeeds.Contains(seed)));
    }

    static readonly Metric Score = new("score", HigherIsBetter: true, MetricScale.Raw);

    static ExperimentResult Search() => new Experiment
    {
        Id = "S05",
        Arms = [new Arm("elu", Settings.Empty)],
        Seeds = 3,
        Measures = [new Measure(Score, Chance: 0)],
        Tuning = new Tuning { Setting = "alpha", Grid = [0.25, 0.5, 1, 2], Score = Score, Rule = TuningRule.Best },
        RunTrial = trial => new Measured { { Score.Name, -Math.Abs(Math.Log(trial.Settings.Number("alpha") / 0.5)) } },
    }.Run(threads: 1);
}
