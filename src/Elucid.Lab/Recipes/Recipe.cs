using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>
/// How a network is built and trained, in the words of result files: its <see cref="NetworkRecipe"/> and the settings of training. Together with
/// data, an activation and a seed it decides a trial down to the last bit.
/// </summary>
/// <remarks>As JSON every version has written what is required there. What came later has its default, which the generated reader replaces by null or
/// 0 where a file lacks it.</remarks>
public sealed record Recipe : NetworkRecipe
{
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

    /// <summary>Random changes to training images, as <see cref="Augmentation.Parse"/> reads them; empty for none.</summary>
    public string Augment { get; init => field = value ?? ""; } = "";

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

    /// <summary>How much the examples of a class count: one of <see cref="Choices.ClassWeights"/>; null for all alike.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClassWeights { get; init; }

    /// <summary>What the losses of several targets count: one of <see cref="Choices.Balances"/>; null for 1 each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Balance { get; init; }

    /// <summary>How many networks answer together, which differ in initial weights and the order of examples; null for a single one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Members { get; init; }

    /// <summary>Whether each member learns from rows of its own, drawn with replacement (Breiman 1996).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Bagging { get; init; }

    /// <summary>Whether each member learns most from the rows that those before it are wrong on, and has a vote as large as it is good
    /// (<see cref="Elucid.Boosting"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Boosting { get; init; }

    /// <summary>The model whose body goes on learning, by the name and fingerprint of its file (<see cref="PretrainedBody.Id"/>): the rest of the
    /// recipe is that of a new head. Null where all weights are drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>The layers that stand still, as <see cref="Module.FreezeLayers"/> takes their names; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Freeze { get; init; }

