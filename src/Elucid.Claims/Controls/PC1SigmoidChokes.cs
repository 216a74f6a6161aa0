using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class PC1SigmoidChokes : Control
{
    static readonly Condition Better = new Superiority("relu", "sigmoid", "training loss", -Math.Log(1 - 0.03));

    public override string Sentence => "Eight layers of sigmoids from He's weights do not train, where ReLU does.";

    public override string Expected => "supported: sigmoid stays at a loss of 2.303";

    public override string? Missing(ClaimData data) => data.FashionMissing;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [KnownEffects.Of(data) with { Conditions = [Better] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[KnownEffects.Id];
        return Findings.Of(Better.Evaluate(result), "sigmoid",
            $"ReLU's training loss is {Findings.Mean(result, "relu", "training loss")}, sigmoid's stays at "
                + $"{Findings.Mean(result, "sigmoid", "training loss")}.");
    }
}
