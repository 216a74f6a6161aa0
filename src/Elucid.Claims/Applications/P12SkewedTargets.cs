using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P12SkewedTargets : Card
{
    static readonly Condition Better = new Superiority("elu", "relu", Metric.TestMae.Name, -Math.Log(1 - 0.05));

    public override string Sentence => "In regression ELU suits targets that are mostly positive and skewed to the right, such as prices of shares.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "inconclusive";

    public override string Limits =>
        "A function with a known answer stands for prices. Nothing is said of shares: on a random walk no network may beat the last value, and the "
            + "verdict is withheld if one does.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [SkewedRegression.Of() with { Conditions = [Better] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[SkewedRegression.Id];
        ConditionResult better = Better.Evaluate(result);
        string walk = SkewedRegression.Walk.Name;
        Check[] checks = [.. result.Experiment.Arms.Select(arm => new Check(
            $"on a random walk {arm.Name} does not beat the last value", !Beats(result.Scores(arm.Name, walk)),
            $"{Findings.Mean(result, arm.Name, walk)} times its error"))];
        Finding finding = Findings.Of(better, "ReLU",
            $"On targets skewed to the right ELU's mean absolute error is {Findings.Change(better)} than ReLU's; its predictions' skewness differs "
                + $"from the targets' by {Findings.Mean(result, "elu", SkewedRegression.Skew.Name)}, ReLU's by "
                + $"{Findings.Mean(result, "relu", SkewedRegression.Skew.Name)}. {Findings.Failures(result)}.");
        return finding with
        {
            Verdict = checks.All(check => check.Holds) ? finding.Verdict : ClaimVerdict.Inconclusive,
            Checks = checks,
            Charts = [Pictures.PairedDifferences(result, Metric.TestMae.Name)],
            Tables = [Findings.Means(result)],
        };
    }

    // The whole interval of the logarithms below 0: an error that is smaller for sure.
    static bool Beats(ArmScores scores) =>
        PairedComparison.Of([.. scores.Values.ToArray().Select(ratio => Math.Log(ratio))]).Interval.Upper < 0;
}
