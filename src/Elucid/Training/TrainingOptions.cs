namespace Elucid;

/// <summary>What all kinds of training have in common: a budget, a schedule, clipping, what is best, when to stop, and whom to tell.</summary>
public abstract record TrainingOptions
{
    /// <summary>
    /// Epochs: passes over the training data of a <see cref="Trainer"/>, so many steps in a loop of your own
    /// (<see cref="TrainingLoopOptions.StepsPerEpoch"/>); 10 by default.
    /// </summary>
    public int Epochs { get; init; } = 10;

    /// <summary>If positive, the budget in steps, in place of <see cref="Epochs"/>; the last epoch may be shorter.</summary>
    public long Steps { get; init; }

    /// <summary>Decides the order of the examples and every random number of the steps: the same seed gives the same run.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the optimizers' learning rates change; constant by default.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>If positive, the gradients of an optimizer are scaled down to this total norm (Pascanu et al. 2013).</summary>
    public double ClipNorm { get; init; }

    /// <summary>If positive, each gradient number is limited to ± this value.</summary>
    public double ClipValue { get; init; }

    /// <summary>
    /// If positive, the decay of a <see cref="WeightAverage"/>: it is what is validated, what the best epoch keeps, and what a finished network has.
    /// 0.999 is usual.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>If positive, training stops after this many epochs in a row without a better one, and the weights of the best are restored.</summary>
    public int Patience { get; init; }

    /// <summary>
    /// Which epoch is best. By default, null, the one of a <see cref="Trainer"/> with the lowest validation loss, or training loss where there is no
    /// validation data; a loop of your own then takes the last one.
    /// </summary>
    public Goal? Goal { get; init; }

    /// <summary>Called after each step, on the training thread: it may read losses, norms and recorded numbers.</summary>
    public Action<TrainingStep>? OnStep { get; init; }

    /// <summary>Called after each epoch, on the training thread; the networks are ready for use then.</summary>
    public Action<EpochRecord>? OnEpoch { get; init; }

    internal virtual void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epochs);
        ArgumentOutOfRangeException.ThrowIfNegative(Steps);
        Require.BelowOne(AverageDecay);
        Require.NotNegative(ClipNorm);
        Require.NotNegative(ClipValue);
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
    }
}
