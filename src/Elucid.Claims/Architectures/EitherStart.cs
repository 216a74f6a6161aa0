using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A finding from several starts of the same network. Near 0 ELU and GELU are almost linear, and ReLU is not: a start with small numbers
/// decides for it, whatever the function is worth. A verdict with a direction therefore needs the same sign from all.</summary>
internal static class EitherStart
{
    /// <summary>As <see cref="Findings.In"/>, and open where a lead turns with the start.</summary>
    /// <param name="starts">Each with its conditions, the first of which has the sign.</param>
    /// <param name="against">What it was compared with.</param>
    /// <param name="answer">The answer in one sentence.</param>
    public static Finding Of(
        IReadOnlyList<(string Name, IReadOnlyList<ConditionResult> Conditions)> starts, string against, string answer)
    {
        Finding finding = Findings.In(starts, against, answer);
        ConditionResult[] leads = [.. starts.Select(start => start.Conditions[0])];
        bool turns = leads.Select(lead => Math.Sign(lead.Estimate)).Distinct().Count() > 1
            && leads.Any(lead => lead.Verdict is Verdict.Supported or Verdict.RefutedOpposite);
        return turns && finding.Verdict == ClaimVerdict.Refuted
            ? finding with { Verdict = ClaimVerdict.Inconclusive, Qualifier = "the initial values" } : finding;
    }
}
