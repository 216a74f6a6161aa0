using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P14TrendsWithoutSaturation : Card
{
    static readonly Condition Follows = new Superiority("elu", "tanh", Metric.TestRmse.Name, -Math.Log(1 - 0.2));

    public override string Sentence => "In forecasts of time series ELU follows trends without saturating.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported against tanh and sigmoid";

    public override string Limits =>
        "One series of 144 numbers, whose test months lie above all that was seen in training. Follows is fixed here as an error that is a fifth "
            + "lower than tanh's. ReLU follows trends as well, and a linear model better than all networks. Sunspots, which have no trend, are shown "
            + "beside it and decide nothing.";

    public override IReadOnlyList<string> Sources =>
        ["Box and Jenkins 1976, Time Series Analysis, series G", "Andrews and Herzberg 1985, Data"];

    public override int Revision => 2;

    public override LikeStudy? Like => new(
        LearningTask.Forecast, "mlp", "2 × 32 units", "adam", "elu", "tanh", Metric.TestRmse.Name, Metric.TestRmse.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [PassengerForecasts.Of() with { Conditions = [Follows] }, SunspotForecasts.OfRoots(), PassengerForecasts.Gains.Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[PassengerForecasts.Id], sunspots = evidence[SunspotForecasts.RootsId];
        ConditionResult follows = Follows.Evaluate(result), withoutTrend = Follows.Evaluate(sunspots);
        (double naive, double linear) = PassengerForecasts.References();
        Finding finding = Findings.Of(follows, "tanh",
            $"On months above all levels seen ELU's error is {Findings.Change(follows)} than tanh's; in deviations it is "
                + $"{Findings.Mean(result, "elu", Metric.TestRmse.Name)}, ReLU's {Findings.Mean(result, "relu", Metric.TestRmse.Name)}, that of last "
                + $"year's month {Format.Number(naive)} and that of a linear model {Format.Number(linear)}. On sunspots, which have no trend, it is "
                + $"{Findings.Change(withoutTrend)} than tanh's.") with
        {
            Qualifier = withoutTrend.Verdict == Verdict.Supported ? "also without a trend" : "",
            Charts =
            [
                Forecasts(result), Pictures.PairedDifferences(result, Metric.TestRmse.Name), SunspotForecasts.Differences(sunspots),
            ],
            Tables =
            [
                Findings.Means(result), PassengerTables.References(naive, linear), SunspotForecasts.Means(sunspots),
                SunspotForecasts.WithoutNetwork(areRoots: true),
            ],
        };
        return PassengerForecasts.Gains.Qualify(finding, evidence, Metric.TestRmse.Name);
    }

    // What came, and each function's mean forecast of it.
    static LineChart Forecasts(ExperimentResult result)
    {
        LineChart forecasts = (LineChart)Pictures.Curves(result, "forecast", "passengers in deviations", unit: "month");
        double[] truth = PassengerForecasts.Truth;
        return forecasts with
        {
            Title = "Passengers of the last 48 months, as foretold one month ahead",
            Series = [new Series("came", [.. truth.Select((_, month) => month + 0.5)], truth) { Style = new SeriesStyle(9) }, .. forecasts.Series],
        };
    }
}
