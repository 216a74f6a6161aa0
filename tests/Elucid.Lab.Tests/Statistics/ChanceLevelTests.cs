namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class ChanceLevelTests
{
    [Fact]
    public void Failed_runs_get_the_chance_level_and_none_is_dropped() =>
        Assert.Equal([0.9, 0.1, 0.8], ChanceLevel.Replace([0.9, double.NaN, 0.8], [false, true, false], 0.1));

    [Theory]
    [InlineData(true, 2.3, 0.2, false)]
    [InlineData(false, 2.3, 0.2, true)]                   // a gradient was NaN once
    [InlineData(true, 2.3, double.NaN, true)]
    [InlineData(true, 2.3, double.PositiveInfinity, true)]
    [InlineData(true, 2.3, 2.31, true)]                   // training raised the loss
    public void A_run_has_failed_in_training_by_either_of_two_signs(bool finite, double initialLoss, double finalLoss, bool failed) =>
        Assert.Equal(failed, ChanceLevel.HasFailed(finite, initialLoss, finalLoss));

    [Theory]
    [InlineData(0.97, 0.97, 0.5, 0.5, true)]
    [InlineData(0.98, 0.97, 0.5, 0.5, true)]               // one percentage point
    [InlineData(0.99, 0.97, 0.5, 0.5, false)]
    [InlineData(0.96, 0.97, 0.75, 0.5, false)]             // below the majority, and half of the rare rows were found
    [InlineData(0.45, 0.97, 0.70, 0.5, false)]             // below 1/classes, and most of the rare rows were found
    [InlineData(0.96, 0.97, null, null, true)]
    [InlineData(0.11, 0.10, 0.11, 0.1, true)]
    [InlineData(0.1101, 0.10, 0.1101, 0.1, false)]
    public void Who_is_no_better_than_the_majority_in_either_way_has_learned_nothing(
        double accuracy, double majority, double? balanced, double? majorityBalanced, bool isMajority) =>
        Assert.Equal(isMajority, ChanceLevel.IsMajority(accuracy, majority, balanced, majorityBalanced));
}
