namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class ReferenceTests
{
    public static TheoryData<ReferenceSample> Samples => ReferenceSample.All;

    [Theory, MemberData(nameof(Samples))]
    public void Mean_deviation_and_interval_agree_with_scipy(ReferenceSample sample)
    {
        Summary summary = Summary.Of(sample.Values);
        AssertClose(sample.Mean, summary.Mean);
        AssertClose(sample.Deviation, summary.StandardDeviation);
        AssertClose(sample.Lower, summary.Interval.Lower);
        AssertClose(sample.Upper, summary.Interval.Upper);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Paired_t_test_agrees_with_scipy(ReferenceSample sample) =>
        AssertClose(sample.StudentP, PairedComparison.Of(sample.Values).StudentP);

    // scipy 1.10 computes Shapiro-Wilk in float32: five digits of it are all there is to compare.
    [Theory, MemberData(nameof(Samples))]
    public void Shapiro_Wilk_agrees_with_scipy(ReferenceSample sample)
    {
        ShapiroWilk test = ShapiroWilk.Of(sample.Values);
        Assert.Equal(sample.ShapiroW, test.W, 1e-6);
        Assert.Equal(sample.ShapiroP, test.P, 1e-7 + 2e-5 * sample.ShapiroP);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Wilcoxon_p_agrees_with_the_count_of_all_sign_patterns(ReferenceSample sample) =>
        AssertClose(sample.WilcoxonP, SignedRankTest.Of(sample.Values).P);

    [Theory, MemberData(nameof(Samples))]
    public void Hodges_Lehmann_agrees_with_the_listed_Walsh_averages(ReferenceSample sample)
    {
        HodgesLehmann robust = HodgesLehmann.Of(sample.Values);
        AssertClose(sample.HodgesLehmann, robust.Estimate);
        AssertClose(sample.HodgesLehmannLower, robust.Interval.Lower);
        AssertClose(sample.HodgesLehmannUpper, robust.Interval.Upper);
    }

    [Fact]
    public void Signed_rank_quantiles_are_exact_for_small_n_and_within_one_above()
    {
        foreach ((int count, int quantile) in Reference.SignedRankQuantiles)
            Assert.InRange(SignedRankTest.Quantile(0.025, count), quantile - (count > 25 ? 1 : 0), quantile + (count > 25 ? 1 : 0));
    }

    [Fact]
    public void McNemar_agrees_with_the_binomial_test_of_scipy()
    {
        foreach ((int onlyFirst, int onlySecond, double p) in Reference.McNemar)
        {
            bool[] first = [.. Enumerable.Repeat(true, onlyFirst), .. Enumerable.Repeat(false, onlySecond), true, false];
            bool[] second = [.. Enumerable.Repeat(false, onlyFirst), .. Enumerable.Repeat(true, onlySecond), true, false];
            AssertClose(p, McNemar.TwoSidedP(first, second));
        }
    }

    static void AssertClose(double expected, double actual)
    {
        if (double.IsNaN(expected))
            Assert.Equal(double.NaN, actual);
        else
            Assert.Equal(expected, actual, 1e-13 + 1e-10 * Math.Abs(expected));
    }
}
