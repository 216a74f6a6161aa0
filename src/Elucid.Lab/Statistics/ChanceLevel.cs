namespace Elucid.Lab.Statistics;

/// <summary>
/// What a network reaches that learned nothing: the value that a failed run receives, since failures are outcomes and are never dropped.
/// </summary>
public static class ChanceLevel
{
    /// <summary>How far above chance the accuracy of a run must be for it not to have failed: one percentage point.</summary>
    public const double AccuracyMargin = 0.01;

    /// <summary>R² of predicting the mean: 0.</summary>
    public const double R2 = 0;

    /// <summary>Cross entropy of equal probabilities for all classes: ln(classes), in nats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public static double CrossEntropy(int classes) => Math.Log(AtLeastTwo(classes));

    /// <summary>Accuracy of guessing: 1/classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public static double Accuracy(int classes) => 1.0 / AtLeastTwo(classes);

    /// <summary>Root mean squared error, on the test targets, of predicting the mean of the training targets everywhere.</summary>
    /// <exception cref="ArgumentException">One of the two is empty or holds a value that is NaN or infinite.</exception>
    public static double Rmse(ReadOnlySpan<double> trainingTargets, ReadOnlySpan<double> testTargets)
    {
        Sample.Check(testTargets, "ChanceLevel.Rmse, test targets");
        double mean = Summary.Of(trainingTargets).Mean, squares = 0;
        foreach (double target in testTargets)
            squares += (target - mean) * (target - mean);
        return Math.Sqrt(squares / testTargets.Length);
    }

    /// <summary>
    /// Whether a run has failed: its loss or a gradient became non-finite, or training raised the loss, or its accuracy is at most 1/classes +
    /// 0.01.
    /// </summary>
    /// <param name="stayedFinite">Whether every loss and every gradient was finite.</param>
    /// <param name="initialLoss">The training loss before the first step.</param>
    /// <param name="finalLoss">The training loss after the last step.</param>
    /// <param name="accuracy">The final accuracy, 0 to 1; null for regression, which is judged by its loss only.</param>
    /// <param name="classes">The number of classes; without meaning for regression.</param>
    public static bool HasFailed(bool stayedFinite, double initialLoss, double finalLoss, double? accuracy = null, int classes = 2) =>
        !stayedFinite || !double.IsFinite(finalLoss) || finalLoss > initialLoss || accuracy is { } share && share <= Accuracy(classes) + AccuracyMargin;

    /// <summary>A copy of <paramref name="values"/> in which the runs that failed have the value <paramref name="chance"/>.</summary>
    /// <param name="values">The metric per seed; what a failed run left there, NaN included, is not read.</param>
    /// <param name="failed">Whether the run failed, per seed.</param>
    /// <param name="chance">The chance-level value of the metric.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] Replace(ReadOnlySpan<double> values, ReadOnlySpan<bool> failed, double chance)
    {
        Sample.CheckPaired(values.Length, failed.Length, "ChanceLevel.Replace");
        double[] outcomes = values.ToArray();
        for (int i = 0; i < outcomes.Length; i++)
            if (failed[i])
                outcomes[i] = chance;
        return outcomes;
    }

    static int AtLeastTwo(int classes) => classes >= 2 ? classes : throw new ArgumentOutOfRangeException(
        nameof(classes), $"ChanceLevel: expected at least 2 classes, but got {classes}. With one class there is nothing to predict.");
}
