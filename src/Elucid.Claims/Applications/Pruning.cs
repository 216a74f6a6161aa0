using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Networks that are trained, and then lose weights or units: what it costs in accuracy, without training on.</summary>
internal static class Pruning
{
    public const string Id = "P17";

    static readonly double[] Sparsities = [0.5, 0.7, 0.8, 0.9];

    /// <summary>Accuracy lost where the smallest weights of all layers together are set to 0.</summary>
    public static string LostWithoutWeights(double sparsity) => FormattableString.Invariant($"accuracy lost without {sparsity:0%} of the weights");

    /// <summary>Accuracy lost where the units with the smallest incoming weights of each hidden layer are set to 0.</summary>
    public static string LostWithoutUnits(double sparsity) => FormattableString.Invariant($"accuracy lost without {sparsity:0%} of the units");

    /// <summary>The share of outputs of hidden units below a thousandth.</summary>
    public static Metric NearZero { get; } = new("share of outputs near 0", HigherIsBetter: true, MetricScale.Share);

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu")],
        Seeds = 30,
        Settings = Settings.Of(
            ("steps", 2500), ("batch", 64), ("depth", 3), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001)),
        Measures =
        [
            .. Sparsities.SelectMany(s => new[] { Lost(LostWithoutWeights(s)), Lost(LostWithoutUnits(s)) }), new(NearZero, Chance: 0),
            ImageClassifier.TestAccuracy,
        ],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    // What failed in training has nothing to lose; it counts with all that a network can lose.
    static Measure Lost(string name) => new(new Metric(name, HigherIsBetter: false, MetricScale.Share), Chance: 0.9);

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        Measured measured = ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images);
        if (measured.Failure is not null)
            return measured;
        double whole = measured.Numbers[ImageClassifier.TestAccuracy.Name];
        double LostBy(Func<Module, PruningMask> prune)
        {
            Module pruned = model.Clone();
            prune(pruned);
            return whole - Evaluation.Of(pruned, images.Test).Accuracy!.Value;
        }
        foreach (double sparsity in Sparsities)
        {
            measured.Add(LostWithoutWeights(sparsity), LostBy(module => PruningMask.Weights(module, sparsity)));
            measured.Add(LostWithoutUnits(sparsity), LostBy(module => PruningMask.Units(module, sparsity)));
        }
        measured.Add(NearZero.Name, ShareNearZero(model, images.Test));
        return measured;
    }

    static double ShareNearZero(Module model, Dataset images)
    {
        long near = 0, all = 0;
        LayerReadings.Of(model, images, (_, _, output) =>
        {
            foreach (float value in output.Values)
                near += Math.Abs(value) < 1e-3f ? 1 : 0;
            all += output.Shape.Size;
        });
        return near / (double)all;
    }
}
