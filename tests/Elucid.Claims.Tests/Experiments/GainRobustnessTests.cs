using Elucid.Lab;

namespace Elucid.Claims.Tests.Experiments;

/// <summary>What a finding says where the initial gain decides, on planted scores.</summary>
[AnyWidth]
public class GainRobustnessTests
{
    static readonly Condition Better = new Superiority("elu", "relu", "score", 0.5);

    [Theory]
    [InlineData(1, 1, ClaimVerdict.Supported, "")]
    [InlineData(1, -1, ClaimVerdict.Depends, "depends on the initial gain")]
    [InlineData(-1, -1, ClaimVerdict.Refuted, "")]
    [InlineData(-1, 1, ClaimVerdict.Refuted, "depends on the initial gain")]
    [InlineData(0.4, -1, ClaimVerdict.Refuted, "")]
    public void A_lead_that_has_another_sign_at_another_gain_depends_on_it(double he, double leCun, ClaimVerdict verdict, string qualifier)
    {
        GainRobustness gains = new(Of(he, leCun), "elu", "relu");
        ExperimentResult result = gains.Of.Run();
        Finding finding = gains.Qualify(
            Findings.Of(Better.Evaluate(result), "ReLU", "It leads."),
            new Evidence(new ClaimData("/nowhere"), new Dictionary<string, ExperimentResult> { ["planted-gain"] = gains.Experiment.Run() }), "score");
        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(qualifier, finding.Qualifier);
        Assert.Equal(["He", "LeCun", "unit variance, against He's"], finding.Tables[^1].Rows.Select(row => row.Cells[0].Text));
    }

    [Fact]
    public void The_experiment_has_both_arms_at_both_gains_few_seeds_and_one_that_is_tuned_on()
    {
        Tuning tuning = new() { Setting = "rate", Grid = [1, 2], Score = ImageClassifier.ValidationLoss };
        Experiment experiment = new GainRobustness(Of(1, 1) with { Tuning = tuning }, "elu", "relu").Experiment;
        Assert.Equal(["elu, He", "relu, He", "elu, LeCun", "relu, LeCun", "elu, unit"], experiment.Arms.Select(arm => arm.Name));
        Assert.Equal("relu, He", experiment.Baseline);
        Assert.Equal((5, 1), (experiment.Seeds, experiment.Tuning!.Seeds.Count));
        Assert.Equal("lecun", experiment.Arms[2].Settings.Text("gain"));
    }

    static Experiment Of(double he, double leCun) => new()
    {
        Id = "planted",
        Arms = [Arm.Of("elu"), Arm.Of("relu")],
        Settings = Settings.Of(("gain", "he")),
        Measures = [new(new Metric("score", HigherIsBetter: true, MetricScale.Raw), Chance: 0)],
        RunTrial = trial => new Measured
        {
            {
                "score",
                0.01 * trial.Random.Derive(trial.Settings.Text("activation")).NextGaussian()
                    + (trial.Settings.Text("activation") == "relu" ? 0 : trial.Settings.Text("gain") == "he" ? he : leCun)
            },
        },
    };
}
