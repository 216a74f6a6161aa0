using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>How the ledger trains a network to tell images apart: for a number of steps, each one's loss kept, and judged as the protocol
/// says.</summary>
internal static class ImageClassifier
{
    const int Classes = 10;

    /// <summary>The measures: the loss while it trains, which is the primary one, and the accuracy on test images.</summary>
    public static Measure TrainingLoss { get; } =
        new(new Metric("training loss", HigherIsBetter: false, MetricScale.Ratio), Chance: Math.Log(Classes));

    /// <summary>The mean loss of all steps: who learns quicker has less.</summary>
    public static Measure LossOfAllSteps { get; } =
        new(new Metric("training loss of all steps", HigherIsBetter: false, MetricScale.Ratio), Chance: Math.Log(Classes));

    /// <summary>The share of test images that are told right.</summary>
    public static Measure TestAccuracy { get; } = new(Metric.TestAccuracy, Chance: 1.0 / Classes);

    /// <summary>The mean cross-entropy on test images.</summary>
    public static Measure TestLoss { get; } = new(new Metric("test loss", HigherIsBetter: false, MetricScale.Ratio), Chance: Math.Log(Classes));

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

    /// <summary>A network of <c>depth</c> hidden layers of <c>width</c> units, with the <c>norm</c> batch or layer before each activation, or
    /// none.</summary>
    /// <param name="trial">Decides the weights: arms of a seed start from scaled copies of each other.</param>
    /// <param name="images">What it takes.</param>
    /// <param name="activationOf">Makes the activation of a layer of so many units; the setting <c>activation</c> by default.</param>
    /// <param name="depth">In place of the setting.</param>
    public static Sequential Network(Trial trial, PreparedImages images, Func<int, Module>? activationOf = null, int? depth = null) => Network(
        depth is { } layers ? trial.Settings.With("depth", layers) : trial.Settings, trial.Random.Derive("weights"), images, activationOf);

    /// <summary>The same from settings and random numbers that are not the trial's own.</summary>
    public static Sequential Network(Settings settings, RandomStream random, PreparedImages images, Func<int, Module>? activationOf = null)
    {
        Activation activation = ActivationOf(settings);
        Initializer initializer = InitializerOf(settings, activation);
        string norm = settings.Has("norm") ? settings.Text("norm") : "none";
        int width = settings.Integer("width"), inputs = images.Train.FeatureCount;
        List<Module> modules = [new Flatten()];
        for (int layer = 0; layer < settings.Integer("depth"); layer++, inputs = width)
        {
            modules.Add(new Linear(inputs, width, random, initializer: initializer));
            if (norm != "none")
                modules.Add(norm == "batch" ? new BatchNorm1d(width) : new LayerNorm(width));
            modules.Add(activationOf?.Invoke(width) ?? new ActivationLayer(activation, width));
        }
        modules.Add(new Linear(inputs, Classes, random, initializer: Initializer.LeCun));
        return new Sequential(modules.ToArray());
    }

    /// <summary>What moves it: the setting <c>optimizer</c>, plain gradient descent where there is none, at the setting <c>rate</c>.</summary>
    public static Optimizer OptimizerOf(Settings settings, Module model)
    {
        double rate = settings.Number("rate");
        return (settings.Has("optimizer") ? settings.Text("optimizer") : "sgd") switch
        {
            "sgd" => new Sgd(model, rate),
            "momentum" => new Sgd(model, rate, momentum: 0.9),
            "adam" => new Adam(model, rate),
            "rmsprop" => new RmsProp(model, rate),
            var other => throw new SettingsException($"The setting optimizer must be sgd, momentum, adam or rmsprop, but is {other}."),
        };
    }

