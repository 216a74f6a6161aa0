using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Trains one network and measures it: the trial of <c>compare</c>.</summary>
public static class NetworkTrial
{
    /// <summary>What its experiments are called, and so found by.</summary>
    internal const string Experiment = "compare";

    /// <summary>Raised when a trial computes something else.</summary>
    internal const int Revision = 1;

    /// <summary>Trains the network that the settings of a trial describe, a recipe (<see cref="RecipeSettings"/>) and an activation
    /// (<see cref="ArmName.SettingsOf"/>), and measures it after every epoch.</summary>
    /// <param name="trial">What to run.</param>
    /// <param name="data">The data that its key names.</param>
    /// <param name="network">What is trained; null for the recipe's network.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Measured Run(Trial trial, StudyData data, OwnNetwork? network = null)
    {
        using ThreadLimit oneThread = Threads.Limit(1);
        Recipe recipe = RecipeSettings.Read(trial.Settings);
        RandomStream random = trial.Random;
        DataSplit split = data.Split(trial.Seed, HoldsOutValidation(recipe, trial.IsTuning), out Standardizer? scales);
        Activation activation = ArmName.FunctionOf(trial.Settings);
        TrialNetworks networks = new(recipe, trial, split, random => network?.Build(activation, random.Derive("weights"))
            ?? data.BuildNetwork(recipe, activation, random, split.Train));
        Module model = networks.Network;
        Probe probe = new(networks.First, split.Train, random.Derive("probe"));
        Reporter reporter = new(trial, recipe.Epochs);

        List<EpochResult> epochs = [new(
            0, Evaluation.Of(model, split.Train).Loss, Evaluation.Of(model, split.Test).In(scales), EvaluateValidation(model, split)?.In(scales),
            Seconds: 0, probe.Read())];
        while (!networks.IsFinished && networks.Divergence is null)
            if (networks.RunEpoch(reporter, trial.Cancellation) is { } epoch)
                epochs.Add(new(
                    epoch.Epoch, epoch.TrainingLoss, Evaluation.Of(model, split.Test).In(scales), epoch.Validation?.In(scales), epoch.Seconds,
                    probe.Read()));

        int final = epochs.Count - 1;
        if (recipe.Patience > 0 && networks.Divergence is null && model == networks.First)
            final = networks.BestEpoch;
        else if (recipe.Patience > 0 && networks.Divergence is null)
        {
            // Members have best epochs of their own: the committee of those is what is judged in the end.
            networks.RestoreBest();
            epochs[final] = epochs[final] with
            {
                Test = Evaluation.Of(model, split.Test).In(scales),
                Validation = EvaluateValidation(model, split)?.In(scales),
            };
        }
        Evaluation trivial = data.Profile.Trivial(split);
        return TrialCourse.Measure(epochs, final, Judge(networks.Divergence, epochs[0], epochs[final], split, trivial), trivial.In(scales));
    }

    /// <summary>Whether part of the training data is held out to choose an epoch, or a tuned setting, by.</summary>
    internal static bool HoldsOutValidation(Recipe recipe, bool isTuning = false) => isTuning || recipe.Patience > 0;

    static Evaluation? EvaluateValidation(Module model, DataSplit split) => split.Validation is null ? null : Evaluation.Of(model, split.Validation);

    static Failure? Judge(Divergence? diverged, EpochResult first, EpochResult final, DataSplit split, Evaluation trivialTest)
    {
        if (diverged is { } divergence)
            return new(FailureKind.Diverged, divergence.ToString());
        if (!double.IsFinite(final.Test.Loss))
            return new(FailureKind.Diverged, $"test loss not finite after epoch {final.Epoch}");
        TaskProfile task = TaskProfile.Of(split.Train.Task);
        if (task.LossTells && ChanceLevel.HasFailed(stayedFinite: true, first.TrainingLoss, final.TrainingLoss))
            return new(
                FailureKind.LearnedNothing,
                $"final training loss {Format.Number(final.TrainingLoss)} is above the initial {Format.Number(first.TrainingLoss)}");
        Judged own = new("", final.Test), trivial = new(task.TrivialName, trivialTest);
        Metric metric = task.Deciding;
        return task.TrivialAnswersFail && task.IsTrivial(own, trivial)
            ? new(
                FailureKind.LearnedNothing,
                $"final {metric.ShortName} {metric.Text(own.By(metric))} is no better than the {metric.Text(trivial.By(metric))} of the "
                    + trivial.Name)
            : null;
    }

    /// <summary>The probe with its fixed batch.</summary>
    sealed class Probe
    {
        readonly ActivationProbe _probe;
        readonly Tensor _x;
        readonly Func<Tensor, Tensor> _loss;

        public Probe(Module model, Dataset training, RandomStream random)
        {
            _probe = new ActivationProbe(model);
            (_x, _loss) = TaskProfile.Of(training.Task).Probe(training, random);
        }

        public ProbeReading Read() => _probe.Read(_x, _loss);
    }

    sealed class Reporter(Trial trial, int epochs) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => trial.Report(
            (value.Epoch - 1 + value.Step / (double)value.StepsPerEpoch) / epochs, $"loss {Format.Number(value.TrainingLoss)}");
    }
}
