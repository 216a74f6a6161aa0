namespace Elucid.Lab;

/// <summary>What a score is a mean of, row by row, so that rows can be drawn anew.</summary>
/// <param name="Values">One number for each row.</param>
/// <param name="IsRoot">Whether the score is the root of their mean.</param>
/// <param name="Block">How many rows after each other depend on one another, and are drawn together; 1 where none do.</param>
internal readonly record struct RowScores(double[] Values, bool IsRoot = false, int Block = 1)
{
    /// <summary>The score of rows, each counted a number of times.</summary>
    public double Of(ReadOnlySpan<int> counts)
    {
        double sum = 0;
        long rows = 0;
        for (int row = 0; row < counts.Length; row++)
            (sum, rows) = (sum + counts[row] * Values[row], rows + counts[row]);
        return IsRoot ? Math.Sqrt(sum / rows) : sum / rows;
    }
}
