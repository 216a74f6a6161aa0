using Elucid.Lab.Statistics;

namespace Elucid.Lab.Tests.Statistics;

public class PlainWordsTests
{
    static readonly double[] Relu = [0.950, 0.952, 0.949, 0.955, 0.951, 0.948, 0.953, 0.950, 0.954, 0.947];
    static readonly double[] Lead = [0.010, 0.012, 0.013, 0.009, 0.014, 0.011, 0.008, 0.012, 0.010, 0.013];
    static readonly double[] Noise = [0.002, -0.001, 0.003, -0.002, 0.001, -0.003, 0.004, -0.004, 0.002, -0.001];

    static double[] Plus(double[] a, double[] b, double factor = 1) => [.. a.Zip(b, (x, y) => x + factor * y)];

    static string Describe(Metric metric, int seeds, string baseline, params (string Name, double[] Values)[] arms) => PlainWords.Describe(
        StudyComparison.Of(metric, [.. arms.Select(arm => new Arm(arm.Name, arm.Values.AsSpan(..seeds)))], baseline));

    [Fact]
    public void A_winner() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void A_winner_and_the_next_best() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead, 2)), ("mish", Plus(Relu, Lead))));

    [Fact]
    public void A_winner_before_the_baseline() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("tanh", Plus(Relu, Lead, -1)), ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void The_baseline_wins() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("tanh", Plus(Relu, Lead, -1)), ("selu", Plus(Relu, Lead, -2))));

    [Fact]
    public void A_loss_is_told_as_a_ratio() => Assert.Equal("?",
        Describe(Metric.TestLoss, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead, -10))));

    [Fact]
    public void Two_at_the_top() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead)), ("mish", Plus(Plus(Relu, Lead), Noise, 0.5))));

    [Fact]
    public void Three_at_the_top_one_of_them_the_same_function() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead)), ("celu", Plus(Relu, Lead)),
            ("mish", Plus(Plus(Relu, Lead), Noise, -0.5)), ("gelu", Plus(Plus(Relu, Lead), Noise, -1))));

    [Fact]
    public void The_data_cannot_tell() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Noise)), ("tanh", Plus(Relu, Lead, -1))));

    [Fact]
    public void The_data_cannot_tell_between_two() => Assert.Equal("?",
        Describe(Metric.TestLoss, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, Noise))));

    [Fact]
    public void The_baseline_and_its_alias_lead() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("leaky-relu:slope=0", Relu), ("tanh", Plus(Relu, Lead, -1)), ("selu", Plus(Relu, Lead, -2))));

    [Fact]
    public void Too_few_seeds_for_any_decision() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 5, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void Too_few_seeds_for_so_many_comparisons() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 6, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead)), ("mish", Plus(Relu, Lead, 0.5))));

    [Fact]
    public void One_seed() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 1, "relu", ("relu", Relu), ("elu", Plus(Relu, Lead))));

    [Fact]
    public void The_same_lead_on_every_seed() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", Plus(Relu, [.. Enumerable.Repeat(0.01, 10)]))));

    [Fact]
    public void An_outlier() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "relu", ("relu", Relu), ("elu", [.. Plus(Relu, Lead).Take(9), 0.999])));

    [Fact]
    public void The_same_activation_against_itself() => Assert.Equal("?",
        Describe(Metric.TestAccuracy, 10, "elu", ("elu", Relu), ("celu", Relu), ("elu again", Relu)));

    [Fact]
    public void One_arm() => Assert.Equal("?", Describe(Metric.TestAccuracy, 10, "elu", ("elu", Relu)));

    [Fact]
    public void Failures_are_told()
    {
        double[] values = Plus(Relu, Lead);
        bool[] failed = [false, false, true, false, false, false, false, true, false, false];
        double[] outcomes = ChanceLevel.Replace(values, failed, ChanceLevel.Accuracy(10));
        StudyComparison study = StudyComparison.Of(Metric.TestAccuracy, [new Arm("relu", Relu), new Arm("selu", outcomes, failed)], "relu");
        Assert.Equal("?", PlainWords.Describe(study));
        Assert.Equal(0.5, study.Ranking.Single(arm => arm.Name == "selu").FailureP);
    }
}
