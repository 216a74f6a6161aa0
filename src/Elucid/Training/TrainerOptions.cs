namespace Elucid;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training data; 10 by default.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Examples per step; 32 by default. The last batch of an epoch may be smaller, or one larger where batch norm would get a single example; more than there are examples means all.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// If positive, a step computes its batch in parts of this many examples and adds their gradients: memory for a large batch on a small machine. The step is that of the whole batch but for
    /// rounding, unless the network mixes the examples of a batch, as batch norm does.
    /// </summary>
    public int MicroBatchSize { get; init; }

    /// <summary>Random changes to the training images, such as <c>Augmentation.Crop(4).Then(Augmentation.Flip())</c>; none by default.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>If positive, the decay of a <see cref="WeightAverage"/>: it is what is validated, what the best epoch keeps, and what a finished network has. 0.999 is usual.</summary>
    public double AverageDecay { get; init; }

    /// <summary>Decides the order of the examples; networks trained with the same seed see the same batches.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the optimizer's learning rate changes; constant by default.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>If positive, gradients are scaled down to this total norm (Pascanu et al. 2013).</summary>
    public double ClipNorm { get; init; }

    /// <summary>If positive, each gradient number is limited to ± this value.</summary>
    public double ClipValue { get; init; }

    /// <summary>If positive, training stops after this many epochs in a row without a better validation loss, and the best weights are restored.</summary>
    public int Patience { get; init; }

    /// <summary>The loss for regression, from prediction and target; mean squared error by default.</summary>
    public Func<Tensor, Tensor, Tensor> RegressionLoss { get; init; } = Loss.MeanSquaredError;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(MicroBatchSize);
        Require.BelowOne(AverageDecay);
        Require.NotNegative(ClipNorm);
        Require.NotNegative(ClipValue);
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
    }
}
