namespace Elucid;

/// <summary>
/// Trains a network on a dataset: batches in a seeded order, forward, backward, step, evaluation after each epoch, early stopping, best weights.
/// The result is a function of the network's start, the data and the options: same seed, same bits, on any number of threads.
/// </summary>
/// <remarks>
/// <code>
/// Trainer trainer = new(model, new Adam(model), training, validation, new TrainerOptions { Epochs = 20 });
/// History history = trainer.Fit();
/// </code>
/// The loss, and what the network is judged by, is the data's: cross-entropy for classes, squared errors for quantities;
/// <see cref="TrainerOptions.Objective"/> takes another. To do something of your own
/// between epochs, call <see cref="TrainingLoop.RunEpoch"/> until <see cref="TrainingLoop.IsFinished"/>. Where the network has buffers, which are the
/// statistics of a batch norm, and rows leave a last
/// batch of a single one, which has no variance, that one joins the batch before it.
/// <para>
/// After an epoch, and so after <see cref="TrainingLoop.Fit"/>, the network is ready for use; the next epoch trains it again in the modes that it
/// had. A module that is in use while others are in training, such as a
/// batch norm whose statistics shall stay, remains so: <c>model.Train(); norm.Eval();</c> before the trainer is made or between two epochs. A
/// network that is wholly in use, as after
/// <see cref="Weights.Load(Module, string, Func{string, bool}?)"/>, is switched to training as a whole.
/// </para>
/// </remarks>
public sealed class Trainer : TrainingLoop
{
    // What objectives learn are a few numbers, which must follow the losses within some hundreds of steps, whatever the network's rate.
    const double LearnedRate = 0.01;

    const string NetworkName = "network", ObjectiveName = "objective";

    readonly DataLoader _loader;
    readonly Dataset? _validation;
    readonly Objective _objective;
    readonly Examples[] _examples;
    readonly DataParallel? _parallel;
    readonly RandomStream _augmentation, _random;
    readonly bool _joinsSingle;

    /// <summary>Prepares training; nothing is computed yet.</summary>
    /// <param name="model">The network.</param>
    /// <param name="optimizer">Made for the same network, or for parts of it; its learning rate is the base of the schedule.</param>
    /// <param name="training">The examples to learn from.</param>
    /// <param name="validation">Examples that decide what is best and when to stop; may be null.</param>
    /// <param name="options">Defaults if null.</param>
    /// <exception cref="ShapeException">The network cannot take the data, or gives another number of outputs than it needs.</exception>
    /// <exception cref="ArgumentException">
    /// Patience without validation data, validation data of another kind, an optimizer of another network, or options out of range.
    /// </exception>
    public Trainer(Module model, Optimizer optimizer, Dataset training, Dataset? validation = null, TrainerOptions? options = null)
        : this(Checked(options ?? new TrainerOptions(), validation), model, optimizer, training, validation) { }

    /// <summary>Prepares training on the rows of a split to learn from, streamed where memory does not hold them, with its validation rows.</summary>
    /// <param name="model">The network.</param>
    /// <param name="optimizer">Made for the same network, or for parts of it; its learning rate is the base of the schedule.</param>
    /// <param name="split">The examples.</param>
    /// <param name="options">Defaults if null.</param>
    /// <exception cref="ShapeException">The network cannot take the data, or gives another number of outputs than it needs.</exception>
    /// <exception cref="ArgumentException">Patience without validation data, an optimizer of another network, options out of range, or a sampler for
    /// streamed rows.</exception>
    public Trainer(Module model, Optimizer optimizer, DataSplit split, TrainerOptions? options = null)
        : this(Checked(options ?? new TrainerOptions(), split.Validation), model, optimizer, split) { }

    Trainer(TrainerOptions options, Module model, Optimizer optimizer, DataSplit split)
        : this(options, model, optimizer,
            split.Streamed is { } rows ? LoaderOf(model, rows, options) : LoaderOf(model, split.Train, options), split.Validation)
    { }

    Trainer(TrainerOptions options, Module model, Optimizer optimizer, Dataset training, Dataset? validation)
        : this(options, model, optimizer, LoaderOf(model, training, options), validation) { }

