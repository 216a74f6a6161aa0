using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What cards on the first experiment read from its curves.</summary>
internal static class ImageFindings
{
    const int Each = 50, Window = 4;

    /// <summary>The steps after which the moving average of an arm's loss over 200 steps is at or below the final training loss of another arm, by
    /// the mean over the seeds that get there; and the share of seeds that do.</summary>
    public static (double Steps, double Share) StepsTo(ExperimentResult result, string arm, string other)
    {
        double[] goals = result.Scores(other, ImageClassifier.TrainingLoss.Name).Values.ToArray();
        int[] reached = [.. result.Of(arm).Zip(goals, (trial, goal) => First(trial.Measured, goal)).Where(steps => steps > 0)];
        return (reached.Length == 0 ? double.NaN : reached.Average(), reached.Length / (double)Math.Max(1, goals.Length));
    }

    static int First(Measured measured, double goal)
    {
        if (measured.Failure is not null || !measured.Series.TryGetValue("loss", out double[]? losses))
            return 0;
        for (int end = Window; end <= losses.Length; end++)
            if (losses[(end - Window)..end].Average() <= goal)
                return end * Each;
        return 0;
    }
}
