namespace Elucid;

/// <summary>What every metric asks of its rows, and of one of them.</summary>
internal static class Rows
{
    /// <exception cref="ArgumentException">The lengths differ, or a label is out of range.</exception>
    public static void Check(string metric, ReadOnlySpan<int> labels, int values, int width, int classes)
    {
        if ((long)labels.Length * width != values)
            throw new ArgumentException(
                $"{metric}: expected {width} {(width == 1 ? "value" : "values")} for each of {labels.Length} labels, but got {values}.");
        for (int row = 0; row < labels.Length; row++)
            if ((uint)labels[row] >= (uint)classes)
                throw new ArgumentException(
                    $"{metric}: expected labels from 0 to {classes - 1}, but row {row} has {labels[row]}. Number the classes from 0.");
    }

    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static void Check(string metric, int targets, int predictions, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (targets != predictions || targets % outputs != 0)
            throw new ArgumentException(
                $"{metric}: expected as many predictions as targets, {outputs} in each row, "
                + $"but got {targets} targets and {predictions} predictions.");
    }

    /// <exception cref="ArgumentException">There is not one score for each label.</exception>
    public static void CheckScores(string metric, int labels, int scores)
    {
        if (labels != scores)
            throw new ArgumentException($"{metric}: expected a score for each of {labels} labels, but got {scores}.");
    }

    /// <summary>NaN passes: a network that has blown up has no score, and is no misuse.</summary>
    /// <exception cref="ArgumentException">A number is not in 0 … 1, but for rounding.</exception>
    public static void CheckProbabilities(string metric, ReadOnlySpan<double> probabilities, int classes)
    {
        const double rounding = 1e-6;           // of float probabilities
        for (int i = 0; i < probabilities.Length; i++)
            if (probabilities[i] is < 0 or > 1 + rounding)
                throw new ArgumentException(
                    $"{metric}: expected probabilities from 0 to 1, but row {i / classes} has {probabilities[i]}. "
                    + "Make them of logits with Probabilities.FromLogits.");
    }

    /// <summary>The place of the largest number of a row, the first of equal ones.</summary>
    public static int Largest(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
            if (row[i] > row[best])
                best = i;
        return best;
    }

    public static bool AreNumbers(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (double.IsNaN(value))
                return false;
        return true;
    }
}
