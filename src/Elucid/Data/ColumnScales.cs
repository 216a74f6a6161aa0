using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>The mean and standard deviation of each column of a table: two lists of numbers to store with a model.</summary>
public sealed class ColumnScales
{
    readonly float[] _means, _deviations;

    /// <summary>Scales that were stored.</summary>
    /// <exception cref="ArgumentException">The lengths differ or are zero, a number is not finite, or a deviation is not positive.</exception>
    public ColumnScales(ReadOnlySpan<float> means, ReadOnlySpan<float> deviations)
    {
        if (means.Length != deviations.Length || means.IsEmpty)
            throw new ArgumentException($"Expected one deviation for each mean, but got {means.Length} means and {deviations.Length} deviations.");
        for (int i = 0; i < means.Length; i++)
            if (!float.IsFinite(means[i]) || !float.IsFinite(deviations[i]) || deviations[i] <= 0)
                throw new ArgumentException($"Expected finite means and positive deviations, but column {i} has mean {means[i]} and deviation "
                    + $"{deviations[i]}.");
        (_means, _deviations) = (means.ToArray(), deviations.ToArray());
    }

    /// <summary>The mean of every column.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>The standard deviation of every column (of the rows given: divided by n); 1 for a constant column, which thus becomes 0.</summary>
    public ReadOnlySpan<float> Deviations => _deviations;

    /// <summary>
    /// Measures a table of <paramref name="columns"/> columns, row by row; sums in double precision. Values that are <paramref name="missing"/> do
    /// not count, and as many neighbouring columns as are <paramref name="shared"/> have one scale.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ColumnScales Fit(ReadOnlySpan<float> table, int columns, ReadOnlySpan<bool> missing = default, int shared = 1)
    {
        int[] scaleOf = new int[columns];
        for (int c = 0; c < columns; c++)
            scaleOf[c] = c / shared;
        int scales = columns / shared;
        int[] counts = new int[scales];
        double[] means = new double[scales], squares = new double[scales];
        float[] lows = new float[scales], highs = new float[scales];
        lows.AsSpan().Fill(float.PositiveInfinity);
        highs.AsSpan().Fill(float.NegativeInfinity);
        for (int i = 0, c = 0; i < table.Length; i++, c = c + 1 == columns ? 0 : c + 1)
        {
            if (!missing.IsEmpty && missing[i])
                continue;
            int scale = scaleOf[c];
            counts[scale]++;
            means[scale] += table[i];
            lows[scale] = Math.Min(lows[scale], table[i]);
            highs[scale] = Math.Max(highs[scale], table[i]);
        }
        for (int scale = 0; scale < scales; scale++)
            means[scale] /= Math.Max(1, counts[scale]);
        for (int i = 0, c = 0; i < table.Length; i++, c = c + 1 == columns ? 0 : c + 1)
            if (missing.IsEmpty || !missing[i])
                squares[scaleOf[c]] += (table[i] - means[scaleOf[c]]) * (table[i] - means[scaleOf[c]]);

        float[] centres = new float[columns], deviations = new float[columns];
        for (int c = 0; c < columns; c++)
        {
            int scale = scaleOf[c];
            (centres[c], deviations[c]) = Of(counts[scale], means[scale], squares[scale], lows[scale], highs[scale]);
        }
        return new ColumnScales(centres, deviations);
    }

    /// <summary>Mean and deviation of numbers of which this was measured: how many, their mean, the sum of squared distances from it, and their
    /// range.</summary>
    internal static (float Mean, float Deviation) Of(long count, double mean, double squares, float low, float high)
    {
        float deviation = (float)Math.Sqrt(squares / Math.Max(1, count));
        bool constant = low == high || deviation == 0;   // by its range: rounding of the mean would leave a tiny deviation
        return count == 0 ? (0, 1) : constant ? (low, 1) : ((float)mean, deviation);
    }

    /// <summary>(x − mean) / deviation in place, for a table of as many columns, row by row.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of the number of columns.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Span<float> table)
    {
        RequireRows(table.Length);
        for (int i = 0, c = 0; i < table.Length; i++, c = c + 1 == _means.Length ? 0 : c + 1)
            table[i] = (table[i] - _means[c]) / _deviations[c];
    }

    /// <summary>x · deviation + mean in place: what <see cref="Apply"/> did, undone; for predictions in the targets' own units.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of the number of columns.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Restore(Span<float> table)
    {
        RequireRows(table.Length);
        for (int i = 0, c = 0; i < table.Length; i++, c = c + 1 == _means.Length ? 0 : c + 1)
            table[i] = table[i] * _deviations[c] + _means[c];
    }

    /// <summary>Throws where there are not as many columns as were measured.</summary>
    internal void Require(int columns, string what)
    {
        if (_means.Length != columns)
            throw new ArgumentException($"Expected data with {_means.Length} {what}, as were measured, but got {columns}. "
                + "Use the standardizer that was fitted on this dataset's training part.");
    }

    void RequireRows(int length)
    {
        if (length % _means.Length != 0)
            throw new ArgumentException($"Expected rows of {_means.Length} columns, as were measured, but got {length} values, which is no whole "
                + "number of rows.");
    }
}