    Trainer(TrainerOptions options, Module model, Optimizer optimizer, DataLoader loader, Dataset? validation)
        : this(options, model, optimizer, loader, validation, (options.Objective ?? Objective.For(loader.Data)).ForRun(loader.Data)) { }

    Trainer(TrainerOptions options, Module model, Optimizer optimizer, DataLoader loader, Dataset? validation, Objective objective)
        : base(NetworksOf(model, optimizer, objective), options, loader.BatchCount)
    {
        Dataset training = loader.Data;
        (Model, Options, Optimizer, _validation, _loader) = (model, options, optimizer, validation, loader);
        _joinsSingle = HasStatistics(model);
        _objective = objective;
        _objective.Check(model, training, loader.BatchSize);
        if (validation is not null && (validation.Task != training.Task || validation.OutputCount != training.OutputCount
            || !validation.FeatureShape.SequenceEqual(training.FeatureShape)))
            throw new ArgumentException(
                $"Validation data {Describe(validation)} must be like training data {Describe(training)}. Split both from one dataset.",
                nameof(validation));
        options.Augmentation?.Check(training.FeatureShape);
        if (_objective.TakesSteps && options.Augmentation is not null)
            throw new ArgumentException(
                $"Augmentation changes examples, but the rows of '{training.Name}' are episodes that are played: leave it out.", nameof(options));
        if (_objective.TakesSteps && (options.Workers > 1 || options.MicroBatchSize > 0))
            throw new ArgumentException(
                "Workers and MicroBatchSize divide the loss of a batch, but this objective makes its steps itself: leave them at their defaults.",
                nameof(options));
        if (_objective.Learned is not null && options.Workers > 1)
            throw new ArgumentException(
                "This objective learns numbers of its own, which workers side by side would write at the same time: leave Workers at 1.",
                nameof(options));
        _parallel = options.Workers > 1 ? new DataParallel(model, options.Workers) : null;
        _examples = [.. Enumerable.Range(0, options.Workers).Select(_ => new Examples(training, loader.BatchSize + 1))];
        _augmentation = new RandomStream(options.Seed).Derive("augmentation");
        _random = new RandomStream(options.Seed).Derive("objective");
    }

    /// <summary>The network.</summary>
    public new Module Model { get; }

    /// <summary>What moves its weights.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How it is trained.</summary>
    public TrainerOptions Options { get; }

    private protected override void BeginEpoch(int epoch) => _loader.StartEpoch(epoch - 1);

    private protected override void Step(TrainingStep step)
    {
        Batch batch = _loader[step.StepInEpoch];
        RandomStream? augmentation = Options.Augmentation is null ? null : _augmentation.Derive("step", (ulong)step.Number);
        RandomStream random = _random.Derive("step", (ulong)step.Number);
        if (_objective.TakesSteps)
        {
            _objective.Step(new OwnStep(step, Optimizer), Model, _loader.Data, batch.Rows, random);
            return;
        }
        int size = Options.MicroBatchSize > 0 ? Options.MicroBatchSize : batch.Count;
        double sum = 0, weight = _objective.WeightOf(_loader.Data, batch.Rows);
        for (int start = 0, count; start < batch.Count && !step.HasDiverged; start += count)
        {
            int rest = batch.Count - start;
            count = Math.Min(size, rest);
            if (_joinsSingle && size > 1 && rest - count == 1)
                count++;
            ReadOnlySpan<int> rows = batch.Rows.Slice(start, count);
            if (_parallel is not null)
            {
                sum += InParallel(step, _parallel, rows.ToArray(), weight, random, augmentation);
                continue;
            }
            using Tape tape = Tape.Start();
            // Rows of weight 0 alone have the loss 0, and count for nothing.
            double part = count == batch.Count ? weight : _objective.WeightOf(_loader.Data, rows);
            sum += step.AddGradients(tape, LossOf(Model, _examples[0], rows, random, augmentation), weight > 0 ? (float)(part / weight) : 1) * part;
        }
        step.CountLoss((float)(weight > 0 ? sum / weight : 0), batch.Count);
        foreach (Optimizer optimizer in Optimizers)
            step.Update(optimizer);
    }

