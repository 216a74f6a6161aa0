namespace Elucid;

/// <summary>The mean cross-entropy of predicted probabilities, in nats: −(1/n) Σ ln p(class of the row).</summary>
/// <remarks>
/// I. J. Good, Journal of the Royal Statistical Society B 14, 1952. 0 is perfect; equal probabilities for all classes give ln(classes).
/// </remarks>
public static class LogLoss
{
    /// <summary>The mean over all rows; undefined without rows, or where a class that occurred was given the probability 0.</summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="logProbabilities">[rows, classes]: of logits <see cref="LogProbabilities.FromLogits"/>, of probabilities their natural
    /// logarithms.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a label is out of range.</exception>
    public static Score Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> logProbabilities, int classes)
    {
        Rows.Check(nameof(LogLoss), labels, logProbabilities.Length, classes, classes);
        if (labels.IsEmpty)
            return Score.NoRows;
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
            sum -= logProbabilities[row * classes + labels[row]];
        return double.IsPositiveInfinity(sum) ? Score.Undefined("a class that occurred was given the probability 0") : Score.Of(sum / labels.Length);
    }
}
