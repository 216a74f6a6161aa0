using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T03MeansCloserToZero : ImageCard
{
    static readonly double MinimalEffect = -Math.Log(1 - 0.25);

    static readonly Condition
        Closer = new Superiority("elu", "relu", FasterLearning.Shift.Name, MinimalEffect),
        LessEnergy = new Superiority("elu", "relu", FasterLearning.Energy.Name, MinimalEffect),
        IsZero = new Threshold("elu", FasterLearning.Shift.Name, 0.1);

    public override string Sentence => "ELU does not push everything to the positive side: the means of its units lie closer to zero than ReLU's.";

    public override string Expected => "supported";

    public override string Limits =>
        "Closer to zero is not zero, and a smaller mean is no proof that the mean is why a network learns faster: that is T02's question.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, figure 2"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [FasterLearning.Of(data) with { Conditions = [Closer, LessEnergy, IsZero] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FasterLearning.Id];
        ConditionResult closer = Closer.Evaluate(result), energy = LessEnergy.Evaluate(result), zero = IsZero.Evaluate(result);
        string Shift(string arm) => Findings.Mean(result, arm, FasterLearning.Shift.Name);
        Finding finding = Findings.Of([closer, energy], "ReLU",
            $"After training the median unit's mean is {Shift("elu")} deviations from zero with ELU, {Shift("relu")} with ReLU and {Shift("tanh")} "
                + $"with tanh: {Findings.Change(closer)} than ReLU's, and {(zero.Verdict == Verdict.Supported ? "below" : "not below")} 0.1, which "
                + "would count as zero.") with
        {
            Charts =
            [
                Pictures.PairedDifferences(result, FasterLearning.Shift.Name),
                Pictures.Curves(result, "energy by layer", "energy of the mean", unit: "layer"),
            ],
            Tables = [Findings.Means(result)],
        };
        return FasterLearning.AtOtherGains(finding, result, FasterLearning.Shift.Name);
    }
}
