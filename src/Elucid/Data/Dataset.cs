using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>What a network learns from a dataset.</summary>
public enum LearningTask
{
    /// <summary>One of several classes per row.</summary>
    Classification,

    /// <summary>One or more real numbers per row.</summary>
    Regression,
}

/// <summary>
/// Rows of float32 features, each with a class label or with real-valued targets. Immutable: safe to share between threads and trials.
/// </summary>
public sealed class Dataset
{
    readonly float[] _features, _targets = [];
    readonly int[] _featureShape, _labels = [];

    /// <summary>A dataset for classification.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[rows, ..featureShape], row by row. Kept, not copied: do not change it afterwards.</param>
    /// <param name="featureShape">The shape of one row, such as [64] or [1, 28, 28] (channels, height, width).</param>
    /// <param name="labels">One per row: an index into <paramref name="classNames"/>. Kept, not copied.</param>
    /// <param name="classNames">The name of every class.</param>
    /// <exception cref="ArgumentException">Lengths disagree, a label is out of range, or a feature is not finite.</exception>
    public Dataset(string name, float[] features, int[] featureShape, int[] labels, IReadOnlyList<string> classNames)
        : this(name, features, featureShape, labels.Length)
    {
        for (int row = 0; row < labels.Length; row++)
            if ((uint)labels[row] >= (uint)classNames.Count)
                throw new ArgumentException($"Dataset '{name}': expected labels from 0 to {classNames.Count - 1}, but row {row} has {labels[row]}. "
                    + "Number the classes from 0 and name each of them.");
        Task = LearningTask.Classification;
        _labels = labels;
        ClassNames = classNames;
    }

    /// <summary>A dataset for regression.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[rows, ..featureShape], row by row. Kept, not copied: do not change it afterwards.</param>
    /// <param name="featureShape">The shape of one row.</param>
    /// <param name="targets">[rows, targets], row by row. Kept, not copied.</param>
    /// <param name="targetNames">The name of every target.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or a feature or target is not finite.</exception>
    public Dataset(string name, float[] features, int[] featureShape, float[] targets, IReadOnlyList<string> targetNames)
        : this(name, features, featureShape, targetNames.Count == 0 ? 0 : targets.Length / targetNames.Count)
    {
        if (targets.Length != Count * targetNames.Count)
            throw new ArgumentException($"Dataset '{name}': expected {targetNames.Count} targets for each of {Count} rows, but got {targets.Length} "
                + "values.");
        RequireFinite(targets, targetNames.Count, "target");
        Task = LearningTask.Regression;
        _targets = targets;
        TargetNames = targetNames;
    }

    Dataset(string name, float[] features, int[] featureShape, int count)
    {
        (Name, Count, _features, _featureShape) = (name, count, features, [.. featureShape]);
        if (count == 0)
            throw new ArgumentException($"Dataset '{name}': expected at least one row with a label or target, but there is none.");
        long width = 1;
        foreach (int size in featureShape)
            width = size < 1 ? throw new ArgumentException(
                $"Dataset '{name}': expected feature sizes of at least 1, but the shape of a row is "
                    + $"[{string.Join(", ", featureShape)}].") : checked(width * size);
        if (features.Length != width * count)
            throw new ArgumentException($"Dataset '{name}': expected {count} rows of shape [{string.Join(", ", featureShape)}], that is "
                + $"{width * count} features, but got {features.Length}. Features and labels must have the same number of rows.");
        FeatureCount = (int)width;
        RequireFinite(features, FeatureCount, "feature");
    }

    Dataset(Dataset like, int count, float[] features, int[] labels, float[] targets, bool[]? missing, double[]? times)
    {
        (Name, Task, Count, FeatureCount, _featureShape) = (like.Name, like.Task, count, like.FeatureCount, like._featureShape);
        (ClassNames, TargetNames, FeatureNames, Source) = (like.ClassNames, like.TargetNames, like.FeatureNames, like.Source);
        (_features, _labels, _targets) = (features, labels, targets);
        (MissingFeatures, Times) = (missing, times);
    }

    /// <summary>What reports call the dataset.</summary>
    public string Name { get; }

    /// <summary>Classification or regression.</summary>
    public LearningTask Task { get; }

    /// <summary>The number of rows, at least 1.</summary>
    public int Count { get; }

    /// <summary>The number of features of a row: the product of <see cref="FeatureShape"/>.</summary>
    public int FeatureCount { get; }

    /// <summary>The shape of one row: [features], or [channels, height, width] for images.</summary>
    public ReadOnlySpan<int> FeatureShape => _featureShape;

    /// <summary>What a network for this dataset puts out: one value per class, or one per target.</summary>
    public int OutputCount => Task == LearningTask.Classification ? ClassNames.Count : TargetNames.Count;

    /// <summary>The name of every class; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; } = [];

    /// <summary>The name of every target; empty for classification.</summary>
    public IReadOnlyList<string> TargetNames { get; } = [];

    /// <summary>The name of every feature, where known; otherwise empty.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>Where the data come from and under which licence; empty if unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>Which features stand for missing values, [rows, features]: those count for nothing in means and become them. Null if none does.</summary>
    internal bool[]? MissingFeatures { get; init; }

