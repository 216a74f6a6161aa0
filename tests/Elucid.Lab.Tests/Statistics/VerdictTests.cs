namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class VerdictTests
{
    // Two differences m ± 0.1: the interval is m ± 12.706·0.1.
    [Theory]
    [InlineData(2.0, 1.0, Verdict.Supported)]                   // L > 0, e ≥ δ
    [InlineData(2.0, 2.5, Verdict.Inconclusive)]                // L > 0, e < δ < U
    [InlineData(2.0, 3.5, Verdict.RefutedNegligible)]           // L > 0, U < δ
    [InlineData(-2.0, 1.0, Verdict.RefutedOpposite)]
    [InlineData(0.1, 1.5, Verdict.RefutedNegligible)]
    [InlineData(0.1, 1.0, Verdict.Inconclusive)]
    public void The_first_rule_that_holds_decides(double mean, double minimalEffect, Verdict verdict) =>
        Assert.Equal(verdict, VerdictRule.Decide(PairedComparison.Of([mean - 0.1, mean + 0.1]), minimalEffect));

    [Fact]
    public void Exact_equality_is_its_own_verdict_and_one_seed_decides_nothing()
    {
        Assert.Equal(Verdict.NoDifference, VerdictRule.Decide(PairedComparison.Of([0, 0, 0]), 1));
        Assert.Equal(Verdict.Inconclusive, VerdictRule.Decide(PairedComparison.Of([5]), 1));
    }

    [Fact]
    public void A_claim_of_several_conditions_needs_all_of_them()
    {
        Assert.Equal(Verdict.Supported, VerdictRule.Combine([Verdict.Supported, Verdict.Supported]));
        Assert.Equal(Verdict.Inconclusive, VerdictRule.Combine([Verdict.Supported, Verdict.Inconclusive]));
        Assert.Equal(Verdict.RefutedNegligible, VerdictRule.Combine([Verdict.Inconclusive, Verdict.RefutedNegligible]));
        Assert.Equal(Verdict.RefutedOpposite, VerdictRule.Combine([Verdict.RefutedNegligible, Verdict.RefutedOpposite]));
        Assert.Equal(Verdict.NoDifference, VerdictRule.Combine([Verdict.NoDifference, Verdict.Supported]));
        Assert.Throws<ArgumentException>(() => VerdictRule.Combine([]));
    }

    [Fact]
    public void Verdicts_print_as_the_protocol_writes_them() => Assert.Equal(
        ["INCONCLUSIVE", "SUPPORTED", "REFUTED", "REFUTED (opposite)", "REFUTED (negligible)", "scores tie"],
            Enum.GetValues<Verdict>().Select(v => v.Text()));

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void The_minimal_effect_is_fixed_beforehand(double minimalEffect) => Assert.StartsWith(
        $"VerdictRule: expected a minimal effect above 0, but got {minimalEffect}. Fix the smallest effect that would matter before looking "
            + $"at the data.",
        Assert.Throws<ArgumentOutOfRangeException>(() => VerdictRule.Decide(PairedComparison.Of([1, 2]), minimalEffect)).Message);
}