    /// <summary>Trains the network that the settings describe.</summary>
    public static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = Network(trial, images);
        return Train(trial, model, OptimizerOf(trial.Settings, model), images);
    }

    /// <summary>Trains on the settings <c>steps</c> and <c>batch</c>, and measures.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="model">The network: images in, logits out.</param>
    /// <param name="optimizer">What moves it.</param>
    /// <param name="images">The images.</param>
    /// <param name="onStep">Called after each step; null for nobody.</param>
    /// <param name="tail">The training loss is the mean over so many last steps; 0 for the last third.</param>
    public static Measured Train(
        Trial trial, Module model, Optimizer optimizer, PreparedImages images, Action<TrainingStep>? onStep = null, int tail = 0) =>
        Train(trial, model, optimizer, images.Train, trial.IsTuning ? images.Validation : images.Test, onStep, tail);

    /// <summary>The same on other data of ten classes.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="model">The network.</param>
    /// <param name="optimizer">What moves it.</param>
    /// <param name="train">What it is trained on.</param>
    /// <param name="test">What it is judged by: validation data while tuning.</param>
    /// <param name="onStep">Called after each step; null for nobody.</param>
    /// <param name="tail">The training loss is the mean over so many last steps; 0 for the last third.</param>
    /// <param name="clipNorm">The largest norm of the gradients; 0 for any.</param>
    public static Measured Train(
        Trial trial, Module model, Optimizer optimizer, Dataset train, Dataset test, Action<TrainingStep>? onStep = null, int tail = 0,
        double clipNorm = 0)
    {
        Settings settings = trial.Settings;
        List<double> losses = [];
        History history = Fit(trial, model, optimizer, train, settings.Integer("steps"), settings.Integer("batch"), step =>
        {
            losses.Add(step.Loss);
            onStep?.Invoke(step);
        }, clipNorm: clipNorm);
        Evaluation judged = Evaluation.Of(model, test);
        double loss = losses.Count == 0 ? double.NaN : losses.Skip(losses.Count - (tail > 0 ? tail : Math.Max(1, losses.Count / 3))).Average();
        Measured measured = new()
        {
            { TrainingLoss.Name, loss },
            { LossOfAllSteps.Name, losses.DefaultIfEmpty(double.NaN).Average() },
            { trial.IsTuning ? "validation accuracy" : TestAccuracy.Name, judged.Accuracy!.Value },
            { trial.IsTuning ? ValidationLoss.Name : TestLoss.Name, judged.Loss },
            { "loss", Thinned(losses, 50) },
        };
        return FailureOf(history, losses, loss, judged) is { } failure ? measured.As(failure) : measured;
    }

    /// <summary>Trains for so many steps; cancelled with the trial.</summary>
    public static History Fit(
        Trial trial, Module model, Optimizer optimizer, Dataset train, int steps, int batch, Action<TrainingStep>? onStep = null,
        string purpose = "order", double clipNorm = 0) =>
        new Trainer(model, optimizer, train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = batch,
            ClipNorm = clipNorm,
            Seed = trial.Random.Derive(purpose).NextUInt64(),
            OnStep = step =>
            {
                onStep?.Invoke(step);
                if (step.Number % 32 == 0)
                    trial.Report(step.Number / (double)steps, "training");
            },
        }).Fit(cancellation: trial.Cancellation);

    // Protocol 1.3: non-finite, no lower than at the start, or no better than chance.
    static Failure? FailureOf(History history, List<double> losses, double last, Evaluation judged) =>
        history.Divergence is { } divergence ? new(FailureKind.Diverged, divergence.ToString())
        : !double.IsFinite(last) || !double.IsFinite(judged.Loss) ? new(FailureKind.Diverged, "the loss is not finite")
        : last > losses[0] ? new(FailureKind.LearnedNothing, "the training loss rose")
        : judged.Accuracy <= TestAccuracy.Chance + ChanceLevel.AccuracyMargin ? new(FailureKind.LearnedNothing, "no better than chance")
        : null;

    /// <summary>Means over so many steps each.</summary>
    public static IEnumerable<double> Thinned(IReadOnlyList<double> values, int each) => values.Chunk(each).Select(part => part.Average());
}