    // The sum of the rows' weighted losses. Batch norm needs two rows a worker, so a short batch has fewer of them.
    double InParallel(
        TrainingStep step, DataParallel parallel, int[] rows, double weight, RandomStream random, RandomStream? augmentation)
    {
        int workers = Math.Clamp(_joinsSingle ? rows.Length / 2 : rows.Length, 1, parallel.Count);
        IReadOnlyList<Range> slices = DataParallel.Slices(rows.Length, workers);
        double[] shares = [.. slices.Select(slice => weight > 0 ? _objective.WeightOf(_loader.Data, rows.AsSpan(slice)) / weight : 1)];
        return weight * step.Watched(parallel.AddGradients(shares, worker => LossOf(
            parallel[worker], _examples[worker], rows.AsSpan(slices[worker]), random.Derive("worker", (ulong)worker),
            augmentation?.Derive("worker", (ulong)worker))));
    }

    Tensor LossOf(Module model, Examples examples, ReadOnlySpan<int> rows, RandomStream random, RandomStream? augmentation)
    {
        examples.Take(_loader.Data, rows, random);
        if (augmentation is not null)
            examples.Augment(Options.Augmentation!, augmentation);
        return _objective.Loss(model, examples);
    }

    private protected override (Evaluation?, IEnumerable<(string, double)>) Judge() =>
        (_validation is null ? null : _objective.Evaluate(Model, _validation), _objective.LearnedNumbers(_loader.Data));

    private protected override double? BadnessOf(EpochRecord record) => Goal.Badness(record.Validation?.Loss ?? record.TrainingLoss);

    internal override IEnumerable<(string Name, Shape Shape, float[] Values)> BestOfNetwork => _objective.Learned is null ? base.BestOfNetwork
        : Best.Entries.Where(entry => entry.Name.StartsWith($"{NetworkName}.", StringComparison.Ordinal))
            .Select(entry => (entry.Name[(NetworkName.Length + 1)..], entry.Shape, entry.Values));

    static IReadOnlyList<TrainedNetwork> NetworksOf(Module model, Optimizer optimizer, Objective objective) =>
        objective.Learned is not { } learned ? [new("", model, optimizer)]
            : [new(NetworkName, model, optimizer), new(ObjectiveName, learned, new Adam(learned, LearnedRate))];

    // Batch norm, whose statistics are buffers, cannot learn from one example, which has no variance.
    static bool HasStatistics(Module model) => model.NamedBuffers().Any();

    static DataLoader LoaderOf(Module model, Dataset training, TrainerOptions options)
    {
        Sampler sampler = options.Sampler ?? Sampler.Shuffled(new RandomStream(options.Seed).Derive("order"));
        return new DataLoader(training, Math.Min(options.BatchSize, training.Count), sampler, dropLast: false, HasStatistics(model));
    }

    static DataLoader LoaderOf(Module model, RowChunks training, TrainerOptions options) => options.Sampler is null
        ? new DataLoader(training, options.BatchSize, new RandomStream(options.Seed).Derive("order"), HasStatistics(model))
        : throw new ArgumentException(
            "A sampler draws from all rows, but streamed rows are in memory a part at a time. Leave it out, or train on a part.", nameof(options));

    static TrainerOptions Checked(TrainerOptions options, Dataset? validation)
    {
        options.Check();
        if (options.Patience > 0 && options.Goal is null && validation is null)
            throw new ArgumentException("Early stopping needs validation data: pass some, or set Patience to 0.", nameof(validation));
        return options;
    }

    static string Describe(Dataset data) => $"'{data.Name}' ({data.Task.Word()}, "
        + $"rows of {new Shape(data.FeatureShape)}, {data.OutputCount} outputs)";

    sealed class OwnStep(TrainingStep step, Optimizer optimizer) : IOwnStep
    {
        public bool HasDiverged => step.HasDiverged;

        public void Minimize(Func<Tensor> loss) => step.Minimize(optimizer, loss);

        public void Count(double loss, int weight) => step.CountLoss(loss, weight);

        public void Record(string name, double value) => step.Record(name, value);
    }
}
