using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Quantities that are positive and skewed to the right, as prices are: exp(g(x)) with g = sin 3x₁ + x₂x₃ + |x₄| + cos 5x₅x₆ and six inputs from −1
/// to 1.
/// 6-64-64-1 with Adam, 1500 steps of 64, by the squared error in deviations of the training targets. Beside it each network foretells a random walk
/// from
/// its last 12 values, as a control: nothing can beat the last value there.
/// </summary>
internal static class SkewedRegression
{
    public const string Id = "P12";

    /// <summary>The mean absolute error in deviations.</summary>
    public static Measure Error { get; } = new(Metric.TestMae, Chance: 1);

    /// <summary>How much more the predictions are skewed than the targets.</summary>
    public static Measure Skew { get; } = new(new Metric("skewness beside the targets'", HigherIsBetter: true, MetricScale.Raw), Chance: -2);

    /// <summary>The error on the random walk over that of its last value.</summary>
    public static Measure Walk { get; } = new(new Metric("error on a random walk", HigherIsBetter: false, MetricScale.Ratio), Chance: 2);

    const int Inputs = 6, TrainRows = 2000, TestRows = 1000, Lags = 12, Months = 900;

    public static Experiment Of() => new()
    {
        Id = Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("tanh")],
        Settings = Settings.Of(("steps", 1500), ("batch", 64), ("width", 64)),
        Measures = [Error, Skew, Walk],
        Tuning = new Tuning
        {
            Setting = "rate",
            Grid = [0.0003, 0.001, 0.003, 0.01],
            Score = new Metric("validation MAE", HigherIsBetter: false, MetricScale.Ratio),
        },
        RunTrial = Run,
    };

    /// <summary>ELU and ReLU at other initial gains than the recommended ones.</summary>
    public static GainRobustness Gains => new(Of(), "elu", "relu");

    static Measured Run(Trial trial)
    {
        Dataset train = Drawn(trial, "train", TrainRows), test = Drawn(trial, trial.IsTuning ? "validation" : "test", TestRows);
        Standardizer scales = Standardizer.Fit(train);
        test = scales.Apply(test);
        (Module model, History history) = Fitted(trial, scales.Apply(train), "prices");
        double error = Evaluation.Of(model, test).Mae!.Value;
        if (trial.IsTuning)
            return new Measured { { "validation MAE", error } };
        Dataset walk = TimeSeries.Windows("random walk", RandomWalk(trial.Random.Derive("walk")), Lags, horizon: 1);
        DataSplit months = walk.Split(Splitter.ByTime(Portion.Rows(Months / 3)));
        (Module walker, _) = Fitted(trial, months.Train, "walk");
        double lastValue = Evaluation.Of(new SeasonalNaive(horizon: 1, season: 1), months.Test).Mae!.Value;
        Measured measured = new()
        {
            { Error.Name, error },
            { Skew.Name, Skewness(Evaluation.Outputs(model, test).Values) - Skewness(test.Targets) },
            { Walk.Name, Evaluation.Of(walker, months.Test).Mae!.Value / lastValue },
        };
        return history.Divergence is { } divergence ? measured.As(new Failure(FailureKind.Diverged, divergence.ToString())) : measured;
    }

    static (Module Model, History History) Fitted(Trial trial, Dataset train, string purpose)
    {
        Settings settings = trial.Settings;
        int width = settings.Integer("width");
        Sequential model = new(new Flatten(), Sequential.Mlp(
            [train.FeatureCount, width, width, 1], ImageClassifier.ActivationOf(settings), trial.Random.Derive(purpose),
            GivenGain.Of(settings)));
        History history = ImageClassifier.Fit(
            trial, model, new Adam(model, settings.Number("rate")), train, settings.Integer("steps"), settings.Integer("batch"),
            purpose: $"{purpose} order");
        return (model, history);
    }

    static Dataset Drawn(Trial trial, string part, int rows)
    {
        RandomStream random = trial.Random.Derive(part);
        float[] x = new float[rows * Inputs], y = new float[rows];
        random.FillUniform(x, -1, 1);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> v = x.AsSpan(row * Inputs, Inputs);
            y[row] = (float)Math.Exp(Math.Sin(3 * v[0]) + v[1] * v[2] + Math.Abs(v[3]) + Math.Cos(5 * v[4] * v[5]));
        }
        return new Dataset("prices", x, [Inputs], y, ["price"]);
    }

    // Of a size that networks like: one scale for inputs and targets, so that the last value stays what it is.
    static float[] RandomWalk(RandomStream random)
    {
        const float Step = 0.1f;
        float[] walk = new float[Months];
        for (int month = 1; month < Months; month++)
            walk[month] = walk[month - 1] + Step * random.NextGaussian();
        return walk;
    }

    static double Skewness(ReadOnlySpan<float> values)
    {
        double[] all = [.. values.ToArray().Select(value => (double)value)];
        double mean = all.Average(), variance = all.Average(value => (value - mean) * (value - mean));
        return all.Average(value => Math.Pow(value - mean, 3)) / Math.Max(Math.Pow(variance, 1.5), 1e-12);
    }
}
