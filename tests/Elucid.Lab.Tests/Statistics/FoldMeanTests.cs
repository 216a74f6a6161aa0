namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public sealed class FoldMeanTests
{
    // t(0.975, 4) = 2.776445105; s² = 0.00025; (1/5 + 1/4)·s² = 0.0001125.
    [Fact]
    public void The_variance_of_the_mean_has_the_share_of_test_rows_added()
    {
        Summary summary = FoldMean.Of([0.90, 0.91, 0.92, 0.93, 0.94]);
        Assert.Equal(0.92, summary.Mean, 1e-12);
        Assert.Equal(2.776445105 * Math.Sqrt(0.0001125), summary.Interval.HalfWidth, 1e-9);
    }

    [Fact]
    public void Equal_folds_have_a_point() => Assert.Equal(0, FoldMean.Of([0.5, 0.5, 0.5]).Interval.HalfWidth);

    [Fact]
    public void Rows_that_are_drawn_anew_give_the_interval_of_a_mean()
    {
        double[] rows = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 0.0 : 1)];
        Interval interval = RowBootstrap.Of(rows.Length, 1, 1, counts => new Lab.RowScores(rows).Of(counts));
        // √(p(1 − p)/n) = 0.0217
        Assert.InRange(interval.Lower, 0.75 - 0.055, 0.75 - 0.032);
        Assert.InRange(interval.Upper, 0.75 + 0.032, 0.75 + 0.055);
    }

    [Fact]
    public void Rows_that_depend_on_each_other_give_a_wider_interval_and_few_blocks_none()
    {
        double[] rows = [.. Enumerable.Range(0, 400).Select(i => i / 20 % 2 == 0 ? 0.0 : 1)];
        double Width(int block) => RowBootstrap.Of(rows.Length, block, 1, counts => new Lab.RowScores(rows).Of(counts)).HalfWidth;
        Assert.True(Width(20) > 2 * Width(1));
        Assert.True(double.IsNaN(Width(81)));
    }
}
