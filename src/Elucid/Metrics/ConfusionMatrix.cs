namespace Elucid;

/// <summary>How often each class was taken for which, and the scores that follow from these counts.</summary>
/// <remarks>
/// With TP, FP and FN the true positives, false positives and false negatives of a class: precision TP/(TP + FP), recall TP/(TP + FN), F1 their
/// harmonic mean 2TP/(2TP + FP + FN) (C. J. van Rijsbergen, Information Retrieval, 1979). Balanced accuracy is the mean recall over the classes that
/// the rows have (K. H. Brodersen et al., ICPR 2010): whoever always names the largest class, or guesses, reaches 1/classes whatever the shares.
/// scikit-learn 1.2 defines them alike, but gives 0 with a warning where a share of nothing is asked for; here that is undefined, and means are taken
/// over the classes that have the score (scikit-learn's <c>zero_division=numpy.nan</c>).
/// </remarks>
public sealed class ConfusionMatrix
{
    // [actual, predicted]; the last column counts rows without an answer.
    readonly long[] _counts;

    ConfusionMatrix(int classes) => (Classes, _counts) = (classes, new long[classes * (classes + 1L)]);

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>How many rows of class <paramref name="actual"/> were taken for class <paramref name="predicted"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted] => _counts[Checked(actual) * (Classes + 1L) + Checked(predicted)];

    /// <summary>How many rows of class <paramref name="actual"/> got no answer, as of a network that has blown up; they count as wrong.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Unanswered(int actual) => _counts[Checked(actual) * (Classes + 1L) + Classes];

    /// <summary>Counts answers.</summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="predictions">[rows], from 0 to <paramref name="classes"/> − 1, or −1 for no answer.</param>
    /// <param name="classes">How many classes there are, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a label or prediction is out of range.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes)
    {
        ConfusionMatrix matrix = Start(labels, predictions.Length, 1, classes);
        for (int row = 0; row < labels.Length; row++)
        {
            if (predictions[row] < -1 || predictions[row] >= classes)
                throw new ArgumentException(
                    $"ConfusionMatrix: expected predictions from 0 to {classes - 1}, or -1 for no answer, but row {row} has {predictions[row]}.");
            matrix.Add(labels[row], predictions[row]);
        }
        return matrix;
    }

    /// <summary>
    /// Counts the answers of a network: the class of the largest output, the first of equal ones; none where that is not a finite number.
    /// </summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="outputs">[rows, classes], logits or probabilities.</param>
    /// <param name="classes">How many classes there are, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a label is out of range.</exception>
    public static ConfusionMatrix FromOutputs(ReadOnlySpan<int> labels, ReadOnlySpan<float> outputs, int classes)
    {
        ConfusionMatrix matrix = Start(labels, outputs.Length, classes, classes);
        for (int row = 0; row < labels.Length; row++)
            matrix.Add(labels[row], Largest(outputs.Slice(row * classes, classes)));
        return matrix;
    }

    /// <summary>The share of rows that were classified correctly.</summary>
    public Score Accuracy => Count == 0 ? Score.NoRows : Score.Of(Correct() / (double)Count);

    /// <summary>The mean recall of the classes that occur; undefined with fewer than two of them.</summary>
    public Score BalancedAccuracy =>
        Enumerable.Range(0, Classes).Count(c => Actual(c) > 0) == 1 ? Score.Undefined("all rows are of one class") : Recall(Average.Macro);

    /// <summary>Of the rows that were taken for <paramref name="positive"/> the share that are; undefined where there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public Score Precision(int positive) =>
        Predicted(positive) is 0
            ? Score.Undefined("no row was taken for the class")
            : Score.Of(this[positive, positive] / (double)Predicted(positive));

    /// <summary>Of the rows of class <paramref name="positive"/> the share that were found; undefined where there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public Score Recall(int positive) =>
        Actual(positive) is 0
            ? Score.Undefined("no row is of the class")
            : Score.Of(this[positive, positive] / (double)Actual(positive));

    /// <summary>2TP/(2TP + FP + FN) of class <paramref name="positive"/>; undefined where no row is of the class or was taken for it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public Score F1(int positive)
    {
        long either = Actual(positive) + Predicted(positive);
        return either == 0 ? Score.Undefined("no row is of the class or was taken for it") : Score.Of(2.0 * this[positive, positive] / either);
    }

    /// <summary>
    /// TP/(TP + FP + FN) of class <paramref name="positive"/>, the intersection over union of a segmentation's pixels (Jaccard's index); undefined
    /// where no row is of the class or was taken for it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public Score IntersectionOverUnion(int positive)
    {
        long union = Actual(positive) + Predicted(positive) - this[positive, positive];
        return union == 0 ? Score.Undefined("no row is of the class or was taken for it") : Score.Of(this[positive, positive] / (double)union);
    }

    /// <summary>
    /// The precision of all classes; <see cref="Average.Micro"/> is the share of answers that were right. Undefined where no class has one.
    /// </summary>
    /// <param name="average">How the classes become one.</param>
    public Score Precision(Average average) => Of(average, Precision, Correct(), Answered);

    /// <summary>
    /// The recall of all classes; <see cref="Average.Micro"/> is the accuracy, and so is <see cref="Average.Weighted"/>. Undefined without rows.
    /// </summary>
    /// <param name="average">How the classes become one.</param>
    public Score Recall(Average average) => Of(average, Recall, Correct(), Count);

    /// <summary>The F1 of all classes; <see cref="Average.Micro"/> is the accuracy where all rows got an answer. Undefined without rows.</summary>
    /// <param name="average">How the classes become one.</param>
    public Score F1(Average average) => Of(average, F1, 2 * Correct(), Count + Answered);

    /// <summary>
    /// The intersection over union of all classes; <see cref="Average.Macro"/> is the mean IoU of a segmentation. Undefined without rows.
    /// </summary>
    /// <param name="average">How the classes become one.</param>
    public Score IntersectionOverUnion(Average average) => Of(average, IntersectionOverUnion, Correct(), Count + Answered - Correct());

    Score Of(Average average, Func<int, Score> scoreOf, long numerator, long denominator)
    {
        if (Count == 0)
            return Score.NoRows;
        if (average == Average.Micro)
            return denominator == 0 ? Score.Undefined("no row got an answer") : Score.Of(numerator / (double)denominator);
        double sum = 0, weights = 0;
        for (int c = 0; c < Classes; c++)
            if (scoreOf(c).Value is { } value)
            {
                double weight = average == Average.Macro ? 1 : Actual(c);
                sum += weight * value;
                weights += weight;
            }
        return weights == 0 ? Score.Undefined("no class that occurs has the score") : Score.Of(sum / weights);
    }

    long Answered => Count - Enumerable.Range(0, Classes).Sum(Unanswered);

    static ConfusionMatrix Start(ReadOnlySpan<int> labels, int answers, int width, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Rows.Check("ConfusionMatrix", labels, answers, width, classes);
        return new ConfusionMatrix(classes);
    }

    static int Largest(ReadOnlySpan<float> outputs)
    {
        int best = Rows.Largest(outputs);
        // A NaN compares as nothing: a network that has blown up gets no credit for class 0.
        return float.IsFinite(outputs[best]) ? best : -1;
    }

    void Add(int actual, int predicted)
    {
        _counts[actual * (Classes + 1L) + (predicted < 0 ? Classes : predicted)]++;
        Count++;
    }

    long Correct() => Enumerable.Range(0, Classes).Sum(c => this[c, c]);

    long Actual(int c) => Enumerable.Range(0, Classes).Sum(predicted => this[c, predicted]) + Unanswered(c);

    long Predicted(int c) => Enumerable.Range(0, Classes).Sum(actual => this[actual, c]);

    int Checked(int c) => (uint)c < (uint)Classes
        ? c
        : throw new ArgumentOutOfRangeException(nameof(c), $"ConfusionMatrix: expected a class from 0 to {Classes - 1}, but got {c}.");
}
