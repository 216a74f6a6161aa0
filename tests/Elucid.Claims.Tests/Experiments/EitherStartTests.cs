using Elucid.Lab;

namespace Elucid.Claims.Tests.Experiments;

/// <summary>What a finding says where the start decides.</summary>
[AnyWidth]
public class EitherStartTests
{
    [Theory]
    [InlineData(Verdict.Supported, 2, Verdict.Supported, 1, ClaimVerdict.Supported, "")]
    [InlineData(Verdict.RefutedOpposite, -2, Verdict.RefutedNegligible, -0.1, ClaimVerdict.Refuted, "")]
    [InlineData(Verdict.RefutedNegligible, 0.1, Verdict.RefutedNegligible, -0.1, ClaimVerdict.Refuted, "")]
    [InlineData(Verdict.RefutedOpposite, -2, Verdict.RefutedNegligible, 0.1, ClaimVerdict.Inconclusive, "the initial values")]
    [InlineData(Verdict.Supported, 2, Verdict.RefutedOpposite, -2, ClaimVerdict.Depends, "only for small")]
    [InlineData(Verdict.Inconclusive, 1, Verdict.RefutedOpposite, -2, ClaimVerdict.Inconclusive, "")]
    public void A_direction_needs_the_same_sign_from_both(
        Verdict small, double ofSmall, Verdict wide, double ofWide, ClaimVerdict verdict, string qualifier)
    {
        Finding finding = EitherStart.Of([("small", [Result(small, ofSmall)]), ("wide", [Result(wide, ofWide)])], "ReLU", "It is so.");
        Assert.Equal((verdict, qualifier), (finding.Verdict, finding.Qualifier));
    }

    static ConditionResult Result(Verdict verdict, double estimate) =>
        new(new Superiority("a", "b", "m", 1), verdict, estimate, new Interval(estimate - 0.5, estimate + 0.5), "", 0.5);
}
