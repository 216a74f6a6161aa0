using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P12SkewedTargets : Card
{
    static readonly Condition Better = new Superiority("elu", "relu", Metric.TestMae.Name, -Math.Log(1 - 0.05));

    public override string Topic => "fits skewed targets";

    public override string Sentence => "In regression ELU suits targets that are mostly positive and skewed to the right, such as prices of shares.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "inconclusive";

    public override string Limits =>
        "A function with a known answer and sunspots stand for prices; both must agree. Nothing is said of shares: on a random walk no "
            + "network may beat "
            + "the last value, and the verdict is withheld if one does.";

    public override IReadOnlyList<string> Sources => ["Andrews and Herzberg 1985, Data"];

    public override int Revision => 2;

    public override LikeStudy? Like => new(
        LearningTask.Regression, "mlp", "2 × 64 units", "adam", "elu", "relu", Metric.TestMae.Name, Metric.TestMae.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        SkewedRegression.Of() with { Conditions = [Better] }, SunspotForecasts.OfNumbers() with { Conditions = [Better] },
        SkewedRegression.Gains.Experiment,
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult prices = evidence[SkewedRegression.Id], sunspots = evidence[SunspotForecasts.NumbersId];
        ConditionResult better = Better.Evaluate(prices), alsoThere = Better.Evaluate(sunspots);
        string walk = SkewedRegression.Walk.Name;
        Check[] checks = [.. prices.Experiment.Arms.Select(arm => new Check(
            $"on a random walk {arm.Name} does not beat the last value", !Beats(prices.Scores(arm.Name, walk)),
            $"{Findings.Mean(prices, arm.Name, walk)} times its error"))];
        Finding finding = SkewedRegression.Gains.Qualify(Findings.In(
            [("prices", [better]), ("sunspots", [alsoThere])], "ReLU",
            $"On targets skewed to the right ELU's mean absolute error is {Findings.Change(better)} than ReLU's, and on sunspots "
                + $"{Findings.Change(alsoThere)}; its predictions' skewness differs from the targets' by "
                + $"{Findings.Mean(prices, "elu", SkewedRegression.Skew.Name)}, ReLU's by "
                + $"{Findings.Mean(prices, "relu", SkewedRegression.Skew.Name)}. {Findings.Failures(prices)}.") with
        {
            Tables = [Findings.Means(prices), SunspotForecasts.Means(sunspots), SunspotForecasts.WithoutNetwork(areRoots: false)],
        }, evidence, Metric.TestMae.Name);
        return finding with
        {
            Verdict = checks.All(check => check.Holds) ? finding.Verdict : ClaimVerdict.Inconclusive,
            Checks = checks,
            Charts = [Pictures.PairedDifferences(prices, Metric.TestMae.Name), SunspotForecasts.Differences(sunspots)],
        };
    }

    // The whole interval of the logarithms below 0: an error that is smaller for sure.
    static bool Beats(ArmScores scores) =>
        PairedComparison.Of([.. scores.Values.ToArray().Select(ratio => Math.Log(ratio))]).Interval.Upper < 0;
}
