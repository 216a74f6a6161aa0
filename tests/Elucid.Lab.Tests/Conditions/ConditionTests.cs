using Elucid.Lab.Tests.Experiments;

namespace Elucid.Lab.Tests.Conditions;

/// <summary>Each condition on planted values, both ways.</summary>
[AnyWidth]
public class ConditionTests
{
    [Theory]
    [InlineData(2, Verdict.Supported)]
    [InlineData(1.1, Verdict.RefutedNegligible)]
    [InlineData(0.5, Verdict.RefutedOpposite)]
    [InlineData(1, Verdict.NoDifference)]
    public void Superiority_is_the_rule_of_the_verdict(double value, Verdict verdict) => Assert.Equal(
        verdict, Judge(new Superiority("b", "a", "score", 0.5), Planted.Arm("a", 1), Planted.Arm("b", value)).Verdict);

    [Fact]
    public void What_seeds_disagree_on_is_inconclusive()
    {
        Experiment experiment = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 1)) with
        {
            RunTrial = trial => new Measured { { "score", trial.Arm.Name == "a" ? 0 : trial.Seed % 2 == 0 ? 2 : -1.5 } },
            Conditions = [new Superiority("b", "a", "score", 0.5)],
        };
        Assert.Equal(Verdict.Inconclusive, experiment.Run().Judge()[0].Verdict);
    }

    [Theory]
    [InlineData(3, 1.5, Verdict.Supported)]
    [InlineData(2, 2, Verdict.NoDifference)]
    [InlineData(1.5, 3, Verdict.RefutedOpposite)]
    public void An_interaction_compares_two_leads(double here, double there, Verdict verdict) => Assert.Equal(verdict, Judge(
        new Interaction(("elu small", "relu small"), ("elu large", "relu large"), "score", 0.5),
        Planted.Arm("elu small", here), Planted.Arm("relu small", 1), Planted.Arm("elu large", there), Planted.Arm("relu large", 1)).Verdict);

    [Theory]
    [InlineData(1.1, Verdict.Supported)]
    [InlineData(1, Verdict.Supported)]
    [InlineData(2, Verdict.Refuted)]
    [InlineData(0, Verdict.Refuted)]
    public void Equivalence_wants_the_whole_interval_within_the_margin(double value, Verdict verdict) => Assert.Equal(
        verdict, Judge(new Equivalence("b", "a", "score", 0.5), Planted.Arm("a", 1), Planted.Arm("b", value)).Verdict);

    [Theory]
    [InlineData(0.1, 0, 2, Verdict.Supported)]
    [InlineData(0.1, 1.2, 2, Verdict.Refuted)]
    [InlineData(5, 0, 2, Verdict.Refuted)]
    public void Bounds_hold_on_every_seed(double spread, double least, double most, Verdict verdict) => Assert.Equal(
        verdict, Judge(new WithinBounds("a", "score", least, most), Planted.Arm("a", 1, spread)).Verdict);

    [Fact]
    public void A_failed_trial_is_out_of_bounds() => Assert.Equal(
        Verdict.Refuted, Judge(new WithinBounds("fails", "score", -5, 5), Planted.Faulty("fails", onSeed: 3)).Verdict);

    [Theory]
    [InlineData(0.5, Verdict.Supported)]
    [InlineData(1.5, Verdict.Refuted)]
    [InlineData(0.96, Verdict.Inconclusive)]
    public void A_threshold_is_reached_by_the_whole_interval(double bound, Verdict verdict) => Assert.Equal(
        verdict, Judge(new Threshold("a", "score", bound), Planted.Arm("a", 1)).Verdict);

    [Theory]
    [InlineData("sound", "fails", false, Verdict.Supported)]
    [InlineData("fails", "sound", false, Verdict.RefutedOpposite)]
    [InlineData("sound", "sound", false, Verdict.Inconclusive)]
    [InlineData("sound", "sound", true, Verdict.Supported)]
    public void Failures_are_counted_in_pairs(string arm, string than, bool orAsMany, Verdict verdict) => Assert.Equal(
        verdict, Judge(new FewerFailures(arm, than, orAsMany), Planted.Arm("sound", 1), Planted.Faulty("fails")).Verdict);

    [Theory]
    [InlineData(0.01, 1, Verdict.Supported)]
    [InlineData(1, 0.01, Verdict.RefutedOpposite)]
    public void Spreads_are_compared_by_their_ratio(double arm, double other, Verdict verdict) => Assert.Equal(verdict, Judge(
        new SmallerSpread("b", "a", "score", 2), Planted.Arm("a", 1, other), Planted.Arm("b", 1, arm)).Verdict);

    [Theory]
    [InlineData(1.8, Verdict.Supported)]
    [InlineData(1.1, Verdict.RefutedNegligible)]
    public void A_share_of_a_gap_is_recovered(double value, Verdict verdict)
    {
        ConditionResult result = Judge(
            new RecoveredShare("between", "from", "to", "score", SupportedAbove: 0.25, RefutedBelow: 0.5),
            Planted.Arm("from", 1), Planted.Arm("between", value), Planted.Arm("to", 2));
        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(100 * (value - 1), result.Estimate, 1e-9);
    }

    [Theory]
    [InlineData(1.2, Verdict.Supported)]
    [InlineData(0.2, Verdict.Supported)]
    [InlineData(2, Verdict.Refuted)]
    [InlineData(1.5, Verdict.Inconclusive)]
    public void A_small_gain_stays_below_its_margin(double value, Verdict verdict) => Assert.Equal(
        verdict, Judge(new NotMuchBetter("b", "a", "score", 0.5), Planted.Arm("a", 1, 0.5), Planted.Arm("b", value, 0.4)).Verdict);

    [Theory]
    [InlineData("sound", "early", true, Verdict.Supported)]
    [InlineData("sound", "sound", true, Verdict.Supported)]
    [InlineData("sound", "sound", false, Verdict.Refuted)]
    [InlineData("early", "sound", true, Verdict.Refuted)]
    public void Tolerance_counts_what_trains_on_every_seed_from_the_first_on(string kind, string than, bool orMore, Verdict verdict)
    {
        string[] Arms(string kind) => [$"{kind} 1", $"{kind} 2", $"{kind} 3"];
        Arm Failing(string name) => Planted.Faulty("fails", onSeed: 2) with { Name = name };
        Assert.Equal(verdict, Judge(
            new ToleratesAsMuch(Arms(kind), Arms(than), orMore),
            Planted.Arm("sound 1", 1), Planted.Arm("sound 2", 1), Failing("sound 3"),
            Planted.Arm("early 1", 1), Failing("early 2"), Planted.Arm("early 3", 1)).Verdict);
    }

    [Theory]
    [InlineData(3, Verdict.Supported)]
    [InlineData(1.1, Verdict.RefutedNegligible)]
    [InlineData(-1, Verdict.RefutedOpposite)]
    public void A_trend_is_a_slope_for_each_seed(double last, Verdict verdict)
    {
        ConditionResult result = Judge(
            new RisingTrend([("a", 0), ("b", 1), ("c", 2)], "score", "ln rate", 0.5),
            Planted.Arm("a", 1), Planted.Arm("b", (1 + last) / 2), Planted.Arm("c", last));
        Assert.Equal(verdict, result.Verdict);
        Assert.Equal((last - 1) / 2, result.Estimate, 1e-9);
    }

    // One outlier pulls the mean out of the interval of ranks; the estimate shown is the one that the interval surrounds.
    [Fact]
    public void An_effect_lies_within_its_interval()
    {
        Experiment experiment = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 1)) with
        {
            Seeds = 20,
            RunTrial = trial => new Measured { { "score", trial.Arm.Name == "a" ? 0 : trial.Seed == 0 ? 1000 : 1 + 0.01 * trial.Seed } },
            Conditions = [new Superiority("b", "a", "score", 0.5)],
        };
        ConditionResult result = experiment.Run(cancellation: TestContext.Current.CancellationToken).Judge()[0];
        Assert.True(result.Interval.Contains(result.Estimate), $"{result.Estimate} in {result.Interval}");
    }

    [Fact]
    public void Every_rule_says_its_numbers() => Assert.Equal(
        [
            "b is better than a in score by at least 0.5",
            "the lead of b over a in score exceeds that of d over c by at least 0.5",
            "b differs from a in score by less than 0.5",
            "on every seed score of a is from 0 to 2",
            "mean score of a reaches 0.5",
            "b fails on fewer seeds than a, or as many",
            "score varies less with b than with a: ratio of variances at least 2",
            "b recovers of the gap in score from a to c more than 0.25; refuted below 0.5",
            "b is better than a in score by less than 0.5",
            "of b | c as many or more train on every seed, from the first on, as of a | d",
            "score rises along ln rate of a | b by at least 0.5 for 1",
        ],
        new Condition[]
        {
            new Superiority("b", "a", "score", 0.5), new Interaction(("b", "a"), ("d", "c"), "score", 0.5), new Equivalence("b", "a", "score", 0.5),
            new WithinBounds("a", "score", 0, 2), new Threshold("a", "score", 0.5), new FewerFailures("b", "a", OrAsMany: true),
            new SmallerSpread("b", "a", "score", 2), new RecoveredShare("b", "a", "c", "score", 0.25, 0.5),
            new NotMuchBetter("b", "a", "score", 0.5), new ToleratesAsMuch(["b", "c"], ["a", "d"]),
            new RisingTrend([("a", 0), ("b", 1)], "score", "ln rate", 0.5),
        }.Select(condition => condition.Rule));

    [Fact]
    public void People_read_a_rule_in_the_metrics_unit_and_without_seventeen_digits()
    {
        Experiment Of(MetricScale scale, bool isHigherBetter = false) => Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2)) with
        {
            Measures = [new(new Metric("score", isHigherBetter, scale), Chance: 0)],
        };
        Condition better = new Superiority("b", "a", "score", -Math.Log(1 - 0.03)), little = new NotMuchBetter("b", "a", "score", 0.003);
        Assert.Equal("b is better than a in score by at least 0.030459207484708574", better.Rule);
        Assert.Equal("b is better than a in score by at least 3 %", better.Text(Of(MetricScale.Ratio)));
        Assert.Equal("b is better than a in score by less than 0.3 percentage points", little.Text(Of(MetricScale.Share)));
        Assert.Equal("b is better than a in score by at least 40", new Superiority("b", "a", "score", 40).Text(Of(MetricScale.Raw, true)));
        Assert.Equal("mean score of a reaches 1235", new Threshold("a", "score", 1234.9).Text(Of(MetricScale.Raw)));
        Assert.Equal("on every seed score of a is from −0.5 to ∞",
            new WithinBounds("a", "score", -0.5, double.PositiveInfinity).Text(Of(MetricScale.Raw)));
        Assert.Equal(
            "b is better than a in score by at least 0.5",
                Judge(new Superiority("b", "a", "score", 0.5), Planted.Arm("a", 1), Planted.Arm("b", 2)).Text);
    }

    static ConditionResult Judge(Condition condition, params Arm[] arms) =>
        (Planted.Of(arms) with { Conditions = [condition] }).Run().Judge()[0];
}
