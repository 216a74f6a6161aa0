using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>How the ledger trains a network to tell images apart: for a number of steps, each one's loss kept, and judged as the protocol
/// says.</summary>
internal static class ImageClassifier
{
    /// <summary>The measures: the loss while it trains, which is the primary one, and the accuracy on test images.</summary>
    public static Measure TrainingLoss { get; } = new(new Metric("training loss", HigherIsBetter: false, MetricScale.Ratio), Chance: Math.Log(10));

    /// <summary>The share of test images that are told right.</summary>
    public static Measure TestAccuracy { get; } = new(Metric.TestAccuracy, Chance: 0.1);

    /// <summary>What rates are tuned by.</summary>
    public static Metric ValidationLoss { get; } = new("validation loss", HigherIsBetter: false, MetricScale.Ratio);

    /// <summary>Rates by the validation loss, with a ratio of about 3.</summary>
    public static Tuning Rates(params double[] grid) => new() { Setting = "rate", Grid = grid, Score = ValidationLoss };

    /// <summary>The start of weights by the setting <c>gain</c>: he, lecun or unit, which keeps the variance for ELU's α; He where there is
    /// none.</summary>
    public static Initializer InitializerOf(Settings settings, Activation activation) => (settings.Has("gain") ? settings.Text("gain") : "he") switch
    {
        "he" => Initializer.He,
        "lecun" => Initializer.LeCun,
        "unit" => Initializer.UnitVariance(activation),
        var other => throw new SettingsException($"The setting gain must be he, lecun or unit, but is {other}."),
    };

    /// <summary>The activation that the setting names.</summary>
    public static Activation ActivationOf(Settings settings) => ActivationCatalog.Parse(settings.Text("activation"));

    /// <summary>Trains on the settings <c>steps</c> and <c>batch</c>, and measures. The training loss is the mean over the last third of the
    /// steps.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="model">The network: images in, logits out.</param>
    /// <param name="optimizer">What moves it.</param>
    /// <param name="images">The images.</param>
    public static Measured Train(Trial trial, Module model, Optimizer optimizer, PreparedImages images)
    {
        int steps = trial.Settings.Integer("steps");
        List<double> losses = [];
        Trainer trainer = new(model, optimizer, images.Train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = trial.Settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            OnStep = step =>
            {
                losses.Add(step.Loss);
                if (step.Number % 32 == 0)
                    trial.Report(step.Number / (double)steps, "training");
            },
        });
        History history = trainer.Fit(cancellation: trial.Cancellation);
        Evaluation judged = Evaluation.Of(model, trial.IsTuning ? images.Validation : images.Test);
        double loss = losses.Skip(losses.Count - Math.Max(1, losses.Count / 3)).Average();
        Measured measured = new()
        {
            { TrainingLoss.Name, loss },
            { trial.IsTuning ? "validation accuracy" : TestAccuracy.Name, judged.Accuracy!.Value },
            { trial.IsTuning ? ValidationLoss.Name : "test loss", judged.Loss },
            { "loss", Thinned(losses, 50) },
        };
        return FailureOf(history, losses[0], loss, judged) is { } failure ? measured.As(failure) : measured;
    }

    // Protocol 1.3: non-finite, no lower than at the start, or no better than chance.
    static Failure? FailureOf(History history, double first, double last, Evaluation judged) =>
        history.Divergence is { } divergence ? new(FailureKind.Diverged, divergence.ToString())
        : !double.IsFinite(last) || !double.IsFinite(judged.Loss) ? new(FailureKind.Diverged, "the loss is not finite")
        : last > first ? new(FailureKind.LearnedNothing, "the training loss rose")
        : judged.Accuracy <= TestAccuracy.Chance + ChanceLevel.AccuracyMargin ? new(FailureKind.LearnedNothing, "no better than chance")
        : null;

    /// <summary>Means over so many steps each.</summary>
    public static IEnumerable<double> Thinned(IReadOnlyList<double> values, int each) => values.Chunk(each).Select(part => part.Average());
}
