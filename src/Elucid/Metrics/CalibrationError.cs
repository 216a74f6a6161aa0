namespace Elucid;

/// <summary>How far confidence is from the share of right answers.</summary>
/// <remarks>
/// Rows are put into bins of equal width by their confidence, the largest probability (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger 2017,
/// arXiv:1706.04599, section 2): bin m holds confidences in ((m − 1)/M, m/M]. 0 is perfect. The number depends on the bins; compare only such that
/// were made with as many.
/// </remarks>
public static class CalibrationError
{
    /// <summary>The expected calibration error, Σ_m (n_m/n)·|accuracy_m − confidence_m|; undefined without rows.</summary>
    /// <param name="labels">[rows], from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="probabilities">[rows, classes]; of logits <see cref="Probabilities.FromLogits"/>.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="bins">How many bins, at least 1; 15 by default, as in the paper.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is out of range, or a number is no probability.</exception>
    public static Score Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, int bins = 15)
    {
        if (labels.IsEmpty)
            return Score.NoRows;
        IReadOnlyList<CalibrationBin> all = Bins(labels, probabilities, classes, bins);
        if (!Rows.AreNumbers(probabilities))
            return Score.NotFinite;
        double sum = 0;
        foreach (CalibrationBin bin in all)
            if (bin.Count > 0)
                sum += bin.Count * Math.Abs(bin.Accuracy - bin.Confidence);
        return Score.Of(sum / labels.Length);
    }

    /// <summary>The bins of a reliability diagram, from the least confidence up; a row whose probabilities are not numbers is in none.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<CalibrationBin> Bins(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Rows.Check(nameof(CalibrationError), labels, probabilities.Length, classes, classes);
        Rows.CheckProbabilities(nameof(CalibrationError), probabilities, classes);
        int[] counts = new int[bins];
        double[] confidences = new double[bins], right = new double[bins];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> ofRow = probabilities.Slice(row * classes, classes);
            if (!Rows.AreNumbers(ofRow))
                continue;
            int answer = 0;
            for (int c = 1; c < classes; c++)
                if (ofRow[c] > ofRow[answer])
                    answer = c;
            int bin = Math.Clamp((int)Math.Ceiling(ofRow[answer] * bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidences[bin] += ofRow[answer];
            right[bin] += answer == labels[row] ? 1 : 0;
        }
        return [.. counts.Select((count, b) => new CalibrationBin(count, confidences[b] / Math.Max(1, count), right[b] / Math.Max(1, count)))];
    }
}

/// <summary>The rows of similar confidence.</summary>
/// <param name="Count">How many rows; without any, the means are 0.</param>
/// <param name="Confidence">The mean of their largest probabilities.</param>
/// <param name="Accuracy">The share of them that were answered correctly.</param>
public readonly record struct CalibrationBin(int Count, double Confidence, double Accuracy);
