using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Forecasts of next month's airline passengers from the last 24 months, 24-32-32-1 with Adam, 1500 steps on all windows at once; the last 48 months
/// are
/// the test, which lies above the levels seen in training. Rates are tuned on the last 24 training months.
/// </summary>
/// <remarks>Each function starts from the gain that its authors recommend, as a forecaster would start it. A month's forecast sees the true months
/// before
/// it.</remarks>
internal static class PassengerForecasts
{
    public const string Id = "P14";

    const int Lags = 24;

    /// <summary>The error over the test months, in deviations of the training months.</summary>
    public static Measure Error { get; } = new(Metric.TestRmse, Chance: 2);

    static readonly float[] Series = AirlinePassengers.Standardized();

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = "airline passengers",
        Arms = [.. Functions.Select(Arm.Of)],
        Seeds = 15,
        Settings = Settings.Of(("steps", 1500), ("width", 32)),
        Measures = [Error],
        Tuning = new Tuning
        {
            Setting = "rate",
            Grid = [0.0003, 0.001, 0.003, 0.01, 0.03],
            Score = new Metric("validation "
                + "RMSE", HigherIsBetter: false, MetricScale.Ratio),
        },
        RunTrial = Run,
    };

    /// <summary>ELU and tanh at other initial gains than the recommended ones.</summary>
    public static GainRobustness Gains => new(Of(), "elu", "tanh");

    /// <summary>The error of what a forecaster must beat: last year's month, and a linear function of the last 24 months.</summary>
    public static (double SeasonalNaive, double Linear) References()
    {
        DataSplit split = Windows(AirlinePassengers.FirstTest, Series.Length);
        return (Evaluation.Of(new SeasonalNaive(horizon: 1, season: 12), split.Test).Rmse!.Value,
            Evaluation.Of(LinearAutoregression.Fit(split.Train), split.Test).Rmse!.Value);
    }

    static readonly string[] Functions = ["relu", "elu", "tanh", "sigmoid", "softplus", "gelu"];

    // Windows whose next month lies before the first one to be judged, and those after it.
    static DataSplit Windows(int first, int end) =>
        TimeSeries.Windows("airline passengers", Series.AsSpan(0, end), Lags, horizon: 1).Split(Splitter.At(first - Lags));

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        DataSplit split = trial.IsTuning ? Windows(AirlinePassengers.FirstTest - Lags, AirlinePassengers.FirstTest)
            : Windows(AirlinePassengers.FirstTest, Series.Length);
        int width = settings.Integer("width");
        Sequential model = new(
            new Flatten(), Sequential.Mlp(
                [Lags, width, width, 1], ImageClassifier.ActivationOf(settings), trial.Random.Derive("weights"), GivenGain.Of(settings)));
        History history = ImageClassifier.Fit(
            trial, model, new Adam(model, settings.Number("rate")), split.Train, settings.Integer("steps"), split.Train.Count);
        double error = Evaluation.Of(model, split.Test).Rmse!.Value;
        Measured measured = new() { { trial.IsTuning ? "validation RMSE" : Error.Name, error } };
        if (!trial.IsTuning)
            measured.Add("forecast", Evaluation.Outputs(model, split.Test).Values.ToArray().Select(value => (double)value));
        return history.Divergence is { } divergence ? measured.As(new Failure(FailureKind.Diverged, divergence.ToString())) : measured;
    }

    /// <summary>The months that are foretold, as they came.</summary>
    public static double[] Truth => [.. Series[AirlinePassengers.FirstTest..].Select(value => (double)value)];
}
