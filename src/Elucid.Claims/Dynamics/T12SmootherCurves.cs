using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T12SmootherCurves : ImageCard
{
    static readonly IReadOnlyList<Condition> Lower = [.. GradientNorms.Lower(GradientNorms.Roughness)];

    public override string Sentence => "With ELU the curve of the loss is smoother.";

    public override string Expected => "refuted";

    public override string Limits =>
        "Roughness is the deviation of the logarithm of a batch's loss from its mean over 51 steps; most of it is the choice of the batch.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [GradientNorms.Of(data) with { Conditions = Lower }, GradientNorms.Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GradientNorms.Id];
        ConditionResult[] conditions = [.. Lower.Select(condition => condition.Evaluate(result))];
        Finding finding = Findings.Of(conditions, "ReLU",
            $"The roughness of ELU's loss is {Findings.Change(conditions[0])} than that of ReLU's with Adam, and {Findings.Change(conditions[1])} "
                + "with RMSprop.") with
        {
            Charts =
            [
                Pictures.PairedDifferences(result, GradientNorms.Roughness.Name), Pictures.Curves(result, "loss", "training loss", stepsEach: 50),
            ],
            Tables = [Findings.Means(result)],
        };
        return GradientNorms.Gains(evidence.Data).Qualify(finding, evidence, GradientNorms.Roughness.Name);
    }
}
