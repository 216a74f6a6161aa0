namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public sealed class SeedsToDecideTests
{
    // n of the paired t test by the noncentral t distribution, rounded up: 33.4, 9.9 and 198.2.
    [Theory]
    [InlineData(0.5, 1, 34)]
    [InlineData(1, 1, 10)]
    [InlineData(0.2, 1, 199)]
    public void It_is_the_number_of_the_t_test_and_a_twentieth_more_for_ranks(double effect, int comparisons, int means)
    {
        int seeds = SeedsToDecide.Of(Paired(effect, comparisons))!.Value;
        Assert.InRange(seeds, means * Math.PI / 3 - 2, means * Math.PI / 3 + 2);
    }

    [Theory]
    [InlineData(0.6, 1)]
    [InlineData(0.9, 1)]
    [InlineData(0.9, 7)]
    public void With_so_many_seeds_four_of_five_studies_decide(double effect, int comparisons)
    {
        int seeds = SeedsToDecide.Of(Paired(effect, comparisons))!.Value, decided = 0;
        const int Studies = 1500;
        Random random = new(7);
        for (int study = 0; study < Studies; study++)
        {
            PairedComparison paired = PairedComparison.Of([.. Enumerable.Range(0, seeds).Select(_ => effect + Normal(random))], comparisons);
            decided += paired.WilcoxonP * comparisons < Contrast.Level && paired.Direction > 0 ? 1 : 0;
        }
        Assert.InRange(decided / (double)Studies, 0.75, 0.86);
    }

    [Fact]
    public void Seeds_that_tie_do_not_count()
    {
        double[] some = [0.3, -0.1, 0.2, 0.4, -0.2, 0.3, 0.1, 0.2], tied = [.. some, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.True(SeedsToDecide.Of(PairedComparison.Of(tied)) > 1.8 * SeedsToDecide.Of(PairedComparison.Of(some)));
    }

    [Fact]
    public void It_never_promises_what_the_test_cannot_reach()
    {
        PairedComparison clear = PairedComparison.Of([1, 1.01, 1.02], comparisons: 7);
        Assert.Equal(StudyComparison.SeedsNeededFor(7), SeedsToDecide.Of(clear));
    }

    [Fact]
    public void What_says_nothing_gets_no_number_and_what_is_hopeless_a_bound()
    {
        Assert.Null(SeedsToDecide.Of(PairedComparison.Of([1])));
        Assert.Null(SeedsToDecide.Of(PairedComparison.Of([1, -1, 2, -2])));
        Assert.Equal(SeedsToDecide.Most, SeedsToDecide.Of(PairedComparison.Of([1, -1, 2, -2.001])));
    }

    [Fact]
    public void A_study_says_it_in_a_sentence()
    {
        StudyComparison study = StudyComparison.Of(
            Metric.TestR2,
            [new("relu", [0.0, 0, 0, 0, 0, 0]), new("elu", [0.3, -0.1, 0.2, 0.4, -0.2, 0.3]), new("tanh", [1.0, -1, 2, -2, 3, -3.001])], "relu");
        Assert.Equal(
            "What is open against relu, from some 29 (elu) to more than 10,000 (tanh) seeds would decide in 80 % of studies, if the effects are what "
                + "they seem; there are 6.",
            SeedsToDecide.Describe(study));
        StudyComparison decided = StudyComparison.Of(
            Metric.TestR2, [new("relu", [0.0, 0, 0, 0, 0, 0]), new("elu", [0.3, 0.1, 0.2, 0.4, 0.25, 0.35])], "relu");
        Assert.Equal("", SeedsToDecide.Describe(decided));
    }

    // Differences with exactly this mean in deviations.
    static PairedComparison Paired(double effect, int comparisons)
    {
        double[] normal = [-1.5, -1, -0.6, -0.3, 0, 0.3, 0.6, 1, 1.5];
        double deviation = Summary.Of(normal).StandardDeviation;
        return PairedComparison.Of([.. normal.Select(value => effect + value / deviation)], comparisons);
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
