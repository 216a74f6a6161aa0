using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>One finished epoch.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="TrainingLoss">Mean loss over the epoch's batches, each measured before its step; weighted by batch size.</param>
/// <param name="Validation">On the validation data after the epoch, if there is any.</param>
/// <param name="LearningRate">Of the epoch's last step; of several optimizers that of the first.</param>
/// <param name="Seconds">Time of the training steps; evaluation not included.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, Evaluation? Validation, double LearningRate, double Seconds)
{
    /// <summary>Means over the epoch of what the steps recorded, and what a loop of your own judged by; of a <see cref="Trainer"/>
    /// what its objective learned itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MetricValues Metrics { get; init; }
}

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>Not ended yet.</summary>
    Running,

    /// <summary>All epochs or steps were done.</summary>
    Finished,

    /// <summary>No epoch had been better for as many as the patience.</summary>
    Patience,

    /// <summary>Somebody asked to stop.</summary>
    Cancelled,

    /// <summary>The loss became infinite or not a number.</summary>
    Diverged,
}

/// <summary>Where a loss stopped being finite.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Step">Within the epoch, 1 for the first.</param>
/// <param name="FirstNonFinite">The first thing, from input to output, that was not finite: a parameter's name, or the loss itself.</param>
public sealed record Divergence(int Epoch, int Step, string FirstNonFinite)
{
    /// <summary>Such as <c>diverged at epoch 3, step 12; first non-finite: 0.weight</c>.</summary>
    public override string ToString() => $"diverged at epoch {Epoch}, step {Step}; first non-finite: {FirstNonFinite}";
}

/// <summary>What happened in a training run.</summary>
/// <param name="Epochs">The finished epochs.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="BestEpoch">The epoch that was best, see <see cref="TrainingOptions.Goal"/>; 0 before the first.</param>
/// <param name="Divergence">Where it diverged, if it did.</param>
public sealed record History(IReadOnlyList<EpochRecord> Epochs, StopReason StopReason, int BestEpoch, Divergence? Divergence);

/// <summary>Where training is, reported after each epoch and a few times a second within long ones.</summary>
/// <param name="Epoch">The epoch that runs, 1 for the first.</param>
/// <param name="Step">Steps done in it.</param>
/// <param name="StepsPerEpoch">Steps of this epoch.</param>
/// <param name="TrainingLoss">Mean loss of the epoch so far.</param>
/// <param name="Completed">The epoch's record, when it has just ended.</param>
public sealed record TrainingProgress(int Epoch, int Step, int StepsPerEpoch, double TrainingLoss, EpochRecord? Completed = null);
