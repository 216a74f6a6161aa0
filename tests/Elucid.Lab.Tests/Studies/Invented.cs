using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

/// <summary>Trials with invented numbers, for results that can be checked by hand.</summary>
static class Invented
{
    /// <summary>A trial whose training losses from epoch 0 on are given; each epoch took as many seconds as
    /// <paramref name="secondsPerEpoch"/>.</summary>
    public static TrialRecord Trial(
        TrialKey key, double[] losses, double accuracy = 0.9, double secondsPerEpoch = 1, FailureKind? failure = null, double deadShare = 0,
        double firstGradient = 1, ProbeReading? probe = null)
    {
        probe ??= new([new("1", 8, deadShare, 0.5, 1)], [new("0.weight", firstGradient), new("2.weight", 1)]);
        EpochResult[] epochs = [.. losses.Select((loss, epoch) => new EpochResult(
            epoch, loss, new Evaluation(loss, Accuracy: accuracy), null, epoch == 0 ? 0 : secondsPerEpoch, probe))];
        Failure? failed = failure is { } kind ? new(kind, "invented failure") : null;
        return new(key, TrialCourse.Measure(epochs, losses.Length - 1, failed, chance: null), losses.Length, "this build");
    }

    /// <summary>A study in which these trials ended.</summary>
    public static StudyResult Study(StudySettings settings, StudyData data, params TrialRecord[] trials)
    {
        Experiment experiment = NetworkExperiment.Of(settings, data);
        return new(settings, data, new ExperimentResult(experiment, Design.Of(experiment), trials, []));
    }
}
