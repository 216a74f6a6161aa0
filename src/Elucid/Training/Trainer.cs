using System.Diagnostics;
using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// Trains a network: batches in a seeded order, forward, backward, step, evaluation after each epoch, early stopping, best weights.
/// The result is a function of the network's start, the data and the options: same seed, same bits, on any number of threads.
/// </summary>
/// <remarks>
/// <code>
/// Trainer trainer = new(model, new Adam(model), training, validation, new TrainerOptions { Epochs = 20 });
/// History history = trainer.Fit();
/// </code>
/// Classification uses softmax cross-entropy, regression <see cref="TrainerOptions.RegressionLoss"/>. To do something of your own
/// between epochs, call <see cref="RunEpoch"/> until <see cref="IsFinished"/>. Where the network has buffers, which are the statistics of a batch norm, and rows leave a last
/// batch of a single one, which has no variance, that one joins the batch before it.
/// <para>
/// After an epoch, and so after <see cref="Fit"/>, the network is ready for use; the next epoch trains it again in the modes that it had. A module that is in use while others are in training, such as a
/// batch norm whose statistics shall stay, remains so: <c>model.Train(); norm.Train(false);</c> before the trainer is made or between two epochs. A network that is wholly in use, as after
/// <see cref="Weights.Load(Module, string, Func{string, bool}?)"/>, is switched to training as a whole.
/// </para>
/// </remarks>
public sealed class Trainer
{
    static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    readonly DataLoader _loader;
    readonly Dataset? _validation;
    readonly int[] _labels;
    readonly long _totalSteps;
    readonly RandomStream _augmentation;
    readonly bool _joinsSingle;
    ModeScope? _trainingModes;

    /// <summary>Prepares training; nothing is computed yet.</summary>
    /// <param name="model">The network; its output has one number per class or target.</param>
    /// <param name="optimizer">Made for the same network; its learning rate is the base of the schedule.</param>
    /// <param name="training">The examples to learn from.</param>
    /// <param name="validation">Examples that decide what is best and when to stop; may be null.</param>
    /// <param name="options">Defaults if null.</param>
    /// <exception cref="ShapeException">The network cannot take the data, or gives another number of outputs than it needs.</exception>
    /// <exception cref="ArgumentException">Patience without validation data, validation data of another kind, an optimizer of another network, or options out of range.</exception>
    public Trainer(Module model, Optimizer optimizer, Dataset training, Dataset? validation = null, TrainerOptions? options = null)
    {
        Options = options ?? new TrainerOptions();
        Options.Check();
        if (Options.Patience > 0 && validation is null)
            throw new ArgumentException("Early stopping needs validation data: pass some, or set Patience to 0.", nameof(validation));
        if (!optimizer.Parameters.Select(p => p.Value).All(model.NamedParameters().Select(p => p.Value).ToHashSet().Contains))
            throw new ArgumentException("The optimizer was made for another network: it would leave this one as it is. Create it from the same module.", nameof(optimizer));
        int batchSize = Math.Min(Options.BatchSize, training.Count);
        Shape output = model.OutputShape([batchSize, .. training.FeatureShape]);
        if (output.Rank != 2 || output[1] != training.OutputCount)
            ShapeException.Throw("Trainer", "the network's output", $"[{batchSize}, {training.OutputCount}]", output,
                $"Data '{training.Name}' has {training.OutputCount} {(training.Task == LearningTask.Classification ? "classes" : "targets")}.");
        if (validation is not null && (validation.Task != training.Task || validation.OutputCount != training.OutputCount
            || !validation.FeatureShape.SequenceEqual(training.FeatureShape)))
            throw new ArgumentException(
                $"Validation data {Describe(validation)} must be like training data {Describe(training)}. Split both from one dataset.",
                nameof(validation));
        Options.Augmentation?.Check(training.FeatureShape);
        Model = model;
        Optimizer = optimizer;
        _validation = validation;
        // Batch norm, whose statistics are buffers, cannot learn from one example, which has no variance.
        _joinsSingle = model.NamedBuffers().Any();
        _loader = new DataLoader(training, batchSize, new RandomStream(Options.Seed).Derive("order"), dropLast: false, _joinsSingle);
        _labels = new int[batchSize + 1];
        _totalSteps = (long)Options.Epochs * _loader.BatchCount;
        _augmentation = new RandomStream(Options.Seed).Derive("augmentation");
        _trainingModes = Modes();
        Best = new WeightSnapshot(model);
        Average = Options.AverageDecay > 0 ? new WeightAverage(model, Options.AverageDecay) : null;
    }

