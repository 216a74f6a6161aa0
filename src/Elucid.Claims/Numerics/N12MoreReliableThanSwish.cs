using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class N12MoreReliableThanSwish : ImageCard
{
    static readonly IReadOnlyList<Condition> AsStable = [.. RateTolerance.AsStable("elu", "swish"), .. RateTolerance.AsStable("elu", "mish")];

    public override string Sentence => "ELU is more reliable than Swish or Mish: it trains at rates as large and fails no more often.";

    public override string Expected => "refuted: its range of rates is the smaller one";

    public override string Limits => "Reliable is read as a range of learning rates without failures; other meanings of the word are not tried.";

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [RateTolerance.Of(data) with { Conditions = AsStable }, RateTolerance.OfSmooth(data)];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[RateTolerance.Id], smooth = evidence[RateTolerance.SmoothId];
        string Rate(string kind) => RateTolerance.StableRate(result, kind);
        Finding finding = Findings.Of([.. AsStable.Select(condition => condition.Evaluate(result))], "Swish and Mish",
            $"The largest rate at which none of {result.Seeds.Count} seeds fails is {Rate("elu")} for ELU, {Rate("swish")} for Swish and "
                + $"{Rate("mish")} for Mish, all from He's weights; with the gain that keeps its variance ELU's is {Rate("elu, unit")}.") with
        {
            Effect = $"rates up to {Rate("elu")} against {Rate("swish")} and {Rate("mish")}",
            Tables = [RateTolerance.Failures(result), RateTolerance.SmoothFailures(smooth)],
        };
        return RateTolerance.AtOtherGains(finding, result, ("swish", smooth), ("mish", smooth));
    }
}
