using System.Diagnostics;
using Elucid.Autograd;
using Elucid.Data;
using Elucid.Diagnostics;
using Elucid.Kernels;
using Elucid.Lab.Statistics;
using Elucid.Losses;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Tensors;
using Elucid.Training;

namespace Elucid.Lab.Trials;

/// <summary>Runs one trial on one thread.</summary>
public static class Trial
{
    const int ProbeRows = 128;

    /// <summary>Trains the network that the settings describe and measures it after every epoch.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="data">The data that the settings name.</param>
    /// <param name="progress">Called after each epoch and a few times a second within long ones, on this thread.</param>
    /// <param name="cancellation">Ends the trial; it then has no result.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrialResult Run(TrialSettings settings, StudyData data, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using ThreadLimit oneThread = Threads.Limit(1);
        long start = Stopwatch.GetTimestamp();
        RandomStream random = new((ulong)settings.Seed);
        DataSplit split = data.Split(settings.Seed, settings.HoldsOutValidation, out Standardizer? scales);
        Sequential model = settings.Recipe.BuildNetwork(
            split.Train.FeatureShape, split.Train.OutputCount, ArmName.FunctionOf(settings.Activation), random);
        Trainer trainer = new(
            model, settings.Recipe.BuildOptimizer(model), split.Train, split.Validation, settings.Recipe.BuildOptions((ulong)settings.Seed));
        Probe probe = new(model, split.Train);
        Reporter? reporter = progress is null ? null : new Reporter(progress);

        List<EpochResult> epochs = [new(
            0, Evaluation.Of(model, split.Train).Loss, Evaluation.Of(model, split.Test).In(scales), EvaluateValidation(model, split)?.In(scales), Seconds: 0, probe.Read())];
        while (!trainer.IsFinished)
            if (trainer.RunEpoch(reporter, cancellation) is { } epoch)
                epochs.Add(new(epoch.Epoch, epoch.TrainingLoss, Evaluation.Of(model, split.Test).In(scales), epoch.Validation?.In(scales), epoch.Seconds, probe.Read()));

        (TrialOutcome outcome, string explanation) = Judge(trainer.History, epochs, split.Train);
        int final = trainer.History.StopReason == StopReason.Diverged ? epochs.Count - 1
            : settings.Recipe.Patience > 0 ? trainer.History.BestEpoch : epochs.Count - 1;
        return new TrialResult(settings, outcome, explanation, epochs, final, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    static Evaluation? EvaluateValidation(Module model, DataSplit split) => split.Validation is null ? null : Evaluation.Of(model, split.Validation);

    static (TrialOutcome, string) Judge(History history, List<EpochResult> epochs, Dataset training)
    {
        EpochResult first = epochs[0], last = epochs[^1];
        if (history.Divergence is { } divergence)
            return (TrialOutcome.Diverged, divergence.ToString());
        if (!double.IsFinite(last.Test.Loss))
            return (TrialOutcome.Diverged, $"test loss not finite after epoch {last.Epoch}");
        if (ChanceLevel.HasFailed(stayedFinite: true, first.TrainingLoss, last.TrainingLoss, last.Test.Accuracy, training.OutputCount))
            return (TrialOutcome.LearnedNothing, last.TrainingLoss > first.TrainingLoss
                ? $"final training loss {last.TrainingLoss:G4} is above the initial {first.TrainingLoss:G4}"
                : $"final accuracy {last.Test.Accuracy:P1} is at chance");
        return (TrialOutcome.Trained, "");
    }

    /// <summary>The probe with its fixed batch: the first rows of the shuffled training part.</summary>
    sealed class Probe
    {
        readonly ActivationProbe _probe;
        readonly Tensor _x;
        readonly Func<Tensor, Tensor> _loss;

        public Probe(Module model, Dataset training)
        {
            int rows = Math.Min(ProbeRows, training.Count);
            _probe = new ActivationProbe(model);
            _x = new Tensor([rows, .. training.FeatureShape], training.Features[..(rows * training.FeatureCount)]);
            if (training.Task == LearningTask.Classification)
            {
                int[] labels = training.Labels[..rows].ToArray();
                _loss = output => Loss.CrossEntropy(output, labels);
            }
            else
            {
                Tensor targets = new([rows, training.OutputCount], training.Targets[..(rows * training.OutputCount)]);
                _loss = output => Loss.MeanSquaredError(output, targets);
            }
        }

        public ProbeReading Read() => _probe.Read(_x, _loss);
    }

    sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
