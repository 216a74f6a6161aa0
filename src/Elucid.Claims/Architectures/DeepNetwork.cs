using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Plain networks of 64 units a layer on Fashion-MNIST, 600 steps of 64 images, with or without layer norm before the function.</summary>
internal static class DeepNetwork
{
    public static readonly int[] Depths = [10, 30, 50, 100, 200];

    const int TunedAt = 50;

    /// <summary>The largest of the depths that trains: a test accuracy above 60 %.</summary>
    public static Metric LargestDepth { get; } = new("largest depth that trains", HigherIsBetter: true, MetricScale.Ratio);

    /// <summary>One optimizer, with one rate per function, tuned at 50 layers, for all depths.</summary>
    /// <param name="data">The data.</param>
    /// <param name="optimizer">sgd or adam.</param>
    /// <param name="rates">The grid.</param>
    public static Experiment OfDepths(ClaimData data, string optimizer, params double[] rates) => new()
    {
        Id = DepthsId(optimizer),
        Data = data.Fashion.Id,
        Arms =
        [
            Start("relu", "relu", "he"), Start("elu", "elu", "he"), Start("elu, unit gain", "elu", "unit"), Start("tanh", "tanh", "lecun"),
            Start("selu", "selu", "lecun"),
        ],
        Seeds = 5,
        Settings = Common.With("optimizer", optimizer),
        Measures = [new Measure(LargestDepth, Chance: 1), .. Depths.Select(depth => new Measure(Accuracy(depth), Chance: 0.1))],
        Tuning = ImageClassifier.Rates(rates),
        RunTrial = trial => RunDepths(trial, data.Fashion),
    };

    /// <summary>The experiment's name.</summary>
    public static string DepthsId(string optimizer) => $"A07-{optimizer}";

    /// <summary>With and without layer norm, at 8 and 50 layers.</summary>
    public static Experiment OfNorms(ClaimData data) => new()
    {
        Id = "A08",
        Data = data.Fashion.Id,
        Arms =
        [
            Normed("relu", "none", 8), Normed("elu", "none", 8), Normed("relu", "layer", 8), Normed("elu", "layer", 8),
            Normed("relu", "none", 50), Normed("elu", "none", 50), Normed("relu", "layer", 50), Normed("elu", "layer", 50),
            new Arm("elu, unit gain, 50 layers", Settings.Of(("activation", "elu"), ("norm", "none"), ("depth", 50), ("gain", "unit"))),
        ],
        Seeds = 8,
        Settings = Common.With("optimizer", "sgd"),
        Measures = [ImageClassifier.TestAccuracy, ImageClassifier.TrainingLoss],
        Tuning = ImageClassifier.Rates(0.003, 0.01, 0.03, 0.1),
        RunTrial = trial => ImageClassifier.Run(trial, data.Fashion),
    };

    /// <summary>The accuracy at a depth.</summary>
    public static Metric Accuracy(int depth) => new($"test accuracy, {depth} layers", HigherIsBetter: true, MetricScale.Share);

    static Settings Common => Settings.Of(("steps", 600), ("batch", 64), ("width", 64));

    static Arm Start(string name, string activation, string gain) => new(name, Settings.Of(("activation", activation), ("gain", gain)));

    static Arm Normed(string activation, string norm, int depth) => new(
        $"{activation}{(norm == "layer" ? " + norm" : "")}, {depth} layers",
        Settings.Of(("activation", activation), ("norm", norm), ("depth", depth), ("gain", "he")));

    static Measured RunDepths(Trial trial, PreparedImages images)
    {
        if (trial.IsTuning)
            return Train(trial, images, TunedAt);
        Measured measured = [];
        int largest = 1;
        foreach (int depth in Depths)
        {
            Measured trained = Train(trial, images, depth);
            double accuracy = trained.Failure is null ? trained.Numbers[ImageClassifier.TestAccuracy.Name] : ImageClassifier.TestAccuracy.Chance;
            measured.Add(Accuracy(depth).Name, accuracy);
            largest = accuracy > 0.6 ? depth : largest;
        }
        measured.Add(LargestDepth.Name, largest);
        return measured;
    }

    static Measured Train(Trial trial, PreparedImages images, int depth)
    {
        Sequential model = ImageClassifier.Network(trial, images, depth: depth);
        return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images);
    }
}
