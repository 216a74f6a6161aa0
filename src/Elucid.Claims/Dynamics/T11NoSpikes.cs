using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T11NoSpikes : ImageCard
{
    static readonly IReadOnlyList<Condition> Lower = [.. GradientNorms.Lower(GradientNorms.Peaks), .. GradientNorms.Lower(GradientNorms.Highest)];

    public override string Sentence => "ELU goes well with Adam and RMSprop: its gradients do not spike.";

    public override string Expected => "mixed: the 99 % quantile is lower, the largest norm higher";

    public override string Limits =>
        "Norms of the whole gradient beside their own median; both functions at one rate of 0.001, with 0.0003 shown beside it.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [GradientNorms.Of(data) with { Conditions = Lower }, GradientNorms.Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GradientNorms.Id];
        ConditionResult[] conditions = [.. Lower.Select(condition => condition.Evaluate(result))];
        Finding finding = Findings.Of(conditions, "ReLU",
            $"With Adam the 99 % quantile of ELU's gradient norms, in medians, is {Findings.Change(conditions[0])} than ReLU's and the largest norm "
                + $"{Findings.Change(conditions[2])}; with RMSprop they are {Findings.Change(conditions[1])} "
                + $"and {Findings.Change(conditions[3])}.") with
        {
            Charts = [Pictures.Curves(result, "gradient norm", "norm of the gradient", stepsEach: 50)],
            Tables = [Findings.Means(result)],
        };
        return GradientNorms.Gains(evidence.Data).Qualify(finding, evidence, GradientNorms.Highest.Name);
    }
}
