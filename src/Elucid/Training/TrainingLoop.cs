using System.Diagnostics;
using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// Trains networks step by step: it owns the budget, the schedule, the guard against divergence, the history, best and averaged weights, early
/// stopping, progress and cancellation, and what a checkpoint
/// needs to resume bit for bit. What a step does is a <see cref="Trainer"/>'s business, or yours: several networks, several optimizers, any loss.
/// </summary>
/// <remarks>
/// <code>
/// TrainingLoop loop = TrainingLoop.Of(
///     [new("generator", generator, ofGenerator), new("discriminator", discriminator, ofDiscriminator)],
///     step =>
///     {
///         step.Minimize(ofDiscriminator, () => Judge(Real(step.Random), yes) + Judge(Fake(step.Random), no), "discriminator");
///         step.Minimize(ofGenerator, () => Judge(generator.Forward(Noise(step.Random)), yes), "generator");
///     },
///     new TrainingLoopOptions { Steps = 1500 });
/// History history = loop.Fit();
/// </code>
/// A run is a function of the networks' start, of what the steps read and of the options: same seed, same bits, on any number of threads. For that,
/// draw random numbers from <see cref="TrainingStep.Random"/>, and keep
/// what steps remember in the networks, as buffers.
/// </remarks>
public abstract class TrainingLoop
{
    static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    readonly TrainingOptions _options;
    readonly TrainingStep _step;
    readonly int _stepsPerEpoch;
    ModeScope? _trainingModes;

    /// <summary>Prepares a run; nothing is computed yet.</summary>
    /// <param name="networks">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    private protected TrainingLoop(IReadOnlyList<TrainedNetwork> networks, TrainingOptions options, int stepsPerEpoch)
    {
        Networks = [.. networks];
        Optimizers = [.. networks.Select(n => n.Optimizer).OfType<Optimizer>().Distinct()];
        Model = TrainedNetwork.Join(Networks);
        HashSet<Tensor> parameters = [.. Model.NamedParameters().Select(p => p.Value)];
        if (!Optimizers.All(o => o.Parameters.All(p => parameters.Contains(p.Value))))
            throw new ArgumentException(
                "The optimizer was made for another network: it would leave this one as it is. Create it from the same module.");
        (_options, _stepsPerEpoch) = (options, stepsPerEpoch);
        TotalSteps = options.Steps > 0 ? options.Steps : (long)options.Epochs * stepsPerEpoch;
        _step = new TrainingStep(options, Optimizers, TotalSteps);
        _trainingModes = Modes();
        Best = new WeightSnapshot(Model);
        Average = options.AverageDecay > 0 ? new WeightAverage(Model, options.AverageDecay) : null;
    }

    /// <summary>A loop with steps of your own.</summary>
    /// <param name="networks">All that a checkpoint shall hold, by name.</param>
    /// <param name="step">What a step does.</param>
    /// <param name="options">Defaults if null: 10 epochs of 100 steps.</param>
    /// <exception cref="ArgumentException">Two networks have one name, an optimizer trains none of them, or an option is out of range.</exception>
    public static TrainingLoop Of(IReadOnlyList<TrainedNetwork> networks, Action<TrainingStep> step, TrainingLoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (networks.Count == 0)
            throw new ArgumentException("A training loop needs a network: it keeps its best weights and saves it.", nameof(networks));
        options ??= new TrainingLoopOptions();
        options.Check();
        return new StepLoop(networks, step, options);
    }

    /// <summary>A loop of one network with steps of your own.</summary>
    /// <param name="model">The network.</param>
    /// <param name="optimizer">What moves its weights.</param>
    /// <param name="step">What a step does.</param>
    /// <param name="options">Defaults if null: 10 epochs of 100 steps.</param>
    /// <exception cref="ArgumentException">The optimizer was made for another network, or an option is out of range.</exception>
    public static TrainingLoop Of(Module model, Optimizer optimizer, Action<TrainingStep> step, TrainingLoopOptions? options = null) =>
        Of([new("", model, optimizer)], step, options);

