using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Residual blocks of width 64 without norms on Fashion-MNIST: x + W₂·f(W₁·f(x)), the branch's last weights with a gain of 1 / blocks, so that the
/// variance grows by a constant factor whatever their number. Beside them the same layers without skips, and ELU after the sum. Momentum, batches of
/// 64, 600 steps.
/// </summary>
internal static class ResidualNetwork
{
    public const string Id = "A04", DepthsId = "A04-depths";

    public static readonly int[] Depths = [4, 12, 24, 48];

    public static Experiment Of(ClaimData data) => Base(data, Id) with
    {
        Arms = [Arm("relu", "skip"), Arm("elu", "skip"), Arm("relu", "plain"), Arm("elu", "plain"), Arm("elu", "after the sum")],
        Seeds = 25,
        Settings = Common.With("blocks", 12),
        Measures = [ImageClassifier.TestAccuracy, ImageClassifier.TrainingLoss],
        RunTrial = trial => Train(trial, data.Fashion, trial.Settings.Integer("blocks")),
    };

    /// <summary>How many blocks can be stacked: the largest number of them that trains to a loss below 0.6.</summary>
    public static Experiment OfDepths(ClaimData data) => Base(data, DepthsId) with
    {
        Arms = [Arm("relu", "skip"), Arm("elu", "skip")],
        Seeds = 5,
        Settings = Common,
        Measures = [new Measure(LargestDepth, Chance: 1)],
        RunTrial = trial => Stack(trial, data.Fashion),
    };

    /// <summary>The largest number of blocks that trained.</summary>
    public static Metric LargestDepth { get; } = new("largest number of blocks that trains", HigherIsBetter: true, MetricScale.Ratio);

    static Settings Common => Settings.Of(("steps", 600), ("batch", 64), ("width", 64), ("optimizer", "momentum"), ("gain", "he"));

    static Experiment Base(ClaimData data, string id) => new()
    {
        Id = id,
        Data = data.Fashion.Id,
        Arms = [],
        Measures = [],
        Tuning = ImageClassifier.Rates(0.003, 0.01, 0.03, 0.1),
        RunTrial = trial => [],
    };

    static Arm Arm(string activation, string structure) => new(
        structure == "skip" ? activation : $"{activation}, {structure}", Settings.Of(("activation", activation), ("structure", structure)));

    static Measured Stack(Trial trial, PreparedImages images)
    {
        if (trial.IsTuning)
            return Train(trial, images, 24);
        Measured measured = [];
        int largest = 1;
        foreach (int blocks in Depths)
        {
            Measured trained = Train(trial, images, blocks);
            double loss = trained.Failure is null ? trained.Numbers[ImageClassifier.TrainingLoss.Name] : ImageClassifier.TrainingLoss.Chance;
            measured.Add($"training loss, {blocks} blocks", loss);
            largest = loss < 0.6 ? blocks : largest;
        }
        measured.Add(LargestDepth.Name, largest);
        return measured;
    }

    static Measured Train(Trial trial, PreparedImages images, int blocks)
    {
        Settings settings = trial.Settings;
        int width = settings.Integer("width");
        Activation activation = ImageClassifier.ActivationOf(settings);
        Initializer initializer = ImageClassifier.InitializerOf(settings, activation), branchEnd = new VarianceScaling(1.0 / blocks);
        RandomStream random = trial.Random.Derive("weights");
        List<Module> modules = [new Flatten(), new Linear(images.Train.FeatureCount, width, random, initializer: initializer)];
        for (int block = 0; block < blocks; block++)
            modules.AddRange(settings.Text("structure") switch
            {
                "skip" => [new Residual(new Sequential(
                    activation, new Linear(width, width, random, initializer: initializer),
                    activation, new Linear(width, width, random, initializer: branchEnd)))],
                "after the sum" => [new Residual(
                    new Sequential(
                        new Linear(width, width, random, initializer: initializer), activation,
                        new Linear(width, width, random, initializer: branchEnd)),
                    activation: new ActivationLayer(activation))],
                _ => (Module[])[
                    activation, new Linear(width, width, random, initializer: initializer),
                    activation, new Linear(width, width, random, initializer: initializer)],
            });
        modules.AddRange([activation, new Linear(width, 10, random, initializer: Initializer.LeCun)]);
        Sequential model = new([.. modules]);
        return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(settings, model), images);
    }
}
