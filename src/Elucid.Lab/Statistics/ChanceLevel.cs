namespace Elucid.Lab;

/// <summary>
/// What a network reaches that learned nothing: the value that a failed run receives, since failures are outcomes and are never dropped.
/// </summary>
public static class ChanceLevel
{
    /// <summary>How far above chance the accuracy of a run must be for it not to have failed: one percentage point.</summary>
    public const double AccuracyMargin = 0.01;

    /// <summary>R² of predicting the mean: 0.</summary>
    public const double R2 = 0;

    /// <summary>Whether a run has failed in training: its loss or a gradient became non-finite, or training raised the loss. What its answers are
    /// worth is judged by <see cref="IsMajority"/>.</summary>
    /// <param name="stayedFinite">Whether every loss and every gradient was finite.</param>
    /// <param name="initialLoss">The training loss before the first step.</param>
    /// <param name="finalLoss">The training loss after the last step.</param>
    public static bool HasFailed(bool stayedFinite, double initialLoss, double finalLoss) =>
        !stayedFinite || !double.IsFinite(finalLoss) || finalLoss > initialLoss;

    /// <summary>
    /// Whether answers are no better than always naming the most frequent class: neither their accuracy nor their balanced accuracy is more than 0.01
    /// above. Where one class is rare, an accuracy below the majority's may go with rows of it that were found.
    /// </summary>
    /// <param name="accuracy">Of the answers.</param>
    /// <param name="majorityAccuracy">The share of that class among the rows.</param>
    /// <param name="balancedAccuracy">Of the answers; null where all rows are of one class, and accuracy alone counts.</param>
    /// <param name="majorityBalancedAccuracy">1/classes, of those that occur; null likewise.</param>
    public static bool IsMajority(double accuracy, double majorityAccuracy, double? balancedAccuracy, double? majorityBalancedAccuracy) =>
        accuracy <= majorityAccuracy + AccuracyMargin && !(balancedAccuracy > majorityBalancedAccuracy + AccuracyMargin);

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
}