    /// <summary>When each row was: [rows]; null if unknown.</summary>
    internal double[]? Times { get; init; }

    /// <summary>All features: [rows, features], row by row.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>The class of every row: [rows]; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The targets: [rows, targets], row by row; empty for classification.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>The rows of these numbers, in this order (a row may be taken more than once), as a dataset of its own. Copies them.</summary>
    /// <exception cref="ArgumentException">There is no index, or one is out of range.</exception>
    public Dataset Subset(ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty)
            throw new ArgumentException($"Dataset '{Name}': expected at least one row for a subset, but got none.");
        foreach (int index in indices)
            if ((uint)index >= (uint)Count)
                throw new ArgumentException($"Dataset '{Name}': expected row numbers from 0 to {Count - 1}, but got {index}.");
        return new Dataset(this, indices.Length, Gather(_features, indices), Gather(_labels, indices), Gather(_targets, indices),
            MissingFeatures is null ? null : Gather(MissingFeatures, indices), Times is null ? null : Gather(Times, indices));
    }

    /// <summary>
    /// Divides the rows at random into training and test rows; for classification each class is divided alike (stratified), as evenly as whole rows
    /// allow, and every class keeps at least one training row. Rows stay in their order.
    /// </summary>
    /// <param name="test">How much becomes the test part.</param>
    /// <param name="random">Decides which rows; the same stream gives the same parts.</param>
    /// <exception cref="ArgumentException">A part would be empty, or too few rows remain for the training part to hold every class.</exception>
    public DataSplit Split(Portion test, RandomStream random)
    {
        (int[] kept, int[] taken) = Stratified.Divide(this, test.Of(Count, Name), random);
        return new DataSplit(Subset(kept), Subset(taken));
    }

    /// <summary>Divides the rows where they stand, as is right where they follow one another in time: those before <paramref name="row"/> are training rows, and it and those after it test rows.</summary>
    /// <param name="row">The first test row.</param>
    /// <param name="gap">How many rows before it are in neither part. Windows that foretell h numbers need h − 1, or the last targets of training are the first of the test (<see cref="TimeSeries.Windows"/>).</param>
    /// <exception cref="ArgumentException">A part would be empty, or the gap is negative.</exception>
    public DataSplit SplitAt(int row, int gap = 0)
    {
        if (gap < 0 || row - gap < 1 || row >= Count)
            throw new ArgumentException($"Dataset '{Name}': expected a first test row from {Math.Max(gap, 0) + 1} to {Count - 1}, with a gap of at least 0 before it, but got row {row} with a gap of {gap}. "
                + "Both parts need a row.");
        return new DataSplit(Rows(0, row - gap), Rows(row, Count - row));
    }

    /// <summary>Divides the rows where they stand: the last are test rows. Rows that a table's time column (<see cref="CsvOptions.Time"/>) puts at one time are not parted: the cut is the nearest one between times.</summary>
    /// <param name="test">How much becomes the test part.</param>
    /// <param name="gap">How many rows before it are in neither part, as in <see cref="SplitAt"/>.</param>
    /// <exception cref="ArgumentException">A part would be empty, the gap is negative, or all rows have one time.</exception>
    public DataSplit SplitLast(Portion test, int gap = 0)
    {
        int row = Count - test.Of(Count, Name);
        return SplitAt(Times is null ? row : NearestCut(Times, row), gap);
    }

    int NearestCut(double[] times, int row)
    {
        for (int away = 0; away < Count; away++)
            foreach (int cut in (ReadOnlySpan<int>)[row - away, row + away])
                if (cut > 0 && cut < Count && times[cut - 1] < times[cut])
                    return cut;
        throw new ArgumentException($"Dataset '{Name}': expected rows of different times, to test on the later ones, but all {Count} have the same. Divide them at random, or choose another time column.");
    }

    Dataset Rows(int first, int count) => Subset([.. Enumerable.Range(first, count)]);

    /// <summary>The rows in the order of their times; rows of one time stay in theirs.</summary>
    internal Dataset InOrderOfTime()
    {
        if (Times is null || Times.Zip(Times.Skip(1), (a, b) => a <= b).All(rises => rises))
            return this;
        return Subset([.. Enumerable.Range(0, Count).OrderBy(row => Times[row])]);
    }

    /// <summary>The same rows and labels with other features, and for regression other targets.</summary>
    internal Dataset With(float[] features, float[] targets) => new(this, Count, features, _labels, targets, MissingFeatures, Times);

    T[] Gather<T>(T[] rows, ReadOnlySpan<int> indices)
    {
        int width = rows.Length / Count;
        T[] result = new T[indices.Length * width];
        for (int i = 0; i < indices.Length; i++)
            rows.AsSpan(indices[i] * width, width).CopyTo(result.AsSpan(i * width));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void RequireFinite(float[] values, int width, string what)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"Dataset '{Name}': expected finite numbers, but {what} {i % width} of row {i / width} is {values[i]}. "
                    + "Remove the row or fill in a value.");
    }
}
