using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P16CommitteesAgree : ImageCard
{
    static readonly Condition
        Agree = new Superiority("elu", "relu", Committees.Agreement.Name, 0.005),
        NoWorse = new NotMuchBetter("relu", "elu", Committees.Committee.Name, 0.003);

    public override string Sentence => "In committees, bagged or boosted, networks with ELU agree more, and the committee is no worse.";

    public override string Expected => "weak, or inconclusive";

    public override int Revision => 2;

    public override string Limits =>
        "Members that agree more have less to teach each other: agreement is no virtue by itself. Five members, 5,000 images, eight committees.";

    public override IReadOnlyList<string> Sources =>
        ["Breiman 1996, Machine Learning 24", "Zhu, Zou, Rosset and Hastie 2009, Statistics and Its Interface 2"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Committees.Of(data) with { Conditions = [Agree, NoWorse] }, Committees.Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[Committees.Id];
        ConditionResult agree = Agree.Evaluate(result), noWorse = NoWorse.Evaluate(result);
        string Mean(string arm, Measure measure) => Findings.Mean(result, arm, measure.Name);
        Finding finding = Findings.Of([agree, noWorse], "ReLU",
            $"Two of its members agree on {Findings.Difference(agree, "more", "fewer", 2)} of the images than ReLU's; the committee gains "
                + $"{Mean("elu", Committees.Gain)} over its mean member against {Mean("relu", Committees.Gain)}, and reaches "
                + $"{Mean("elu", Committees.Committee)} against {Mean("relu", Committees.Committee)}, bagged "
                + $"{Mean("elu", Committees.Bagged)} against "
                + $"{Mean("relu", Committees.Bagged)}, boosted {Mean("elu", Committees.Boosted)} against {Mean("relu", Committees.Boosted)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Committees.Agreement.Name)],
            Tables = [Findings.Means(result)],
        };
        return Committees.Gains(evidence.Data).Qualify(finding, evidence, Committees.Agreement.Name);
    }
}