    /// <summary>What is trained.</summary>
    public IReadOnlyList<TrainedNetwork> Networks { get; }

    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps { get; }

    /// <summary>The finished epochs and how the run ended.</summary>
    public History History { get; internal set; } = new([], StopReason.Running, BestEpoch: 0, Divergence: null);

    /// <summary>Whether there is nothing left to run.</summary>
    public bool IsFinished => History.StopReason != StopReason.Running;

    /// <summary>The networks as one.</summary>
    internal Module Model { get; }

    internal IReadOnlyList<Optimizer> Optimizers { get; }

    internal int EpochCount => (int)((TotalSteps + _stepsPerEpoch - 1) / _stepsPerEpoch);

    /// <summary>The weights of the best epoch so far.</summary>
    internal WeightSnapshot Best { get; }

    /// <summary>Those of the network that a model file is of.</summary>
    internal virtual IEnumerable<(string Name, Shape Shape, float[] Values)> BestOfNetwork => Best.Entries;

    /// <summary>The moving average of the weights, if the options ask for one.</summary>
    internal WeightAverage? Average { get; }

    /// <summary>
    /// Runs all remaining epochs and leaves the networks ready for use. A run that was cancelled, stopped early or diverged leaves them with their
    /// best weights, a finished one with its last; see <see cref="RestoreBest"/>.
    /// </summary>
    /// <param name="progress">Called on this thread, in order.</param>
    /// <param name="cancellation">Ends the run within a step.</param>
    /// <exception cref="OperationCanceledException">
    /// Cancelled, as everywhere in .NET, so that a task shows it; the networks have their best weights, and <see cref="History"/> what was done.
    /// </exception>
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
            RestoreBest();
            throw;
        }
        finally
        {
            Model.Eval();
        }
        if (History.StopReason != StopReason.Finished)
            RestoreBest();
        return History;
    }

    /// <summary>Gives the networks the weights of the best epoch, <see cref="History.BestEpoch"/>; does nothing before the first.</summary>
    public void RestoreBest()
    {
        if (History.BestEpoch > 0)
            Best.Restore();
    }

    /// <summary>Runs the next epoch, leaves the networks ready for use and returns the epoch's record; null when the run diverged in it.</summary>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the epoch does not count, though its steps have moved the weights.</exception>
    public EpochRecord? RunEpoch(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (IsFinished)
            throw new InvalidOperationException($"This run has ended ({History.StopReason}): create a new one to train on.");
        StartTraining();
        EpochRecord? record;
        try
        {
            record = TrainEpoch(progress, cancellation);
        }
        finally
        {
            Model.Eval();
        }
        if (record is not null)
            _options.OnEpoch?.Invoke(record);
        return record;
    }

    /// <summary>Prepares an epoch, 1 for the first.</summary>
    private protected virtual void BeginEpoch(int epoch) { }

    /// <summary>Does a step.</summary>
    private protected abstract void Step(TrainingStep step);

    /// <summary>Judges the networks after an epoch: the evaluation of validation data, and numbers beside those that the steps recorded.</summary>
    private protected abstract (Evaluation? Validation, IEnumerable<(string Name, double Value)> Metrics) Judge();

    /// <summary>How bad an epoch is where no number is named: lower is better; null to take the last.</summary>
    private protected abstract double? BadnessOf(EpochRecord record);

    EpochRecord? TrainEpoch(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int epoch = History.Epochs.Count + 1;
        long before = (epoch - 1L) * _stepsPerEpoch;
        int steps = (int)Math.Min(_stepsPerEpoch, TotalSteps - before);
        BeginEpoch(epoch);
        long start = Stopwatch.GetTimestamp(), reported = start;
        double lossSum = 0, weights = 0;
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            _step.Begin(epoch, i, before + i);
            Step(_step);
            if (!_step.HasDiverged)
                Average?.Update();
            // No later loss would notice what the last step of an epoch has done to the weights.
            string? culprit = !_step.HasDiverged && i + 1 < steps ? null : FirstNonFinite();
            if (culprit is not null || _step.HasDiverged)
            {
                History = History with { StopReason = StopReason.Diverged, Divergence = new Divergence(epoch, i + 1, culprit ?? "the loss") };
                return null;
            }
            _options.OnStep?.Invoke(_step);
            lossSum += (double)_step.Loss * _step.Weight;
            weights += _step.Weight;
            if (progress is not null && Stopwatch.GetElapsedTime(reported) > ReportInterval)
            {
                reported = Stopwatch.GetTimestamp();
                progress.Report(new TrainingProgress(epoch, i + 1, steps, lossSum / weights));
            }
        }
        EpochRecord record = JudgeEpoch(epoch, lossSum / weights, Stopwatch.GetElapsedTime(start).TotalSeconds);
        progress?.Report(new TrainingProgress(epoch, steps, steps, record.TrainingLoss, record));
        return record;
    }

    /// <summary>The modes in which somebody wants the networks to be trained; null where they are wholly in use, which says nothing.</summary>
    ModeScope? Modes() => Model.NamedModules().Any(m => m.Module.IsSetToTrain) ? new ModeScope(Model.NamedModules().Select(m => m.Module)) : null;

    void StartTraining()
    {
        _trainingModes = Modes() ?? _trainingModes;
        if (_trainingModes is { } modes)
            modes.Dispose();
        else
            Model.Train();
    }

    EpochRecord JudgeEpoch(int epoch, double trainingLoss, double seconds)
    {
        EpochRecord record;
        if (Average is null)
            return Remember();
        using (Average.InUse())
            record = Remember();
        if (History.StopReason == StopReason.Finished)
            Average.CopyToModel();
        return record;

        EpochRecord Remember()
        {
            using ModeScope inUse = Model.InUse();
            (Evaluation? validation, IEnumerable<(string Name, double Value)> metrics) = Judge();
            double rate = _step.RateOf(Optimizers is [var first, ..] ? first : null);
            EpochRecord judged = new(epoch, trainingLoss, validation, rate, seconds) { Metrics = MetricValues.Of([.. _step.Recorded, .. metrics]) };
            Keep(judged);
            return judged;
        }
    }

    void Keep(EpochRecord record)
    {
        List<EpochRecord> epochs = [.. History.Epochs, record];
        int best = History.BestEpoch;
        if (best == 0 || IsBetter(record, epochs[best - 1]))
        {
            best = record.Epoch;
            Best.Take();
        }
        StopReason reason = record.Epoch == EpochCount ? StopReason.Finished
            : _options.Patience > 0 && record.Epoch - best >= _options.Patience ? StopReason.Patience
            : StopReason.Running;
        History = History with { Epochs = epochs, BestEpoch = best, StopReason = reason };
    }

    bool IsBetter(EpochRecord record, EpochRecord best) => _options.Goal is { } goal
        ? goal.BadnessOf(record) < goal.BadnessOf(best)
        : BadnessOf(record) is not { } badness || badness < BadnessOf(best);

    // A non-finite loss with finite state was computed from it: the loss itself is then the first. Running statistics count,
    // too: training would never notice them.
    string? FirstNonFinite()
    {
        foreach ((string name, Tensor value) in Model.NamedState())
            if (!Reduce.IsFinite(value.Values))
                return name;
        return null;
    }

    sealed class StepLoop(IReadOnlyList<TrainedNetwork> networks, Action<TrainingStep> step, TrainingLoopOptions options)
        : TrainingLoop(networks, options, options.StepsPerEpoch)
    {
        private protected override void Step(TrainingStep current) => step(current);

        private protected override (Evaluation?, IEnumerable<(string, double)>) Judge() => (null, options.Evaluate?.Invoke() ?? []);

        private protected override double? BadnessOf(EpochRecord record) => null;
    }
}
