using Elucid.Lab.Statistics;

namespace Elucid.Lab.Tests.Statistics;

public class ChanceLevelTests
{
    [Fact]
    public void Chance_is_what_guessing_reaches()
    {
        Assert.Equal(2.302585092994046, ChanceLevel.CrossEntropy(10), 1e-15);
        Assert.Equal(0.1, ChanceLevel.Accuracy(10));
        // The training mean is 2; the test errors are 1 and 3.
        Assert.Equal(Math.Sqrt(5), ChanceLevel.Rmse([1, 2, 3], [3, 5]), 1e-15);
    }

    [Fact]
    public void Failed_runs_get_the_chance_level_and_none_is_dropped() =>
        Assert.Equal([0.9, 0.1, 0.8], ChanceLevel.Replace([0.9, double.NaN, 0.8], [false, true, false], ChanceLevel.Accuracy(10)));

    [Theory]
    [InlineData(true, 2.3, 0.2, 0.95, false)]
    [InlineData(false, 2.3, 0.2, 0.95, true)]                   // a gradient was NaN once
    [InlineData(true, 2.3, double.NaN, 0.95, true)]
    [InlineData(true, 2.3, double.PositiveInfinity, 0.95, true)]
    [InlineData(true, 2.3, 2.31, 0.95, true)]                   // training raised the loss
    [InlineData(true, 2.3, 2.2, 0.11, true)]                    // chance + 1 pp
    [InlineData(true, 2.3, 2.2, 0.1101, false)]
    [InlineData(true, 2.3, 2.2, null, false)]                   // regression has no accuracy
    public void A_run_has_failed_by_any_of_three_signs(bool finite, double initialLoss, double finalLoss, double? accuracy, bool failed) =>
        Assert.Equal(failed, ChanceLevel.HasFailed(finite, initialLoss, finalLoss, accuracy, classes: 10));

    [Fact]
    public void One_class_has_no_chance_level() =>
        Assert.StartsWith("ChanceLevel: expected at least 2 classes, but got 1. With one class there is nothing to predict.",
            Assert.Throws<ArgumentOutOfRangeException>(() => ChanceLevel.Accuracy(1)).Message);
}
