using CsCheck;

namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class MetricTests
{
    [Fact]
    public void Better_is_above_0_on_every_scale()
    {
        Assert.Equal(0.02, Metric.TestAccuracy.Difference(0.95, 0.97), 1e-15);
        Assert.Equal(Math.Log(2), Metric.TestLoss.Difference(0.4, 0.2), 1e-15);
        Assert.Equal(0.1, Metric.TestR2.Difference(-0.2, -0.1), 1e-15);
        Assert.Equal(Math.Log(2), new Metric("throughput", HigherIsBetter: true, MetricScale.Ratio).Difference(10, 20), 1e-15);
        Assert.Equal(3, new Metric("bias", HigherIsBetter: false, MetricScale.Raw).Difference(5, 2));
    }

    [Fact]
    public void Differences_read_as_percent_or_points()
    {
        Assert.Equal(50, Metric.TestLoss.Readable(Metric.TestLoss.Difference(0.4, 0.2)), 1e-12);
        Assert.Equal(-100, Metric.TestLoss.Readable(Metric.TestLoss.Difference(0.2, 0.4)), 1e-12);
        Assert.Equal(100, new Metric("throughput", true, MetricScale.Ratio).Readable(Math.Log(2)), 1e-12);
        Assert.Equal(2, Metric.TestAccuracy.Readable(0.02));
        Assert.Equal(0.02, Metric.TestR2.Readable(0.02));
    }

    [Fact]
    public void Equal_values_differ_by_exactly_0_and_sides_can_be_exchanged() => Gen.Select(Gen.Double[0, 10], Gen.Double[0, 10]).Sample((a, b) =>
    {
        foreach (Metric metric in (Metric[])[Metric.TestAccuracy, Metric.TestLoss, Metric.TestR2])
        {
            Assert.Equal(0, metric.Difference(a, a));
            Assert.Equal(metric.Difference(a, b), -metric.Difference(b, a));
        }
    });

    [Fact]
    public void A_score_says_which_measured_value_it_is_and_how_it_is_written()
    {
        Evaluation test = new(0.5, Accuracy: 0.975) { F1 = 0.5 };
        Assert.Equal((0.975, "97.5 %"), (Metric.TestAccuracy.Of(test)!.Value, Metric.TestAccuracy.Text(0.975)));
        Assert.Equal((0.5, "0.500"), (Metric.TestF1("yes").Of(test)!.Value, Metric.TestF1("yes").Text(0.5)));
        Assert.Null(Metric.TestRmse.Of(test));
        Assert.Equal(0.95, Metric.TestAccuracy.Over([test, new(0.5, Accuracy: 0.925), new(0.5)])!.Value.Mean, 1e-12);
        Assert.Null(Metric.TestR2.Over([test]));
        Assert.Equal("Test RMSE", Metric.TestRmse.Title);
        Assert.True(Metric.TestRmse.IsBetter(1, 2) && Metric.TestAccuracy.IsBetter(0.9, 0.8) && !Metric.TestR2.IsBetter(0.5, 0.5));

        // What an objective judges by beside the usual scores is found by its name.
        Metric perplexity = new("perplexity", HigherIsBetter: false, MetricScale.Ratio) { Value = nameof(Perplexity) };
        Assert.Equal(3, perplexity.Of(new Evaluation(1) { Metrics = MetricValues.Of([(nameof(Perplexity), 3)]) }));
    }

    [Fact]
    public void A_loss_of_0_keeps_the_ratio_finite()
    {
        Assert.Equal(0, Metric.TestLoss.Difference(0, 0));
        Assert.InRange(Metric.TestLoss.Difference(1, 0), 87.33, 87.34);
    }

    [Fact]
    public void A_value_outside_the_scale_is_refused()
    {
        Assert.StartsWith(
            "Metric 'test loss': expected a finite, non-negative value, but got -1. Give a failed run its chance-level value first "
                + "(ChanceLevel.Replace).",
            Assert.Throws<ArgumentOutOfRangeException>(() => Metric.TestLoss.Difference(1, -1)).Message);
        Assert.StartsWith(
            "Metric 'test accuracy': expected a finite value, but got NaN. Give a failed run its chance-level value first (ChanceLevel.Replace).",
            Assert.Throws<ArgumentOutOfRangeException>(() => Metric.TestAccuracy.Difference(double.NaN, 1)).Message);
        Assert.Equal("Metric 'test loss': expected one value per seed on both sides, but got 2 and 1. Pair the runs by seed; never drop one.",
            Assert.Throws<ArgumentException>(() => Metric.TestLoss.Differences([1, 2], [1])).Message);
    }
}
