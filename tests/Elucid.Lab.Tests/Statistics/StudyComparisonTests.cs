namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class StudyComparisonTests
{
    static readonly ArmScores Low = new("low", [1, 2, 3, 4, 5, 6, 7, 8]);
    static readonly ArmScores Middle = new("middle", [2.1, 3.2, 4.3, 5.4, 6.5, 7.6, 8.7, 9.8]);
    static readonly ArmScores High = new("high", [4, 6, 5, 8, 7.5, 9, 9.1, 11]);

    [Fact]
    public void Arms_are_ranked_and_compared_in_two_families()
    {
        StudyComparison study = StudyComparison.Of(Metric.TestR2, [Low, Middle, High], "middle");
        Assert.Equal(["high", "middle", "low"], study.Ranking.Select(arm => arm.Name));
        Assert.Null(study.Best.BestAgainst);
        Assert.Null(study.Ranking[1].AgainstBaseline);
        Assert.Null(study.Ranking[1].FailureP);
        // All eight differences point one way: p = 2/256, corrected for two comparisons.
        Assert.All(study.Ranking.Where(arm => arm.Name != "middle"), arm => Assert.Equal(2 * 2 / 256.0, arm.AgainstBaseline!.WilcoxonP));
        Assert.Equal(
            [Standing.Better, Standing.Worse], study.Ranking.Where(arm => arm.Name != "middle").Select(arm => arm.AgainstBaseline!.Standing));
        Assert.Equal([Standing.Better, Standing.Better], study.Ranking.Skip(1).Select(arm => arm.BestAgainst!.Standing));
    }

    [Fact]
    public void Where_lower_is_better_the_ranking_turns_round() => Assert.Equal(["low", "middle", "high"],
        StudyComparison.Of(Metric.TestLoss, [Low, Middle, High], "high").Ranking.Select(arm => arm.Name));

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 7)]
    [InlineData(7, 9)]
    public void More_comparisons_need_more_seeds(int comparisons, int seeds)
    {
        ArmScores[] arms = [.. Enumerable.Range(0, comparisons + 1).Select(i => new ArmScores($"{i}", [i]))];
        Assert.Equal(seeds, StudyComparison.Of(Metric.TestR2, arms, "0").SeedsNeeded);
    }

    [Fact]
    public void A_study_that_cannot_be_compared_says_why()
    {
        Assert.Equal("StudyComparison: expected the baseline to be one of low, high, but got 'relu'. Add it or choose another.",
            Assert.Throws<ArgumentException>(() => StudyComparison.Of(Metric.TestR2, [Low, High], "relu")).Message);
        Assert.Equal("StudyComparison: expected every arm once, but got 'low' twice. Give the second another name.",
            Assert.Throws<ArgumentException>(() => StudyComparison.Of(Metric.TestR2, [Low, Low], "low")).Message);
        Assert.Equal(
            "StudyComparison, 'low' and 'short': expected one value per seed on both sides, but got 8 and 1. Pair the runs by seed; never drop one.",
            Assert.Throws<ArgumentException>(() => StudyComparison.Of(Metric.TestR2, [Low, new ArmScores("short", [1])], "low")).Message);
        Assert.Equal(
            "Arm 'elu': expected finite values, but value 0 is NaN. Give a failed run its chance-level value first (ChanceLevel.Replace); failures "
                + "are never dropped.",
            Assert.Throws<ArgumentException>(() => new ArmScores("elu", [double.NaN])).Message);
    }
}