    /// <summary>The network.</summary>
    public Module Model { get; }

    /// <summary>What moves its weights.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How it is trained.</summary>
    public TrainerOptions Options { get; }

    /// <summary>The finished epochs and how the run ended.</summary>
    public History History { get; internal set; } = new([], StopReason.Running, BestEpoch: 0, Divergence: null);

    /// <summary>Whether there is nothing left to run.</summary>
    public bool IsFinished => History.StopReason != StopReason.Running;

    /// <summary>The weights of the best epoch so far.</summary>
    internal WeightSnapshot Best { get; }

    /// <summary>The moving average of the weights, if the options ask for one.</summary>
    internal WeightAverage? Average { get; }

    /// <summary>Runs all remaining epochs and leaves the network ready for use. A run that was cancelled, stopped early or diverged leaves the network with its best weights, a finished one with its last; see <see cref="RestoreBest"/>.</summary>
    /// <param name="progress">Called on this thread, in order.</param>
    /// <param name="cancellation">Ends the run within a step.</param>
    public History Fit(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            while (!IsFinished)
                RunEpoch(progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            History = History with { StopReason = StopReason.Cancelled };
        }
        if (History.StopReason != StopReason.Finished)
            RestoreBest();
        Model.Train(false);
        return History;
    }

    /// <summary>Gives the network the weights of the best epoch, <see cref="History.BestEpoch"/>; does nothing before the first.</summary>
    public void RestoreBest()
    {
        if (History.BestEpoch > 0)
            Best.Restore();
    }

    /// <summary>Runs the next epoch, leaves the network ready for use and returns the epoch's record; null when the run diverged in it.</summary>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the epoch does not count, though its steps have moved the weights.</exception>
    public EpochRecord? RunEpoch(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (IsFinished)
            throw new InvalidOperationException($"This run has ended ({History.StopReason}): create a new Trainer to train on.");
        StartTraining();
        try
        {
            return TrainEpoch(progress, cancellation);
        }
        finally
        {
            Model.Train(false);
        }
    }

