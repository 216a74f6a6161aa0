namespace Elucid;

/// <summary>What every metric asks of its rows.</summary>
internal static class Rows
{
    /// <exception cref="ArgumentException">The lengths differ, or a label is out of range.</exception>
    public static void Check(string metric, ReadOnlySpan<int> labels, int values, int width, int classes)
    {
        if ((long)labels.Length * width != values)
            throw new ArgumentException($"{metric}: expected {width} {(width == 1 ? "value" : "values")} for each of {labels.Length} labels, but got {values}.");
        for (int row = 0; row < labels.Length; row++)
            if ((uint)labels[row] >= (uint)classes)
                throw new ArgumentException($"{metric}: expected labels from 0 to {classes - 1}, but row {row} has {labels[row]}. Number the classes from 0.");
    }

    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static void Check(string metric, int targets, int predictions, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (targets != predictions || targets % outputs != 0)
            throw new ArgumentException($"{metric}: expected as many predictions as targets, {outputs} in each row, but got {targets} targets and {predictions} predictions.");
    }
}
