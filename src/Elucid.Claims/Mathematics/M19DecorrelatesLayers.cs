using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class M19DecorrelatesLayers : ImageCard
{
    static readonly Condition Less = new Superiority("elu", "relu", FasterLearning.Energy.Name, -Math.Log(1 - 0.25));

    public override string Sentence => "ELU decorrelates the units of a layer somewhat.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported for the direction that all units share, the mean";

    public override string Limits =>
        "Centring shrinks the largest direction of the second moments, which is the mean's; how units correlate around their means is a property of "
            + "the weights, and is not measured.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 2"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [FasterLearning.Of(data) with { Conditions = [Less] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FasterLearning.Id];
        ConditionResult less = Less.Evaluate(result);
        string Energy(string arm) => Findings.Mean(result, arm, FasterLearning.Energy.Name);
        Finding finding = Findings.Of(less, "ReLU",
            $"In the eighth layer of the trained network the common mean has {Energy("elu")} of the second moments with ELU and {Energy("relu")} "
                + $"with ReLU, {Findings.Change(less)}; with tanh it has {Energy("tanh")}.") with
        {
            Charts = [Pictures.Curves(result, "energy by layer", "energy of the mean", unit: "layer")],
            Tables = [Findings.Means(result)],
        };
        return FasterLearning.AtOtherGains(finding, result, FasterLearning.Energy.Name);
    }
}
