using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T17DefaultAlpha : ImageCard
{
    static readonly string[] Kinds = ["sparse", "dense"];

    // Within a point of the best is within a point of each.
    static readonly IReadOnlyList<Condition> NoneMuchBetter =
    [
        .. from kind in Kinds
           from alpha in AlphaGrid.Alphas
           where alpha != 1
           select new NotMuchBetter(AlphaGrid.Name(alpha, kind), AlphaGrid.Name(1, kind), Metric.TestAccuracy.Name, 0.01),
    ];

    public override string Topic => "default α is fine";

    public override string Sentence => "The default, α = 1, is fine in most cases.";

    public override string Expected => "supported, within a percentage point of the best";

    public override string Limits =>
        "Two kinds of images and one network; fine means within a percentage point of accuracy. The rates beside it are shown and decide nothing.";

    // 2: at another initial gain, too. 3: beside it at several rates, which decides nothing.
    public override int Revision => 3;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [AlphaGrid.Of(data) with { Conditions = NoneMuchBetter }, Gains(data).Experiment, AlphaRates.Of(data)];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[AlphaGrid.Id];
        ConditionResult[] leads = [.. NoneMuchBetter.Select(condition => condition.Evaluate(result))];
        ConditionResult largest = leads.MaxBy(lead => lead.Estimate)!;
        Finding finding = Findings.Of(leads, "other values of α",
            $"The largest lead that another value of α has over 1 is {Findings.Effect(largest)}, that of "
                + $"{((NotMuchBetter)largest.Condition).Arm}. {AlphaRates.Says(evidence[AlphaRates.Id])}") with
        {
            Effect = Findings.Effect(largest),
            Charts = [AlphaGrid.Picture(result), AlphaRates.Picture(evidence[AlphaRates.Id])],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    static OtherGain Gains(ClaimData data) => new(AlphaGrid.Of(data), "T17-gain", NoneMuchBetter);
}
