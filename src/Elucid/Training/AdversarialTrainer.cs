namespace Elucid;

/// <summary>
/// Trains a <see cref="GenerativeAdversarialNetwork"/> on a dataset: each step moves the discriminator, then the generator, each with an optimizer of
/// its own. Batches, evaluation after each epoch, early stopping and best weights are those of <see cref="Trainer"/>; so are the bits.
/// </summary>
/// <remarks>
/// <code>
/// AdversarialTrainer trainer = new(model, new Adam(model.Generator, 2e-4, beta1: 0.5), new Adam(model.Discriminator, 2e-4, beta1: 0.5), images);
/// History history = trainer.Fit();
/// Tensor drawn = model.Sample(16, new RandomStream(1));
/// </code>
/// The training loss of an epoch is the sum of both; <see cref="EpochRecord.Metrics"/> have each. Neither says how good the images are: the best
/// epoch is the one with the least <see cref="ExampleJudge.FrechetDistance"/> of the validation data where they have a judge
/// (<see cref="GenerationData.Of"/>), and otherwise the last.
/// </remarks>
public sealed class AdversarialTrainer : TrainingLoop
{
    readonly GenerativeAdversarialNetwork _model;
    readonly Optimizer _ofGenerator, _ofDiscriminator;
    readonly DataLoader _loader;
    readonly Dataset? _validation;
    readonly TrainerOptions _options;
    readonly Examples _examples;
    readonly RandomStream _random, _augmentation;

    /// <summary>Prepares training; nothing is computed yet.</summary>
    /// <param name="model">The two networks.</param>
    /// <param name="generator">Made for <see cref="GenerativeAdversarialNetwork.Generator"/>.</param>
    /// <param name="discriminator">Made for <see cref="GenerativeAdversarialNetwork.Discriminator"/>.</param>
    /// <param name="training">The examples to learn from; their answers are not looked at.</param>
    /// <param name="validation">Examples that decide which epoch is best; may be null.</param>
    /// <param name="options">Defaults if null. A step takes its batch whole, on one copy of the networks.</param>
    /// <exception cref="ShapeException">The network draws other examples.</exception>
    /// <exception cref="ArgumentException">An optimizer trains another network, or an option is out of range or for other training.</exception>
    public AdversarialTrainer(
        GenerativeAdversarialNetwork model, Optimizer generator, Optimizer discriminator, Dataset training, Dataset? validation = null,
        TrainerOptions? options = null) : this(model, generator, discriminator, Checked(options), LoaderOf(training, options), validation) { }

    AdversarialTrainer(
        GenerativeAdversarialNetwork model, Optimizer generator, Optimizer discriminator, TrainerOptions options, DataLoader loader,
        Dataset? validation)
        : base(
            [new("generator", model.Generator, generator), new("discriminator", model.Discriminator, discriminator)], options, loader.BatchCount)
    {
        model.OutputShape([loader.BatchSize, .. loader.Data.FeatureShape]);
        options.Augmentation?.Check(loader.Data.FeatureShape);
        (_model, _ofGenerator, _ofDiscriminator, _loader, _validation, _options) = (model, generator, discriminator, loader, validation, options);
        _examples = new Examples(loader.Data, loader.BatchSize + 1);
        _random = new RandomStream(options.Seed).Derive("adversaries");
        _augmentation = new RandomStream(options.Seed).Derive("augmentation");
    }

    private protected override void BeginEpoch(int epoch) => _loader.StartEpoch(epoch - 1);

    private protected override void Step(TrainingStep step)
    {
        int[] rows = _loader[step.StepInEpoch].Rows.ToArray();
        step.Minimize(_ofDiscriminator, () =>
        {
            RandomStream random = _random.Derive("discriminator", (ulong)step.Number);
            _examples.Take(rows, random);
            _options.Augmentation?.Apply(_examples.X.Edit(), _loader.Data.FeatureShape, _augmentation.Derive("step", (ulong)step.Number));
            return _model.DiscriminatorLoss(_examples.X, random);
        }, nameof(GenerativeAdversarialNetwork.Discriminator));
        step.Minimize(
            _ofGenerator, () => _model.GeneratorLoss(rows.Length, _random.Derive("generator", (ulong)step.Number)),
            nameof(GenerativeAdversarialNetwork.Generator));
    }

    private protected override (Evaluation?, IEnumerable<(string, double)>) Judge() =>
        (_validation is null ? null : GenerationObjective.Instance.Evaluate(_model, _validation), []);

    private protected override double? BadnessOf(EpochRecord record) =>
        record.Validation?.Metrics.TryGetValue(ExampleJudge.FrechetDistance, out double distance) == true ? Goal.Badness(distance) : null;

    static DataLoader LoaderOf(Dataset training, TrainerOptions? options)
    {
        options ??= new TrainerOptions();
        Sampler sampler = options.Sampler ?? Sampler.Shuffled(new RandomStream(options.Seed).Derive("order"));
        return new DataLoader(training, Math.Min(options.BatchSize, training.Count), sampler, dropLast: false, joinSingle: true);
    }

    static TrainerOptions Checked(TrainerOptions? options)
    {
        options ??= new TrainerOptions();
        options.Check();
        if (options.MicroBatchSize > 0 || options.Workers > 1 || options.Objective is not null)
            throw new ArgumentException(
                "AdversarialTrainer takes each batch whole, on one copy of the networks, with losses of its own: leave MicroBatchSize, Workers and "
                    + "Objective as they are.", nameof(options));
        return options;
    }
}
