namespace Elucid.Lab;

/// <summary>A network after an epoch; epoch 0 is before training.</summary>
/// <param name="Epoch">0 for the untrained network.</param>
/// <param name="TrainingLoss">Mean over the epoch's batches; for epoch 0 over the training data.</param>
/// <param name="Test">On the test data; RMSE in the target's own units.</param>
/// <param name="Validation">On the validation data, if some was held out; RMSE in the target's own units.</param>
/// <param name="Seconds">Time of the training steps of this epoch alone.</param>
/// <param name="Probe">Dead units, activations and gradients by layer, on a fixed batch of training examples.</param>
public sealed record EpochResult(int Epoch, double TrainingLoss, Evaluation Test, Evaluation? Validation, double Seconds, ProbeReading Probe);
