using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class PC2IdentityIsLinear : Control
{
    static readonly Condition Better = new Superiority("relu", "identity", Metric.TestAccuracy.Name, 0.02);

    public override string Sentence => "A network without activations tells fewer test images right than one with ReLU.";

    public override string Expected => "supported, by at least 2 percentage points";

    public override string? Missing(ClaimData data) => data.FashionMissing;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [KnownEffects.Of(data) with { Conditions = [Better] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[KnownEffects.Id];
        return Findings.Of(Better.Evaluate(result), "identity",
            $"ReLU tells {Findings.Mean(result, "relu", Metric.TestAccuracy.Name)} of the test images right, the linear network "
                + $"{Findings.Mean(result, "identity", Metric.TestAccuracy.Name)}.");
    }
}
