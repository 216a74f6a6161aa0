using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>
/// How a network is built and trained, in the words of result files. Together with data, an activation and a seed it
/// decides a trial down to the last bit.
/// </summary>
/// <remarks>As JSON every version has written what is required there. What came later has its default, which the generated reader replaces by null or 0 where a file lacks it.</remarks>
public sealed record Recipe
{
    /// <summary>The kind of network: <c>mlp</c>.</summary>
    [JsonRequired]
    public string Model { get; init; } = "mlp";

    /// <summary>Units of each hidden layer, from input to output.</summary>
    [JsonRequired]
    public IReadOnlyList<int> Hidden { get; init; } = [128, 128];

    /// <summary>Blocks of a network that has them: residual blocks of each stage, or transformer blocks.</summary>
    public int Blocks { get; init; }

    /// <summary>Passes over the training data.</summary>
    [JsonRequired]
    public int Epochs { get; init; } = 40;

    /// <summary>Examples per step.</summary>
    [JsonRequired]
    public int Batch { get; init; } = 32;

    /// <summary>One of <see cref="Choices.Optimizers"/>.</summary>
    [JsonRequired]
    public string Optimizer { get; init; } = "adam";

    /// <summary>The base learning rate, per step.</summary>
    [JsonRequired]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Share of hidden outputs that are dropped in training.</summary>
    [JsonRequired]
    public double Dropout { get; init; }

    /// <summary>Random changes to training images, as <see cref="Augmentation.Parse"/> reads them; empty for none.</summary>
    public string Augment { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="Choices.Initializers"/>.</summary>
    public string Init { get; init => field = value ?? "he"; } = "he";

    /// <summary>One of <see cref="Choices.Schedules"/>.</summary>
    public string Schedule { get; init => field = value ?? "constant"; } = "constant";

    /// <summary>Steps over which the learning rate rises to its base.</summary>
    public long Warmup { get; init; }

    /// <summary>The norm to which gradients are clipped; 0 for none.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Weight decay; 0 for none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Epochs without a better validation loss after which training stops; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A sentence that names the setting, the values it takes and what came.</exception>
    public void Check()
    {
        Choices.Models.Check(Model);
        Choices.Optimizers.Check(Optimizer);
        Choices.Initializers.Check(Init);
        Choices.Schedules.Check(Schedule);
        Require(Hidden.Count > 0 && Hidden.All(units => units > 0), nameof(Hidden), "positive numbers of units such as 128,128", string.Join(',', Hidden));
        Require(Blocks >= 0 && (Blocks > 0 || NetworkKind.Of(Model).DefaultBlocks == 0), nameof(Blocks), "a positive number", Blocks);
        Require(Epochs > 0, nameof(Epochs), "a positive number", Epochs);
        Require(Batch > 0, nameof(Batch), "a positive number", Batch);
        Require(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), "a positive number such as 0.001", LearningRate);
        Require(Dropout is >= 0 and < 1, nameof(Dropout), "at least 0 and below 1", Dropout);
        if (Augment.Length > 0)
            Augmentation.Parse(Augment);
        Require(Warmup >= 0, nameof(Warmup), "0 or a number of steps", Warmup);
        Require(double.IsFinite(ClipNorm) && ClipNorm >= 0, nameof(ClipNorm), "0 (none) or a positive norm", ClipNorm);
        Require(double.IsFinite(WeightDecay) && WeightDecay >= 0, nameof(WeightDecay), "0 (none) or a small positive number such as 0.0001", WeightDecay);
        Require(Patience >= 0, nameof(Patience), "0 (never stop early) or a number of epochs", Patience);
    }

    /// <summary>Builds the network: hidden layers with the activation (and dropout) after each, then a linear output.</summary>
    /// <param name="featureShape">The shape of one example; flattened first if it has several axes.</param>
    /// <param name="outputs">Classes or targets.</param>
    /// <param name="activation">The function after each hidden layer.</param>
    /// <param name="random">Decides weights and dropout: the same draws whatever the activation.</param>
    public Sequential BuildNetwork(ReadOnlySpan<int> featureShape, int outputs, Activation activation, RandomStream random)
    {
        Shape shape = new(featureShape);
        NetworkKind kind = NetworkKind.Of(Model);
        kind.Check(this, shape);
        kind.Check(activation);
        return kind.Build(new NetworkPlan(this, shape, outputs, activation, Choices.Initializer(Init, activation), random.Derive("weights"), random.Derive("dropout")));
    }

    /// <summary>Builds the optimizer for a network.</summary>
    public Optimizer BuildOptimizer(Module model) => OptimizerCatalog.Find(Optimizer).Create(model, LearningRate, WeightDecay);

    /// <summary>The trainer's options for a seed.</summary>
    public TrainerOptions BuildOptions(ulong seed) => new()
    {
        Epochs = Epochs,
        BatchSize = Batch,
        Seed = seed,
        Schedule = (Schedule switch
        {
            "cosine" => Elucid.Schedule.Cosine,
            "step" => Elucid.Schedule.Step(),
            _ => Elucid.Schedule.Constant,
        }).WithWarmup(Warmup),
        Augmentation = Augment.Length > 0 ? Augmentation.Parse(Augment) : null,
        ClipNorm = ClipNorm,
        Patience = Patience,
    };

    static void Require(bool isMet, string setting, string expected, object actual)
    {
        if (!isMet)
            throw new ArgumentException($"{Spelling.Of($"{nameof(Recipe)}.{setting}")} must be {expected}, but got {actual}.");
    }
}
