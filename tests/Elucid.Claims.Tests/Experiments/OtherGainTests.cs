using Elucid.Lab;

namespace Elucid.Claims.Tests.Experiments;

/// <summary>What a finding says where the conditions that decide it come out otherwise at another initial gain, on planted scores.</summary>
[AnyWidth]
public class OtherGainTests
{
    static readonly Condition
        Better = new Superiority("elu", "relu", "score", 0.5), Little = new NotMuchBetter("relu", "elu", "score", 0.5),
        Steadier = new SmallerSpread("elu", "relu", "score", 2);

    [Theory]
    [InlineData(1, 1, ClaimVerdict.Supported, "")]
    [InlineData(1, -1, ClaimVerdict.Depends, "depends on the initial gain")]
    [InlineData(-1, 1, ClaimVerdict.Refuted, "depends on the initial gain")]
    [InlineData(0.4, -1, ClaimVerdict.Refuted, "")]
    public void A_lead_that_has_another_sign_at_another_gain_depends_on_it(double he, double leCun, ClaimVerdict verdict, string qualifier) =>
        Assert.Equal((verdict, qualifier), Judged(Of(he, leCun), Better));

    // Neither a small lead nor a ratio of spreads parts at 0.
    [Fact]
    public void Each_condition_has_the_side_that_it_is_about()
    {
        Assert.Equal((ClaimVerdict.Supported, ""), Judged(Of(-0.1, 0.1), Little));
        Assert.Equal((ClaimVerdict.Depends, "depends on the initial gain"), Judged(Of(-0.1, -1), Little));
        Assert.Equal((ClaimVerdict.Supported, ""), Judged(Of(0, 0, spreadAtHe: 9, spreadAtLeCun: 3), Steadier));
        Assert.Equal((ClaimVerdict.Depends, "depends on the initial gain"), Judged(Of(0, 0, spreadAtHe: 9, spreadAtLeCun: 0.5), Steadier));
    }

    [Fact]
    public void The_experiment_has_the_arms_that_decide_at_LeCuns_gain_few_seeds_and_few_that_are_tuned_on()
    {
        Tuning tuning = new() { Setting = "rate", Grid = [1, 2], Score = ImageClassifier.ValidationLoss };
        Experiment of = Of(1, 1) with { Arms = [Arm.Of("elu"), Arm.Of("relu"), Arm.Of("tanh")], Tuning = tuning };
        Experiment experiment = new OtherGain(of, "planted-gain", Better) { Arms = ["elu", "relu"], TuningSeeds = 2 }.Experiment;
        Assert.Equal(["elu", "relu"], experiment.Arms.Select(arm => arm.Name));
        Assert.Equal(("planted-gain", "lecun", 5, 2),
            (experiment.Id, experiment.Settings.Text("gain"), experiment.Seeds, experiment.Tuning!.Seeds.Count));
    }

    static (ClaimVerdict, string) Judged(Experiment of, Condition condition)
    {
        OtherGain gains = new(of, "planted-gain", condition);
        ExperimentResult result = of.Run();
        Finding finding = gains.Qualify(
            Findings.Of(condition.Evaluate(result), "ReLU", "It leads."),
            new Evidence(
                new ClaimData("/nowhere"),
                new Dictionary<string, ExperimentResult> { ["planted"] = result, ["planted-gain"] = gains.Experiment.Run() }));
        Assert.Equal(condition.Text(of), finding.Tables[^1].Rows[0].Cells[0].Text);
        return (finding.Verdict, finding.Qualifier);
    }

    static Experiment Of(double he, double leCun, double spreadAtHe = 1, double spreadAtLeCun = 1) => new()
    {
        Id = "planted",
        Arms = [Arm.Of("elu"), Arm.Of("relu")],
        Seeds = 20,
        Settings = Settings.Of(("gain", "he")),
        Measures = [new(new Metric("score", HigherIsBetter: true, MetricScale.Raw), Chance: 0)],
        RunTrial = trial =>
        {
            bool isHe = trial.Settings.Text("gain") == "he", isElu = trial.Settings.Text("activation") == "elu";
            double noise = 0.01 * trial.Random.Derive(trial.Settings.Text("activation")).NextGaussian();
            return new Measured
            {
                { "score", isElu ? (isHe ? he : leCun) + noise : noise * (isHe ? spreadAtHe : spreadAtLeCun) },
            };
        },
    };
}