    EpochRecord? TrainEpoch(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int epoch = History.Epochs.Count + 1;
        _loader.StartEpoch(epoch - 1);
        long start = Stopwatch.GetTimestamp(), reported = start;
        double lossSum = 0;
        int examples = 0;
        for (int step = 0; step < _loader.BatchCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Batch batch = _loader[step];
            float loss = TrainStep(batch, step);
            // No later loss would notice what the last step of an epoch has done to the weights.
            string? culprit = float.IsFinite(loss) && step + 1 < _loader.BatchCount ? null : FirstNonFinite();
            if (culprit is not null || !float.IsFinite(loss))
            {
                History = History with { StopReason = StopReason.Diverged, Divergence = new Divergence(epoch, step + 1, culprit ?? "the loss") };
                return null;
            }
            lossSum += (double)loss * batch.Count;
            examples += batch.Count;
            if (progress is not null && Stopwatch.GetElapsedTime(reported) > ReportInterval)
            {
                reported = Stopwatch.GetTimestamp();
                progress.Report(new TrainingProgress(epoch, step + 1, _loader.BatchCount, lossSum / examples));
            }
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        EpochRecord record = Average is null ? Judge(epoch, lossSum / examples, seconds) : JudgeAverage(epoch, lossSum / examples, seconds);
        progress?.Report(new TrainingProgress(epoch, _loader.BatchCount, _loader.BatchCount, record.TrainingLoss, record));
        return record;
    }

    /// <summary>The modes in which somebody wants the network to be trained; null where it is wholly in use, which says nothing.</summary>
    ModeScope? Modes() => Model.NamedModules().Any(m => m.Module.IsSetToTrain) ? new ModeScope(Model.NamedModules().Select(m => m.Module)) : null;

    void StartTraining()
    {
        _trainingModes = Modes() ?? _trainingModes;
        if (_trainingModes is { } modes)
            modes.Dispose();
        else
            Model.Train();
    }

    /// <summary>The learning rate of a step of the epoch that runs. Counted here: the optimizer may have done steps before this run.</summary>
    float RateOf(int step)
    {
        double factor = Options.Schedule.Factor(StepOf(step), _totalSteps);
        float rate = (float)(Optimizer.LearningRate * factor);
        return rate >= 0 && float.IsFinite(rate) ? rate : throw new InvalidOperationException(FormattableString.Invariant(
            $"The schedule gives step {StepOf(step) + 1} of {_totalSteps} the factor {factor}, a learning rate of {rate}: a rate must be at least 0 and finite."));
    }

    long StepOf(int step) => (long)History.Epochs.Count * _loader.BatchCount + step;

    float TrainStep(Batch batch, int step)
    {
        RandomStream? random = Options.Augmentation is null ? null : _augmentation.Derive("step", (ulong)StepOf(step));
        int size = Options.MicroBatchSize > 0 ? Options.MicroBatchSize : batch.Count;
        double sum = 0;
        for (int start = 0, count; start < batch.Count; start += count)
        {
            int rest = batch.Count - start;
            count = Math.Min(size, rest);
            if (_joinsSingle && size > 1 && rest - count == 1)
                count++;
            Batch part = batch.Part(start, count);
            float loss = AddGradients(part, (float)part.Count / batch.Count, random);
            if (!float.IsFinite(loss))
                return loss;
            sum += (double)loss * part.Count;
        }
        if (Options.ClipNorm > 0)
            Gradients.ClipNorm(Model, Options.ClipNorm);
        if (Options.ClipValue > 0)
            Gradients.ClipValue(Model, Options.ClipValue);
        Optimizer.Step(RateOf(step));
        Average?.Update();
        return (float)(sum / batch.Count);
    }

    /// <summary>Adds share · the gradient of a part's mean loss to the weights' gradients; returns the loss.</summary>
    float AddGradients(Batch part, float share, RandomStream? random)
    {
        using Tape tape = Tape.Start();
        Tensor x = Tape.Scratch([part.Count, .. _loader.Data.FeatureShape]);
        part.FillFeatures(x.Edit());
        if (random is not null)
            Options.Augmentation!.Apply(x.Edit(), _loader.Data.FeatureShape, random);
        Tensor loss = LossOf(Model.Forward(x), part);
        float value = loss.ToScalar();
        if (float.IsFinite(value))
            tape.Backward(share == 1 ? loss : share * loss);
        return value;
    }

    Tensor LossOf(Tensor output, Batch batch)
    {
        if (_loader.Data.Task == LearningTask.Classification)
        {
            batch.FillLabels(_labels.AsSpan(0, batch.Count));
            return Loss.CrossEntropy(output, _labels.AsMemory(0, batch.Count));
        }
        Tensor targets = Tape.Scratch(output.Shape);
        batch.FillTargets(targets.Edit());
        return Options.RegressionLoss(output, targets);
    }

    EpochRecord Judge(int epoch, double trainingLoss, double seconds)
    {
        Evaluation? validation = _validation is null ? null : Evaluation.Of(Model, _validation);
        EpochRecord record = new(epoch, trainingLoss, validation, RateOf(_loader.BatchCount - 1), seconds);
        Remember(record);
        return record;
    }

    EpochRecord JudgeAverage(int epoch, double trainingLoss, double seconds)
    {
        EpochRecord record;
        using (Average!.InUse())
            record = Judge(epoch, trainingLoss, seconds);
        if (History.StopReason == StopReason.Finished)
            Average.CopyToModel();
        return record;
    }

    void Remember(EpochRecord record)
    {
        List<EpochRecord> epochs = [.. History.Epochs, record];
        int best = History.BestEpoch;
        if (best == 0 || Judged(record) < Judged(epochs[best - 1]))
        {
            best = record.Epoch;
            Best.Take();
        }
        StopReason reason = record.Epoch == Options.Epochs ? StopReason.Finished
            : Options.Patience > 0 && record.Epoch - best >= Options.Patience ? StopReason.Patience
            : StopReason.Running;
        History = History with { Epochs = epochs, BestEpoch = best, StopReason = reason };
    }

    // What is not a number compares as nothing: as the first epoch's loss it would stay the best for ever.
    static double Judged(EpochRecord record) =>
        (record.Validation?.Loss ?? record.TrainingLoss) is var loss && double.IsNaN(loss) ? double.PositiveInfinity : loss;

    // A non-finite loss with finite state was computed from it: the loss itself is then the first. Running statistics count, too: training would never notice them.
    string? FirstNonFinite()
    {
        foreach ((string name, Tensor value) in Model.NamedState())
            if (!Reduce.IsFinite(value.Values))
                return name;
        return null;
    }

    static string Describe(Dataset data) => $"'{data.Name}' ({data.Task.ToString().ToLowerInvariant()}, "
        + $"rows of {new Shape(data.FeatureShape)}, {data.OutputCount} outputs)";
}
