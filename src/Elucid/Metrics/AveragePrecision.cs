namespace Elucid;

/// <summary>
/// The area under the curve of precision over recall: Σₙ (Rₙ − Rₙ₋₁)·Pₙ over the thresholds from the highest score down, equal scores being one
/// threshold.
/// </summary>
/// <remarks>
/// The curve is not interpolated (C. Buckley and E. M. Voorhees, SIGIR 2000; scikit-learn's <c>average_precision_score</c>). Guessing gives the share
/// of the class, so that a rare class is not flattered as by
/// <see cref="RocAuc"/>.
/// </remarks>
public static class AveragePrecision
{
    /// <summary>The area for one class; undefined unless rows of the class occur.</summary>
    /// <param name="labels">[rows].</param>
    /// <param name="scores">[rows]: the higher, the likelier the class. Any increasing function of a probability will do.</param>
    /// <param name="positive">The label of the class.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Score Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int positive = 1)
    {
        Rows.CheckScores(nameof(AveragePrecision), labels.Length, scores.Length);
        if (labels.IsEmpty)
            return Score.NoRows;
        int positives = labels.Count(positive);
        if (positives == 0)
            return Score.Undefined("no row is of the class");
        if (!Rows.AreNumbers(scores))
            return Score.NotFinite;
        double[] ascending = scores.ToArray();
        bool[] isPositive = new bool[labels.Length];
        for (int row = 0; row < labels.Length; row++)
            isPositive[row] = labels[row] == positive;
        Array.Sort(ascending, isPositive);
        double area = 0;
        long found = 0;
        for (int next = ascending.Length - 1; next >= 0;)
        {
            double threshold = ascending[next];
            long before = found;
            for (; next >= 0 && ascending[next] == threshold; next--)
                found += isPositive[next] ? 1 : 0;
            area += (found - before) * ((double)found / (ascending.Length - 1 - next));
        }
        return Score.Of(area / positives);
    }

    /// <summary>The mean area over the classes that occur, each against all others; undefined without rows.</summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="scores">[rows, classes].</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a label is out of range.</exception>
    public static Score OneVersusRest(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classes) =>
        ClassMean.OneVersusRest(nameof(AveragePrecision), labels, scores, classes, Of);
}
