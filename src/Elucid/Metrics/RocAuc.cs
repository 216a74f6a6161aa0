namespace Elucid;

/// <summary>
/// The area under the receiver operating characteristic: the chance that a row of the class scores higher than one that is not, ties counting one
/// half.
/// </summary>
/// <remarks>
/// (R − P(P + 1)/2)/(P·N), with R the sum of the ranks of the P rows of the class among all P + N, and equal scores sharing their mean rank (J. A.
/// Hanley and B. J. McNeil, Radiology 143, 1982). Ranks are summed as whole numbers, so the value does not depend on the order of the rows. Guessing
/// gives 1/2 whatever the shares of the classes.
/// </remarks>
public static class RocAuc
{
    /// <summary>The area for one class; undefined unless rows of the class and others occur.</summary>
    /// <param name="labels">[rows].</param>
    /// <param name="scores">[rows]: the higher, the likelier the class. Any increasing function of a probability will do.</param>
    /// <param name="positive">The label of the class.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Score Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int positive = 1)
    {
        Rows.CheckScores(nameof(RocAuc), labels.Length, scores.Length);
        if (labels.IsEmpty)
            return Score.NoRows;
        bool[] isPositive = new bool[labels.Length];
        for (int row = 0; row < labels.Length; row++)
            isPositive[row] = labels[row] == positive;
        return OfSorted(scores.ToArray(), isPositive);
    }

    /// <summary>The mean area over the classes that occur, each against all others; undefined with fewer than two of them.</summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="scores">[rows, classes].</param>
    /// <param name="classes">How many classes there are.</param>
    /// <remarks>
    /// F. Provost and P. Domingos 2001, unweighted. scikit-learn 1.2 (<c>multi_class="ovr", average="macro"</c>) has the same value, but none where a
    /// class does not occur.
    /// </remarks>
    /// <exception cref="ArgumentException">The lengths differ, or a label is out of range.</exception>
    public static Score OneVersusRest(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classes) =>
        ClassMean.OneVersusRest(nameof(RocAuc), labels, scores, classes, Of);

    static Score OfSorted(double[] scores, bool[] isPositive)
    {
        long positives = isPositive.LongCount(p => p), negatives = scores.Length - positives;
        if (positives == 0 || negatives == 0)
            return Score.Undefined("all rows are of one class");
        if (Array.Exists(scores, double.IsNaN))
            return Score.NotFinite;
        Array.Sort(scores, isPositive);
        Int128 doubledRanks = 0;
        for (int first = 0, next; first < scores.Length; first = next)
        {
            long tied = 0;
            for (next = first; next < scores.Length && scores[next] == scores[first]; next++)
                tied += isPositive[next] ? 1 : 0;
            doubledRanks += (Int128)tied * (first + 1L + next);         // the ranks first + 1 … next, averaged and doubled
        }
        Int128 doubledWins = doubledRanks - (Int128)positives * (positives + 1);
        return Score.Of((double)doubledWins / (2.0 * positives * negatives));
    }
}
