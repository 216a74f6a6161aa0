namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class PlainWordsTests
{
    static readonly double[] Relu = [0.950, 0.952, 0.949, 0.955, 0.951, 0.948, 0.953, 0.950, 0.954, 0.947];
    static readonly double[] Lead = [0.010, 0.012, 0.013, 0.009, 0.014, 0.011, 0.008, 0.012, 0.010, 0.013];
    static readonly double[] Noise = [0.002, -0.001, 0.003, -0.002, 0.001, -0.003, 0.004, -0.004, 0.002, -0.001];

    static double[] Plus(double[] a, double[] b, double factor = 1) => [.. a.Zip(b, (x, y) => x + factor * y)];

    static string Describe(Metric metric, int seeds, string baseline, params (string Name, double[] Values)[] arms) => PlainWords.Describe(
        StudyComparison.Of(metric, [.. arms.Select(arm => new ArmScores(arm.Name, arm.Values.AsSpan(..seeds)))], baseline));

    [Fact]
    public void A_winner() => Assert.Equal(
        "elu wins: its test accuracy is 1.12 percentage points higher than that of relu (95 % CI 0.98 to 1.26; Wilcoxon p = 0.002, "
            + "paired t test p < 0.001; 10 seeds).",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void A_winner_and_the_next_best() => Assert.Equal(
        "elu wins: its test accuracy is 2.24 percentage points higher than that of relu (95 % CI 1.91 to 2.57; Wilcoxon p = 0.004, "
            + "paired t test p < 0.001, all corrected for 2 comparisons; 10 seeds), and 1.12 percentage points higher than that of mish, the "
            + "next best.",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead, 2)), ("mish", Plus(Relu, Lead))));

    [Fact]
    public void A_winner_before_the_baseline() => Assert.Equal(
        "elu wins: its test accuracy is 1.12 percentage points higher than that of relu, the next best (95 % CI 0.96 to 1.28; Wilcoxon p "
            + "= 0.004, paired t test p < 0.001, all corrected for 2 comparisons; 10 seeds).",
        Describe(Metric.TestAccuracy, 10, "relu", ("tanh", Plus(Relu, Lead, -1)), ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void The_baseline_wins() => Assert.Equal(
        "relu, the baseline, wins: its test accuracy is 1.12 percentage points higher than that of tanh, the next best (95 % CI 0.96 to "
            + "1.28; Wilcoxon p = 0.004, paired t test p < 0.001, all corrected for 2 comparisons; 10 seeds).",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("tanh", Plus(Relu, Lead, -1)), ("selu", Plus(Relu, Lead, -2))));

    [Fact]
    public void A_loss_is_told_as_a_ratio() => Assert.Equal(
        "elu wins: its test loss is 11.8 % lower than that of relu (95 % CI 10.3 to 13.3; Wilcoxon p = 0.002, paired t test p < 0.001; "
            + "10 seeds).",
        Describe(Metric.TestLoss, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead, -10))));

    [Fact]
    public void Two_at_the_top() => Assert.Equal(
        "mish beats relu: its test accuracy is 1.13 percentage points higher (95 % CI 0.95 to 1.30; Wilcoxon p = 0.004, paired t test "
            + "p < 0.001, all corrected for 2 comparisons; 10 seeds). But mish and elu cannot be told apart.",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead)), ("mish", Plus(Plus(Relu, Lead), Noise, 0.5))));

    [Fact]
    public void Three_at_the_top_one_of_them_the_same_function() => Assert.Equal(
        "elu beats relu: its test accuracy is 1.12 percentage points higher (95 % CI 0.93 to 1.31; Wilcoxon p = 0.008, paired t test p "
            + "< 0.001, all corrected for 4 comparisons; 10 seeds). But elu cannot be told apart from mish or gelu, and the scores of "
            + "elu and celu tie on every seed.",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead)), ("celu", Plus(Relu, Lead)),
            ("mish", Plus(Plus(Relu, Lead), Noise, -0.5)), ("gelu", Plus(Plus(Relu, Lead), Noise, -1))));

    [Fact]
    public void The_data_cannot_tell() => Assert.Equal(
        "The data cannot tell which is best: elu and relu cannot be told apart. elu has the highest mean test accuracy; its mean lead "
            + "over relu is 0.01 percentage points (95 % CI −0.22 to 0.24; Wilcoxon p = 0.92, paired t test p = 0.91, all corrected for 2 "
            + "comparisons; 10 seeds). Against relu, tanh does worse.",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Noise)), ("tanh", Plus(Relu, Lead, -1))));

    [Fact]
    public void The_data_cannot_tell_between_two() => Assert.Equal(
        "The data cannot tell which is best: relu and elu cannot be told apart. relu has the lowest mean test loss; its mean lead over "
            + "elu is 0.01 % (95 % CI −0.19 to 0.21; Wilcoxon p = 1, paired t test p = 0.91; 10 seeds).",
        Describe(Metric.TestLoss, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Noise))));

    [Fact]
    public void The_baseline_and_its_alias_lead() => Assert.Equal(
        "The data cannot tell which is best: the scores of relu and leaky-relu:slope=0 tie on every seed. Against relu, tanh and "
            + "selu do worse.",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("leaky-relu:slope=0", Relu), ("tanh", Plus(Relu, Lead, -1)),
            ("selu", Plus(Relu, Lead, -2))));

    [Fact]
    public void Too_few_seeds_for_any_decision() => Assert.Equal(
        "elu has the highest mean test accuracy; its mean lead over relu is 1.16 percentage points (95 % CI 0.90 to 1.42; Wilcoxon p = "
            + "0.063, paired t test p < 0.001; 5 seeds). But 5 seeds cannot decide: the smallest p that the Wilcoxon test can reach with them "
            + "is 2/2^5 = 0.0625. At least 6 seeds are needed.",
        Describe(Metric.TestAccuracy, 5, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void Too_few_seeds_for_so_many_comparisons() => Assert.Equal(
        "elu has the highest mean test accuracy; its mean lead over relu is 1.15 percentage points (95 % CI 0.91 to 1.39; Wilcoxon p = "
            + "0.063, paired t test p < 0.001, all corrected for 2 comparisons; 6 seeds). But 6 seeds cannot decide: the smallest p that the "
            + "Wilcoxon test can reach with them is 2/2^6 = 0.0312, or 0.0625 after Holm's correction for 2 comparisons. At least 7 seeds are "
            + "needed.",
        Describe(Metric.TestAccuracy, 6, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead)), ("mish", Plus(Relu, Lead, 0.5))));

    [Fact]
    public void Ties_that_leave_too_few_pairs() => Assert.Equal(
        "The data cannot tell which is best: elu and relu cannot be told apart. elu has the highest mean test accuracy; its mean lead over relu is "
            + "0.58 percentage points (95 % Hodges-Lehmann interval 0.00 to 1.15; Wilcoxon p = 0.063, paired t test p = 0.017; 10 seeds, 5 of which "
            + "tie and drop out, and with 5 "
            + "left no p is below 2/2^5 = 0.0625).",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, [.. Lead.Take(5), 0, 0, 0, 0, 0]))));

    [Fact]
    public void One_seed() => Assert.Equal(
        "One seed cannot decide anything. elu has the highest test accuracy; its lead over relu is 1.00 percentage points. At least 6 "
            + "seeds are needed.",
        Describe(Metric.TestAccuracy, 1, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void The_same_lead_on_every_seed() => Assert.Equal(
        "elu wins: its test accuracy is 1.00 percentage points higher than that of relu (the same difference on every seed; Wilcoxon p = "
            + "0.002, paired t test p < 0.001; 10 seeds).",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, [.. Enumerable.Repeat(0.01, 10)]))));

    [Fact]
    public void An_outlier() => Assert.Equal(
        "elu wins: its test accuracy is 1.2 percentage points higher than that of relu (95 % Hodges-Lehmann interval 1.0 to 3.1; "
            + "Wilcoxon p = 0.002, paired t test p = 0.005; 10 seeds).",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", [.. Plus(Relu, Lead).Take(9), 0.999])));

    [Fact]
    public void The_same_activation_against_itself() => Assert.Equal(
        "elu, celu and elu again: the scores tie, the test accuracy is the same on every seed. They do equally well on these test rows, "
            + "which does not say that the networks are equal.",
        Describe(Metric.TestAccuracy, 10, "elu", ("elu", Relu), ("celu", Relu), ("elu again", Relu)));

    [Fact]
    public void One_arm() => Assert.Equal(
        "Only elu was studied: there is nothing to compare it with.", Describe(Metric.TestAccuracy, 10, "elu", ("elu", Relu)));

    [Fact]
    public void Failures_are_told()
    {
        double[] values = Plus(Relu, Lead);
        bool[] failed = [false, false, true, false, false, false, false, true, false, false];
        double[] outcomes = ChanceLevel.Replace(values, failed, 0.1);
        StudyComparison study =
            StudyComparison.Of(Metric.TestAccuracy, [new ArmScores("relu", Relu), new ArmScores("selu", outcomes, failed)], "relu");
        Assert.Equal("The data cannot tell which is best: relu and selu cannot be told apart. relu has the highest mean test accuracy; its mean lead "
            + "over selu is 16 percentage points (95 % Hodges-Lehmann interval −1 to 42; Wilcoxon p = 0.41, paired t test p = 0.19; 10 "
            + "seeds). Failed runs, counted at chance level: selu 2 of 10.", PlainWords.Describe(study));
        Assert.Equal(0.5, study.Ranking.Single(arm => arm.Name == "selu").FailureP);
    }
}
