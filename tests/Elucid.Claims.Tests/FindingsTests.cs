using Elucid.Lab;

namespace Elucid.Claims.Tests;

/// <summary>What findings in several circumstances come to.</summary>
[AnyWidth]
public class FindingsTests
{
    [Theory]
    [InlineData(new[] { Verdict.Supported, Verdict.Supported }, ClaimVerdict.Supported, "")]
    [InlineData(new[] { Verdict.Refuted, Verdict.RefutedNegligible }, ClaimVerdict.Refuted, "")]
    [InlineData(new[] { Verdict.Supported, Verdict.RefutedOpposite }, ClaimVerdict.Depends, "only for 0")]
    [InlineData(new[] { Verdict.Refuted, Verdict.Supported, Verdict.Inconclusive }, ClaimVerdict.Depends, "only for 1")]
    [InlineData(new[] { Verdict.Supported, Verdict.Inconclusive }, ClaimVerdict.Inconclusive, "")]
    [InlineData(new[] { Verdict.Inconclusive, Verdict.Refuted }, ClaimVerdict.Inconclusive, "")]
    public void A_claim_depends_where_it_holds_in_one_circumstance_and_not_in_another(Verdict[] verdicts, ClaimVerdict expected, string holdsIn)
    {
        Finding finding = Findings.In(
            [.. verdicts.Select((verdict, i) => ($"{i}", (IReadOnlyList<ConditionResult>)[Result(verdict)]))], "others", "It is so.");
        Assert.Equal((expected, holdsIn), (finding.Verdict, finding.Qualifier));
        Assert.Equal(verdicts, finding.Conditions.Select(condition => condition.Verdict));
    }

    [Fact]
    public void What_refutes_is_the_effect_that_is_shown()
    {
        ConditionResult held = Result(Verdict.Supported), refuted = held with { Verdict = Verdict.RefutedOpposite, Estimate = -3 };
        Assert.Equal("−3.0 (0.0 to 2.0)", Findings.Of([held, refuted], "others", "It is not so.").Effect);
        ConditionResult tooSmall = held with { Verdict = Verdict.RefutedNegligible, Estimate = 0.5 };
        Assert.Equal("−3.0 (0.0 to 2.0)", Findings.Of([tooSmall, refuted], "others", "It is not so.").Effect);
        Assert.Equal("+1.0 (0.0 to 2.0)", Findings.Of([held, held], "others", "It is so.").Effect);
    }

    [Fact]
    public void Bounds_have_a_range_and_no_direction()
    {
        WithinBounds bounds = new("a", "ratio", 0.2, 5);
        ConditionResult within = new(bounds, Verdict.Refuted, 56.6, new Interval(6.1, 174.9), "", double.NaN);
        Assert.Equal("ratio: 56.6 (6.1 to 174.9)", Findings.Effect(within));
        Assert.Equal("0.2 to 5", Findings.Against(bounds));
        Assert.Equal("at most −4", Findings.Against(bounds with { Least = double.NegativeInfinity, Most = -4 }));
    }

    static ConditionResult Result(Verdict verdict) => new(new Superiority("a", "b", "m", 1), verdict, 1, new Interval(0, 2), "", 0.5);
}
