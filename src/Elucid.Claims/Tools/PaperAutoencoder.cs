using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The paper's second experiment: a deep autoencoder, 784-500-250-30 and back, with plain gradient descent at one rate for all.</summary>
/// <remarks>
/// The paper's first layer has 1,000 units, and it trains for 500 epochs. It does not say what the output passes through, nor what is summed: here a
/// sigmoid with LeCun's weights, and half of the squared error, summed over the pixels.
/// </remarks>
internal static class PaperAutoencoder
{
    static readonly int[] Widths = [500, 250, 30];

    /// <summary>The mean squared error of a pixel on test images.</summary>
    public static Measure TestError { get; } = new(new Metric("test error", HigherIsBetter: false, MetricScale.Ratio), Chance: 0.0868);

    /// <summary>The same on the images of the last third of the steps, before each.</summary>
    public static Measure TrainingError { get; } = new(new Metric("training error", HigherIsBetter: false, MetricScale.Ratio), Chance: 0.0868);

    /// <summary>On which images it is trained, and how its experiment is called.</summary>
    public static Experiment Of(string id, PreparedImages images) => new()
    {
        Id = id,
        Data = images.Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("leaky-relu:slope=0.1"), Arm.Of("shifted-relu")],
        Seeds = 4,
        Settings = Settings.Of(("steps", 1500), ("batch", 64), ("rate", 0.01), ("gain", "he")),
        Measures = [TestError, TrainingError],
        RunTrial = trial => Run(trial, images),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        Initializer initializer = ImageClassifier.InitializerOf(settings, activation);
        RandomStream weights = trial.Random.Derive("weights");
        int pixels = images.Pixels.Train.FeatureCount, steps = settings.Integer("steps");
        Sequential model = new(
            new Flatten(), Sequential.Mlp([pixels, .. Widths], activation, weights, initializer), new ActivationLayer(activation),
            Sequential.Mlp([.. Widths.Reverse(), pixels], activation, weights, initializer), new ActivationLayer(Activations.Sigmoid()));
        List<double> errors = [];
        History history = new Trainer(model, new Sgd(model, settings.Number("rate")), images.Pixels.Train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            Objective = Objective.Reconstruction((drawn, given) => 0.5f * pixels * Loss.MeanSquaredError(drawn, given)),
            OnStep = step =>
            {
                errors.Add(2.0 * step.Loss / pixels);
                trial.Report(step.Number / (double)steps, "training");
            },
        }).Fit(cancellation: trial.Cancellation);
        Measured measured = new()
        {
            { TestError.Name, Objective.Reconstruction().Evaluate(model, images.Pixels.Test).Loss },
            { TrainingError.Name, errors.Skip(errors.Count - Math.Max(1, errors.Count / 3)).DefaultIfEmpty(double.NaN).Average() },
            { "error", ImageClassifier.Thinned(errors, 50) },
        };
        return history.Divergence is { } divergence ? measured.As(new(FailureKind.Diverged, divergence.ToString())) : measured;
    }
}
