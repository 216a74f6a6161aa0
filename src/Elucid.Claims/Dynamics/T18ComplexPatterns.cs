using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T18ComplexPatterns : Card
{
    static readonly Condition Better = new Superiority("elu", "leaky-relu", SmallPatterns.TestLoss.Name, -Math.Log(1 - 0.1));

    public override string Topic => "captures complex patterns";

    public override string Sentence => "ELU's saturating curve captures complex patterns better than the straight leak of Leaky ReLU.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "inconclusive or weak";

    public override string Limits =>
        "The verdict is about one smooth surface over six quantities; the spirals stand beside it and do not change it. Generated points, no data of "
            + "the world.";

    public override LikeStudy? Like => new(
        LearningTask.Regression, "mlp", "3 × 64 units", "adam", "elu", "leaky-relu", SmallPatterns.TestLoss.Name, SmallPatterns.TestLoss.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        SmallPatterns.OfSurface with { Conditions = [Better] }, SmallPatterns.OfSpirals with { Conditions = [Better] }, Gains.Experiment,
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[SmallPatterns.SurfaceId], spirals = evidence[SmallPatterns.SpiralsId];
        ConditionResult better = Better.Evaluate(result), beside = Better.Evaluate(spirals);
        Finding finding = Findings.Of(better, "Leaky ReLU",
            $"On the surface ELU's test loss is {Findings.Change(better)} than Leaky ReLU's, on the spirals {Findings.Change(beside)}; the best on "
                + $"the surface is {result.Compare().Best.Name}.") with
        {
            Charts =
            [
                Pictures.PairedDifferences(result, SmallPatterns.TestLoss.Name),
                Pictures.PairedDifferences(spirals, SmallPatterns.TestLoss.Name) with { Title = "Better than leaky-relu on the spirals? test loss" },
                SpiralMaps.Of(spirals),
            ],
            Tables = [Findings.Means(result), Findings.Means(spirals)],
        };
        return Gains.Qualify(finding, evidence, SmallPatterns.TestLoss.Name);
    }

    static GainRobustness Gains => new(SmallPatterns.OfSurface, "elu", "leaky-relu");
}
