namespace Elucid;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainerOptions : TrainingOptions
{
    /// <summary>
    /// Examples per step; 32 by default. The last batch of an epoch may be smaller, or one larger where batch norm would get a single example; more
    /// than there are examples means all.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// If positive, a step computes its batch in parts of this many examples and adds their gradients: memory for a large batch on a small machine.
    /// The step is that of the whole batch but for
    /// rounding, unless the network mixes the examples of a batch, as batch norm does.
    /// </summary>
    public int MicroBatchSize { get; init; }

    /// <summary>
    /// How many workers share a step, each with a copy of the network and a slice of the batch; 1 by default. The step is that of the whole batch but
    /// for rounding, and its bits depend on this number and not on the number of threads: <see cref="DataParallel"/>.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>Random changes to the training images, such as <c>Augmentation.Crop(4).Then(Augmentation.Flip())</c>; none by default.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>
    /// Which rows an epoch sees, such as <see cref="Sampler.Balanced"/>; by default, null, each row once, in an order that
    /// <see cref="TrainingOptions.Seed"/> decides.
    /// </summary>
    public Sampler? Sampler { get; init; }

    /// <summary>
    /// What a step's loss is and how the network is judged; by default, null, that of the data's task: <see cref="Elucid.Objective.For"/>.
    /// </summary>
    public Objective? Objective { get; init; }

    internal override void Check()
    {
        base.Check();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(MicroBatchSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
    }
}
