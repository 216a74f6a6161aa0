using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>
/// Forecasts of next month's sunspots from the last 24 months, 24-32-32-1 with Adam, 1500 steps of 128 windows. Rates are tuned on the last 20
/// training years; the 50 years after them are the test.
/// </summary>
/// <remarks>The second series of two cards. For trends, which it lacks, roots are foretold, so that all months count alike; for skewed targets the
/// numbers are, as roots would take the skew away.</remarks>
internal static class SunspotForecasts
{
    public const string RootsId = "P14-sunspots", NumbersId = "P12-sunspots";

    const int Lags = 24, TunedMonths = 240;

    /// <summary>The error over the test months, in deviations of the training months.</summary>
    public static Measure Error { get; } = new(Metric.TestRmse, Chance: 1);

    /// <summary>The same without squares.</summary>
    public static Measure AbsoluteError { get; } = new(Metric.TestMae, Chance: 1);

    /// <summary>Roots of the numbers, with the functions of the other series.</summary>
    public static Experiment OfRoots() =>
        Of(RootsId, areRoots: true, [Error, AbsoluteError], ["relu", "elu", "tanh", "sigmoid", "softplus", "gelu"]);

    /// <summary>The numbers as they are, with the functions of the other targets.</summary>
    public static Experiment OfNumbers() => Of(NumbersId, areRoots: false, [AbsoluteError, Error], ["relu", "elu", "tanh"]);

    static Experiment Of(string id, bool areRoots, IReadOnlyList<Measure> measures, string[] functions) => new()
    {
        Id = id,
        Data = "sunspots",
        Arms = [.. functions.Select(Arm.Of)],
        Settings = Settings.Of(("steps", 1500), ("batch", 128), ("width", 32)),
        Measures = measures,
        Tuning = new Tuning
        {
            Setting = "rate",
            Grid = [0.0003, 0.001, 0.003, 0.01],
            Score = Validation(measures[0].Metric),
        },
        RunTrial = trial => Run(trial, areRoots),
    };

    /// <summary>Every arm's means.</summary>
    public static ReportTable Means(ExperimentResult result) => Findings.Means(
        result, $"Sunspots, means over {result.Seeds.Count} seeds", result.Experiment.Measures.Select(measure => measure.Name));

    /// <summary>The differences from the baseline, seed by seed.</summary>
    public static Chart Differences(ExperimentResult result)
    {
        Chart differences = Pictures.PairedDifferences(result, result.Experiment.Measures[0].Name);
        return differences with { Title = $"{differences.Title}, sunspots" };
    }

    // What a forecaster must beat: the last month, and a linear function of the last 24 months.
    static (Evaluation LastMonth, Evaluation Linear) References(bool areRoots)
    {
        float[] series = SolarCycles.Standardized(areRoots);
        DataSplit split = Windows(series, SolarCycles.FirstTest, series.Length);
        return (Evaluation.Of(new SeasonalNaive(horizon: 1, season: 1), split.Test),
            Evaluation.Of(LinearAutoregression.Fit(split.Train), split.Test));
    }

    /// <summary>Those errors as a table.</summary>
    public static ReportTable WithoutNetwork(bool areRoots)
    {
        (Evaluation lastMonth, Evaluation linear) = References(areRoots);
        return new ReportTable(
            "Error on sunspots without a network, in deviations",
            [new(""), .. new[] { Metric.TestRmse, Metric.TestMae }.Select(metric => new ReportColumn(metric.Name, Alignment: ColumnAlignment.End))],
            [Row("last month", lastMonth), Row("linear function of 24 months", linear)]);

        static ReportRow Row(string name, Evaluation judged) => new(name, Format.Number(judged.Rmse!.Value), Format.Number(judged.Mae!.Value));
    }

    static Metric Validation(Metric metric) => new($"validation {metric.Name}", HigherIsBetter: false, MetricScale.Ratio);

    // Windows whose next month lies before the first one to be judged, and those after it.
    static DataSplit Windows(float[] series, int first, int end) =>
        TimeSeries.Windows("sunspots", series.AsSpan(0, end), Lags, horizon: 1).Split(Splitter.At(first - Lags));

    static Measured Run(Trial trial, bool areRoots)
    {
        Settings settings = trial.Settings;
        float[] series = SolarCycles.Standardized(areRoots);
        DataSplit split = trial.IsTuning ? Windows(series, SolarCycles.FirstTest - TunedMonths, SolarCycles.FirstTest)
            : Windows(series, SolarCycles.FirstTest, series.Length);
        int width = settings.Integer("width");
        Sequential model = new(
            new Flatten(), Sequential.Mlp([Lags, width, width, 1], ImageClassifier.ActivationOf(settings), trial.Random.Derive("weights")));
        History history = ImageClassifier.Fit(
            trial, model, new Adam(model, settings.Number("rate")), split.Train, settings.Integer("steps"), settings.Integer("batch"));
        Evaluation judged = Evaluation.Of(model, split.Test);
        Measured measured = [];
        foreach ((Metric metric, double value) in new[] { (Metric.TestRmse, judged.Rmse!.Value), (Metric.TestMae, judged.Mae!.Value) })
            measured.Add(trial.IsTuning ? Validation(metric).Name : metric.Name, value);
        return history.Divergence is { } divergence ? measured.As(new Failure(FailureKind.Diverged, divergence.ToString())) : measured;
    }
}
