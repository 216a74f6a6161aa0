namespace Elucid.Lab.Tests.Studies;

/// <summary>Trials with invented numbers, for results that can be checked by hand.</summary>
static class Invented
{
    /// <summary>A trial whose training losses from epoch 0 on are given; each epoch took as many seconds as
    /// <paramref name="secondsPerEpoch"/>.</summary>
    public static TrialResult Trial(
        TrialSettings settings, double[] losses, double accuracy = 0.9, double secondsPerEpoch = 1, TrialOutcome outcome = TrialOutcome.Trained,
        double deadShare = 0,
        double firstGradient = 1, double validation = double.NaN)
    {
        ProbeReading probe = new([new("1", 8, deadShare, 0.5, 1)], [new("0.weight", firstGradient), new("2.weight", 1)]);
        Evaluation? validated = double.IsNaN(validation) ? null : new(1 - validation, Accuracy: validation);
        return new(settings, outcome, outcome == TrialOutcome.Trained ? "" : "invented failure",
            [.. losses.Select(
                (loss, epoch) =>
                    new EpochResult(epoch, loss, new Evaluation(loss, Accuracy: accuracy), validated, epoch == 0 ? 0 : secondsPerEpoch, probe))],
            losses.Length - 1, losses.Length);
    }

    public static StudyResult Study(StudySettings settings, StudyData data, params TrialResult[] trials) =>
        new(settings, data, trials, [], trials.Length == settings.Activations.Count * settings.Seeds);
}
