using System.Text.Json.Serialization;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What decides a trial: the same settings give the same result, bit for bit, on any number of threads.</summary>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Recipe">How the network is built and trained.</param>
/// <param name="Activation">Such as <c>elu:alpha=0.5</c>.</param>
/// <param name="Seed">Decides the split, the weights, the order and the noise; shared by all activations of a block.</param>
/// <param name="HoldsOutValidation">Whether part of the training data is held out to choose an epoch or a learning rate by.</param>
public sealed record TrialSettings(string Data, Recipe Recipe, string Activation, int Seed, bool HoldsOutValidation)
{
    /// <summary>The build of Elucid: another one may compute other bits. Unknown where an early version left it out.</summary>
    public string Build { get; init => field = value ?? "unknown"; } = RunEnvironment.Build;
}

/// <summary>How a trial ended.</summary>
public enum TrialOutcome
{
    /// <summary>It trained.</summary>
    Trained,

    /// <summary>The loss became infinite or not a number.</summary>
    Diverged,

    /// <summary>It stayed finite but learned nothing: final training loss above the initial, or answers no better than always the most frequent
    /// class.</summary>
    LearnedNothing,
}

/// <summary>A network after an epoch; epoch 0 is before training.</summary>
/// <param name="Epoch">0 for the untrained network.</param>
/// <param name="TrainingLoss">Mean over the epoch's batches; for epoch 0 over the training data.</param>
/// <param name="Test">On the test data; RMSE in the target's own units.</param>
/// <param name="Validation">On the validation data, if some was held out; RMSE in the target's own units.</param>
/// <param name="Seconds">Time of the training steps of this epoch alone.</param>
/// <param name="Probe">Dead units, activations and gradients by layer, on a fixed batch of training examples.</param>
public sealed record EpochResult(int Epoch, double TrainingLoss, Evaluation Test, Evaluation? Validation, double Seconds, ProbeReading Probe);

/// <summary>What came out of a trial.</summary>
/// <param name="Settings">What was run.</param>
/// <param name="Outcome">How it ended. A failed trial is an outcome: it is counted and never dropped.</param>
/// <param name="Explanation">Where it diverged or why it counts as failed; empty otherwise.</param>
/// <param name="Epochs">From epoch 0 on.</param>
/// <param name="FinalEpoch">The epoch whose network is the result: the last, or the best with early stopping.</param>
/// <param name="Seconds">Of the whole trial, evaluation and probe included.</param>
public sealed record TrialResult(
    TrialSettings Settings, TrialOutcome Outcome, string Explanation, IReadOnlyList<EpochResult> Epochs, int FinalEpoch, double Seconds)
{
    /// <summary>The epoch that is the result.</summary>
    [JsonIgnore]
    public EpochResult Final => Epochs[FinalEpoch];

    /// <summary>Mean time of the training steps of an epoch; NaN if no epoch finished.</summary>
    [JsonIgnore]
    public double SecondsPerEpoch => Epochs.Count > 1 ? Epochs.Skip(1).Average(e => e.Seconds) : double.NaN;
}
