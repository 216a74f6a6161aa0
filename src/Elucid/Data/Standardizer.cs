using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>
/// Brings the features, and every regression target, to mean 0 and standard deviation 1, as measured on the training rows only: what the test rows
/// look like must not leak into training.
/// </summary>
/// <param name="Features">The scales of the features.</param>
/// <param name="Targets">The scales of the regression targets; null leaves targets alone.</param>
public sealed record Standardizer(ColumnScales Features, ColumnScales? Targets = null)
{
    /// <summary>
    /// Measures the features of <paramref name="train"/> and, for regression, its targets. Values that are missing in a table count for nothing;
    /// applied, they become the mean of the training rows that have one.
    /// </summary>
    /// <param name="train">The rows to measure.</param>
    /// <param name="sharing">
    /// Which features have one mean and one deviation in common; each has its own by default. Pixels of an image are better scaled alike: by
    /// themselves, those of the margin, which hardly vary, would be blown up to the size of the others.
    /// </param>
    /// <exception cref="ArgumentException">Channels are asked for, but a row's shape is not [channels, height, width].</exception>
    public static Standardizer Fit(Dataset train, ScaleSharing sharing = ScaleSharing.None) => new(
        ColumnScales.Fit(train.Features, train.FeatureCount, train.MissingFeatures, Shared(train, sharing)),
        train.Task == LearningTask.Regression ? ColumnScales.Fit(train.Targets, train.TargetNames.Count) : null);

    // How many neighbouring features have one scale.
    static int Shared(Dataset data, ScaleSharing sharing) => sharing switch
    {
        ScaleSharing.None => 1,
        ScaleSharing.All => data.FeatureCount,
        _ => data.FeatureShape.Length == 3 ? data.FeatureCount / data.FeatureShape[0] : throw new ArgumentException(
            $"Dataset '{data.Name}': expected images of shape [channels, height, width] for one scale per channel, but a row is "
            + $"[{string.Join(", ", data.FeatureShape.ToArray())}]."),
    };

    /// <summary>The dataset with scaled features and targets; the original is unchanged.</summary>
    /// <exception cref="ArgumentException">The dataset has another number of features or targets than the one measured.</exception>
    public Dataset Apply(Dataset data)
    {
        Require(Features, data.FeatureCount, "features");
        if (data.Task == LearningTask.Regression && Targets is not null)
            Require(Targets, data.TargetNames.Count, "targets");
        float[] features = data.Features.ToArray(), targets = data.Targets.ToArray();
        Features.Apply(features);
        if (data.MissingFeatures is { } missing)
            for (int i = 0; i < features.Length; i++)
                if (missing[i])
                    features[i] = 0;
        if (data.Task == LearningTask.Regression)
            Targets?.Apply(targets);
        return data.With(features, targets);
    }

    /// <summary>All parts of a split, scaled alike.</summary>
    /// <exception cref="ArgumentException">The parts have another number of features or targets than the dataset measured.</exception>
    public DataSplit Apply(DataSplit split) => new(Apply(split.Train), Apply(split.Test), split.Validation is null ? null : Apply(split.Validation));

    static void Require(ColumnScales scales, int columns, string what)
    {
        if (scales.Means.Length != columns)
            throw new ArgumentException($"Expected data with {scales.Means.Length} {what}, as were measured, but got {columns}. "
                + "Use the standardizer that was fitted on this dataset's training part.");
    }
}

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
            float deviation = (float)Math.Sqrt(squares[scale] / Math.Max(1, counts[scale]));
            bool constant = lows[scale] == highs[scale] || deviation == 0;   // by its range: rounding of the mean would leave a tiny deviation
            (centres[c], deviations[c]) = counts[scale] == 0 ? (0, 1) : constant ? (lows[scale], 1) : ((float)means[scale], deviation);
        }
        return new ColumnScales(centres, deviations);
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

    void RequireRows(int length)
    {
        if (length % _means.Length != 0)
            throw new ArgumentException($"Expected rows of {_means.Length} columns, as were measured, but got {length} values, which is no whole "
                + "number of rows.");
    }
}
