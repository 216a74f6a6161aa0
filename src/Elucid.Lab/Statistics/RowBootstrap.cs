namespace Elucid.Lab;

/// <summary>How far a difference of scores depends on which test rows there happen to be: rows are drawn anew, with replacement.</summary>
/// <remarks>
/// The percentile bootstrap of B. Efron, Annals of Statistics 7, 1979, of rows that are the same for all scores. Rows that depend on those beside
/// them are drawn in blocks, the first row after the last one (D. N. Politis, J. P. Romano 1992); where that leaves fewer than five, nothing is
/// known.
/// </remarks>
internal static class RowBootstrap
{
    const int Most = 1000, Fewest = 200, FewestBlocks = 5;

    // Additions of all replicates together: about a second.
    const double MostWork = 1e9;

    /// <summary>The 95 % interval of a number that is computed from rows; <see cref="Interval.None"/> where there are too few.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="block">How many of them are drawn together, at least 1.</param>
    /// <param name="scores">How many sums over rows one number takes.</param>
    /// <param name="number">The number where each row counts as often as is said.</param>
    public static Interval Of(int rows, int block, int scores, Func<int[], double> number)
    {
        int replicates = (int)Math.Clamp(MostWork / ((double)rows * scores), Fewest, Most);
        if (rows < FewestBlocks * block)
            return Interval.None;
        double[] drawn = new double[replicates];
        int[] counts = new int[rows];
        RandomStream random = new RandomStream(0).Derive("bootstrap");
        for (int replicate = 0; replicate < replicates; replicate++)
        {
            Array.Clear(counts);
            for (int taken = 0; taken < rows; taken += block)
            {
                int first = random.NextInt32(rows);
                for (int i = 0; i < Math.Min(block, rows - taken); i++)
                    counts[(first + i) % rows]++;
            }
            drawn[replicate] = number(counts);
        }
        Array.Sort(drawn);
        return new Interval(drawn[(int)(0.025 * (replicates - 1))], drawn[(int)Math.Ceiling(0.975 * (replicates - 1))]);
    }
}
