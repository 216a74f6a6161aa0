namespace Elucid;

/// <summary>The mean squared error of predicted probabilities.</summary>
/// <remarks>
/// G. W. Brier, Monthly Weather Review 78, 1950. 0 is perfect. Like <see cref="LogLoss"/> it is least for the true probabilities; unlike it, it stays
/// finite where a probability of 0 was wrong.
/// </remarks>
public static class BrierScore
{
    /// <summary>(1/n) Σ (p − y)² with y = 1 for rows of the class, else 0; undefined without rows.</summary>
    /// <param name="labels">[rows].</param>
    /// <param name="probabilities">[rows], of the class.</param>
    /// <param name="positive">The label of the class.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is no probability.</exception>
    public static Score Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int positive = 1)
    {
        Rows.CheckScores(nameof(BrierScore), labels.Length, probabilities.Length);
        Rows.CheckProbabilities(nameof(BrierScore), probabilities, 1);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
            sum += Square(probabilities[row] - (labels[row] == positive ? 1 : 0));
        return labels.IsEmpty ? Score.NoRows : Score.Of(sum / labels.Length);
    }

    /// <summary>
    /// (1/n) Σ Σ_c (p_c − y_c)², Brier's own sum over all classes, from 0 to 2: of two classes twice that of one. Undefined without rows.
    /// </summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="probabilities">[rows, classes]; of logits <see cref="Probabilities.FromLogits"/>.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is out of range, or a number is no probability.</exception>
    public static Score OfClasses(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes)
    {
        Rows.Check(nameof(BrierScore), labels, probabilities.Length, classes, classes);
        Rows.CheckProbabilities(nameof(BrierScore), probabilities, classes);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
            sum += Square(probabilities[i] - (labels[i / classes] == i % classes ? 1 : 0));
        return labels.IsEmpty ? Score.NoRows : Score.Of(sum / labels.Length);
    }

    static double Square(double x) => x * x;
}
