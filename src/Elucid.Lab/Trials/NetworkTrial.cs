using System.Diagnostics;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Runs one trial on one thread.</summary>
public static class NetworkTrial
{
    const int ProbeRows = 128;

    /// <summary>Trains the network that the settings describe and measures it after every epoch.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="data">The data that the settings name.</param>
    /// <param name="progress">Called after each epoch and a few times a second within long ones, on this thread.</param>
    /// <param name="cancellation">Ends the trial; it then has no result.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrialResult Run(
        TrialSettings settings, StudyData data, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using ThreadLimit oneThread = Threads.Limit(1);
        long start = Stopwatch.GetTimestamp();
        RandomStream random = new((ulong)settings.Seed);
        DataSplit split = data.Split(settings.Seed, settings.HoldsOutValidation, out Standardizer? scales);
        Sequential model = settings.Recipe.BuildNetwork(
            split.Train.FeatureShape, split.Train.OutputCount, ArmName.FunctionOf(settings.Activation), random);
        Trainer trainer = new(
            model, settings.Recipe.BuildOptimizer(model), split.Train, split.Validation, settings.Recipe.BuildOptions((ulong)settings.Seed));
        Probe probe = new(model, ProbeBatch(split.Train, random.Derive("probe")));
        Reporter? reporter = progress is null ? null : new Reporter(progress);

        List<EpochResult> epochs = [new(
            0, Evaluation.Of(model, split.Train).Loss, Evaluation.Of(model, split.Test).In(scales), EvaluateValidation(model, split)?.In(scales),
            Seconds: 0, probe.Read())];
        while (!trainer.IsFinished)
            if (trainer.RunEpoch(reporter, cancellation) is { } epoch)
                epochs.Add(new(
                    epoch.Epoch, epoch.TrainingLoss, Evaluation.Of(model, split.Test).In(scales), epoch.Validation?.In(scales), epoch.Seconds,
                    probe.Read()));

        int final = settings.Recipe.Patience > 0 && trainer.History.Divergence is null ? trainer.History.BestEpoch : epochs.Count - 1;
        (TrialOutcome outcome, string explanation) = Judge(trainer.History, epochs[0], epochs[final], split);
        return new TrialResult(settings, outcome, explanation, epochs, final, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    static Evaluation? EvaluateValidation(Module model, DataSplit split) => split.Validation is null ? null : Evaluation.Of(model, split.Validation);

    static (TrialOutcome, string) Judge(History history, EpochResult first, EpochResult final, DataSplit split)
    {
        if (history.Divergence is { } divergence)
            return (TrialOutcome.Diverged, divergence.ToString());
        if (!double.IsFinite(final.Test.Loss))
            return (TrialOutcome.Diverged, $"test loss not finite after epoch {final.Epoch}");
        if (ChanceLevel.HasFailed(stayedFinite: true, first.TrainingLoss, final.TrainingLoss))
            return (TrialOutcome.LearnedNothing,
                $"final training loss {Format.Number(final.TrainingLoss)} is above the initial {Format.Number(first.TrainingLoss)}");
        TaskProfile task = TaskProfile.Of(split.Train.Task);
        if (task.TrivialAnswersFail)
        {
            Judged own = new("", final.Test), trivial = new(task.TrivialName, TrivialBaseline.Of(split));
            Metric metric = task.Deciding;
            if (task.IsTrivial(own, trivial))
                return (TrialOutcome.LearnedNothing,
                    $"final {metric.ShortName} {metric.Text(own.By(metric))} is no better than the {metric.Text(trivial.By(metric))} of the "
                        + trivial.Name);
        }
        return (TrialOutcome.Trained, "");
    }

    // Drawn by the seed and stratified: the first rows of a sorted table would be of one class.
    static Dataset ProbeBatch(Dataset training, RandomStream random) =>
        training.Count <= ProbeRows ? training : training.Split(Portion.Rows(ProbeRows), random).Test;

    /// <summary>The probe with its fixed batch.</summary>
    sealed class Probe
    {
        readonly ActivationProbe _probe;
        readonly Tensor _x;
        readonly Func<Tensor, Tensor> _loss;

        public Probe(Module model, Dataset batch)
        {
            _probe = new ActivationProbe(model);
            _x = new Tensor([batch.Count, .. batch.FeatureShape], batch.Features);
            _loss = output => TaskProfile.Of(batch.Task).LossOf(output, batch);
        }

        public ProbeReading Read() => _probe.Read(_x, _loss);
    }

    sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
