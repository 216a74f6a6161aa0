namespace Elucid.Lab.Tests.Statistics;

/// <summary>Against the values of ratios.py.</summary>
[AnyWidth]
public class RatioTests
{
    static readonly double[] A = [0.83, 0.86, 0.81, 0.87, 0.85, 0.84, 0.88, 0.79];
    static readonly double[] B = [0.845, 0.85, 0.84, 0.852, 0.847, 0.849, 0.851, 0.838];
    static readonly double[] C = [1, 2, 4, 3, 7.5, 1.25];

    [Fact]
    public void A_ratio_of_variances_agrees_with_scipy()
    {
        AssertClose(new(34.87903225806442, new(6.982916150897684, 174.21759977781005), 0.006714620571915748), VarianceRatio.Of(A, B));
        AssertClose(new(6305.394990366095, new(1193.0203257724318, 43211.348737027205), 0.01377200531210784), VarianceRatio.Of(C, A));
    }

    [Fact]
    public void Fiellers_interval_agrees_with_the_roots_of_the_t_test()
    {
        MeanRatio ratio = MeanRatio.Of([0.11, 0.09, 0.13, 0.10, 0.12, 0.08], [0.20, 0.21, 0.19, 0.22, 0.18, 0.20]);
        Assert.Equal(0.525, ratio.Ratio, 1e-12);
        Assert.Equal(0.4061582431959038, ratio.Interval.Lower, 1e-9);
        Assert.Equal(0.6585149819421484, ratio.Interval.Upper, 1e-9);
    }

    [Fact]
    public void A_denominator_that_may_be_0_has_no_interval() => Assert.True(MeanRatio.Of([1, 2, 3], [-1, 1, 0.1]).Interval.IsNone);

    [Fact]
    public void Where_there_is_nothing_to_divide_there_is_no_ratio()
    {
        Assert.True(VarianceRatio.Of([1, 2], [3, 3]).Interval.IsNone);
        Assert.True(VarianceRatio.Of([1], [1, 2]).Interval.IsNone);
        Assert.True(MeanRatio.Of([1], [2]).Interval.IsNone);
    }

    static void AssertClose(VarianceRatio expected, VarianceRatio actual)
    {
        Assert.Equal(1, actual.Ratio / expected.Ratio, 1e-9);
        Assert.Equal(1, actual.Interval.Lower / expected.Interval.Lower, 1e-7);
        Assert.Equal(1, actual.Interval.Upper / expected.Interval.Upper, 1e-7);
        Assert.Equal(1, actual.BrownForsytheP / expected.BrownForsytheP, 1e-9);
    }
}
