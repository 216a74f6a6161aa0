using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T14StandsLargeRates : ImageCard
{
    static readonly IReadOnlyList<Condition> AsStable = RateTolerance.AsStable("elu", "relu");

    public override string Sentence => "Training with ELU is stable: it stands learning rates as large as training with ReLU does.";

    public override string Expected => "refuted: the largest stable rate is smaller";

    public override string Limits =>
        "Plain gradient descent without clipping, 300 steps of 8 layers, inputs of unit variance. Another scale of the inputs moves all limits.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [RateTolerance.Of(data) with { Conditions = AsStable }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[RateTolerance.Id];
        string Rate(string kind) => RateTolerance.StableRate(result, kind);
        Finding finding = Findings.Of([.. AsStable.Select(condition => condition.Evaluate(result))], "ReLU",
            $"The largest rate at which none of {result.Seeds.Count} seeds fails is {Rate("elu")} for ELU from He's weights, {Rate("elu, unit")} "
                + $"with the gain that keeps its variance, {Rate("relu")} for ReLU, {Rate("leaky-relu")} for Leaky ReLU, {Rate("gelu")} for GELU and "
                + $"{Rate("tanh")} for tanh.") with
        {
            Effect = $"rates up to {Rate("elu")} against {Rate("relu")}",
            Tables = [RateTolerance.Failures(result)],
        };
        return RateTolerance.AtOtherGains(finding, result, ("relu", result));
    }
}