    /// <summary>The learning rate of the body as a multiple of the head's; null for the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BodyRate { get; init; }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Require(From is not null || Freeze is null, Spelling.Of(nameof(Recipe.Freeze)), $"used with {Spelling.Of(nameof(Recipe.From))}", Freeze
            ?? "");
        Require(From is not null || BodyRate is null, Spelling.Of(nameof(Recipe.BodyRate)), $"used with {Spelling.Of(nameof(Recipe.From))}", BodyRate
            ?? 0);
        Require(BodyRate is null || (double.IsFinite(BodyRate.Value) && BodyRate > 0), Spelling.Of(nameof(Recipe.BodyRate)),
            "a positive number such as 0.1", BodyRate ?? 0);
        Choices.Optimizers.Check(Optimizer);
        Choices.Schedules.Check(Schedule);
        if (ClassWeights is { } weights)
            Choices.ClassWeights.Check(weights);
        if (Balance is { } balance)
            Choices.Balances.Check(balance);
        Require(Epochs > 0, Spelling.Of(nameof(Recipe.Epochs)), "a positive number", Epochs);
        Require(Batch > 0, Spelling.Of(nameof(Recipe.Batch)), "a positive number", Batch);
        Require(Batch > 1 || Norm != "batch", Spelling.Of(nameof(Recipe.Batch)),
            $"at least 2 with {Spelling.Of(nameof(Recipe.Norm), "batch")}, as one example has no variance", Batch);
        Require(double.IsFinite(LearningRate)
            && LearningRate > 0, Spelling.Of(nameof(Recipe.LearningRate)), "a positive number such as 0.001", LearningRate);
        if (Augment.Length > 0)
            Augmentation.Parse(Augment);
        Require(Warmup >= 0, Spelling.Of(nameof(Recipe.Warmup)), "0 or a number of steps", Warmup);
        Require(double.IsFinite(ClipNorm) && ClipNorm >= 0, Spelling.Of(nameof(Recipe.ClipNorm)), "0 (none) or a positive norm", ClipNorm);
        Require(double.IsFinite(WeightDecay)
            && WeightDecay >= 0, Spelling.Of(nameof(Recipe.WeightDecay)), "0 (none) or a small positive number such as 0.0001", WeightDecay);
        Require(Members is null or (>= 1 and <= Committee.MostMembers), Spelling.Of(nameof(Recipe.Members)),
            $"a number of networks from 1 to {Committee.MostMembers}", Members ?? 1);
        string bagging = Spelling.Of(nameof(Recipe.Bagging), true), boosting = Spelling.Of(nameof(Recipe.Boosting), true);
        if (Bagging && Boosting)
            throw new ArgumentException($"{bagging} and {boosting} contradict each other: they draw rows in different ways. Use one of them.");
        if ((Bagging || Boosting) && Members is null or 1)
            throw new ArgumentException(
                $"{(Bagging ? bagging : boosting)} is for several networks: say how many with {Spelling.Of(nameof(Recipe.Members), 10)}.");
        Require(Patience >= 0, Spelling.Of(nameof(Recipe.Patience)), "0 (never stop early) or a number of epochs", Patience);
    }

    /// <summary>Builds the optimizer for a network.</summary>
    public Optimizer BuildOptimizer(Module model)
    {
        OptimizerInfo optimizer = OptimizerCatalog.Find(Optimizer);
        return BodyRate is not { } factor ? optimizer.Create(model, LearningRate, WeightDecay) : optimizer.Create(
            [new(model, FineTuning.IsOfBody) { LearningRateFactor = factor }, new(model, name => !FineTuning.IsOfBody(name))], LearningRate,
                WeightDecay);
    }

    /// <summary>What trains a network: a <see cref="Trainer"/>, or of two networks that learn against each other an
    /// <see cref="AdversarialTrainer"/> with an optimizer for each; Adam has β₁ = 0.5 then (Radford et al. 2016, arXiv:1511.06434,
    /// section 4).</summary>
    /// <param name="model">A network of this recipe.</param>
    /// <param name="split">Its training rows are learned from, and its validation rows decide which epoch is best.</param>
    /// <param name="seed">Decides order and noise.</param>
    public TrainingLoop BuildTraining(Module model, DataSplit split, ulong seed)
    {
        TrainerOptions options = BuildOptions(seed, split.Train);
        return model is GenerativeAdversarialNetwork pair
            ? new AdversarialTrainer(pair, Adversary(pair.Generator), Adversary(pair.Discriminator), split.Train, split.Validation, options)
            : new Trainer(model, BuildOptimizer(model), split, options);
    }

    Optimizer Adversary(Module model) =>
        Optimizer == "adam" ? new Adam(model, LearningRate, beta1: 0.5, weightDecay: WeightDecay) : BuildOptimizer(model);

    /// <summary>The trainer's options for a seed.</summary>
    /// <param name="seed">Decides order and noise.</param>
    /// <param name="training">What is learned from: balanced weights are those of its classes.</param>
    /// <exception cref="ArgumentException">Class weights are asked for, but there are no classes.</exception>
    public TrainerOptions BuildOptions(ulong seed, Dataset training) => new()
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
        Objective = ObjectiveFor(training),
    };

    /// <summary>What a step's loss is; null for that of the data's task.</summary>
    /// <param name="training">What is learned from.</param>
    /// <exception cref="ArgumentException">Class weights are asked for, but there are no classes; or a balance, but there are not several
    /// targets.</exception>
    public Objective? ObjectiveFor(Dataset training)
    {
        if (Balance is not null && training.SeveralTargets.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.Balance))} is for several targets, but {training.Name} has one: omit it, or name several with "
                    + $"{Spelling.OfList(nameof(CsvOptions.Targets), ["A", "B"])}.");
        return ClassWeights is not null ? Objective.Classification(BalancedWeights(training))
            : Balance is not null ? Objective.SeveralByUncertainty() : null;
    }

    // n / (classes · n of the class), as scikit-learn's "balanced": the mean weight of an example is 1.
    static float[] BalancedWeights(Dataset training)
    {
        if (training.Labels.IsEmpty)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.ClassWeights), "balanced")} is for classes, but {training.Name} has "
                    + $"{(training.Targets.IsEmpty ? "none that are learned" : "quantities")}: omit it.");
        long[] counts = new long[training.OutputCount];
        foreach (int label in training.Labels)
            counts[label]++;
        int present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 1 : training.Count / ((float)present * count))];
    }
}
