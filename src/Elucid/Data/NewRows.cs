namespace Elucid;

/// <summary>The features of rows to predict from: those of a table, or images.</summary>
/// <param name="Features">[rows, features], row by row; zeros for a row that cannot be read.</param>
/// <param name="Problems">What is wrong with the rows that cannot be read: row, from 0, and a sentence.</param>
/// <param name="MissingCount">Missing values that became the means of training.</param>
/// <param name="UnseenCount">Categories that training did not see and that were taken for unknown ones.</param>
public sealed record NewRows(float[] Features, IReadOnlyDictionary<int, string> Problems, int MissingCount, int UnseenCount)
{
    /// <summary>
    /// What is known of the answers, to judge predictions by: [rows, targets], labels or numbers; NaN where nothing is. Null if nothing is known of
    /// any row.
    /// </summary>
    public float[]? Targets { get; init; }

    /// <summary>The size of each image before it became features; null for what was none. That of one that cannot be read is 0 × 0.</summary>
    public IReadOnlyList<ImageSize>? ImageSizes { get; init; }

    /// <summary>Which features stand for missing values: [rows, features]; null if none is known to.</summary>
    internal bool[]? MissingFeatures { get; init; }

    /// <summary>The rows as data to judge a network by: all can be read, and all have a known answer.</summary>
    /// <param name="name">What errors call them.</param>
    /// <param name="schema">How they were read.</param>
    /// <exception cref="DataFormatException">A row cannot be read, or its answer is missing or none that training saw.</exception>
    public Dataset ToDataset(string name, CsvSchema schema)
    {
        EnsureComplete();
        if (schema.Task.IsOfRows())
            return Readable(name, [schema.FeatureCount], schema.FeatureNames, schema.ClassNames)!;
        IReadOnlyList<string> names = schema.Task == LearningTask.Classification ? schema.ClassNames : [schema.Target];
        int count = Features.Length / schema.FeatureCount, each = Math.Max(1, schema.SeveralTargets.Count);
        int unknown = Targets is null ? 0 : Enumerable.Range(0, count).TakeWhile(row => Targets.AsSpan(row * each, each).ContainsAnyInRange(
            float.MinValue, float.MaxValue)).Count();
        if (unknown < count)
        {
            string got = Targets is null ? $"there is no such column{(each > 1 ? ", or none of these" : "")}" : $"row {unknown + 1} has none";
            string classes = schema.Task == LearningTask.Classification ? $"The classes are {Excerpt.Of(names, 5)}. " : "";
            throw new DataFormatException(
                $"'{name}': expected a known '{Excerpt.Of(schema.Target)}' in each of {count:N0} rows, but {got}. {classes}Fill it in, or leave the "
                + "row out.");
        }
        return Answered(name, [schema.FeatureCount], schema.Task, names, schema.SeveralTargets)!.WithMissing(MissingFeatures);
    }

    /// <summary>The rows themselves, if all of them could be read.</summary>
    /// <exception cref="DataFormatException">One could not; the message is that of the first.</exception>
    public NewRows EnsureComplete() =>
        Problems.Count == 0 ? this : throw new DataFormatException(Problems.MinBy(problem => problem.Key).Value);

    /// <summary>The rows that can be read, without answers; null if there are none.</summary>
    internal Dataset? Readable(string name, int[] featureShape, IReadOnlyList<string> featureNames, IReadOnlyList<string>? classNames = null)
    {
        int width = featureNames.Count;
        int[] rows = [.. Enumerable.Range(0, Features.Length / width).Where(row => !Problems.ContainsKey(row))];
        int[]? known = Targets is null || classNames is null ? null
            : [.. rows.Select(row => float.IsFinite(Targets[row]) ? (int)Targets[row] : -1)];
        return rows.Length == 0 ? null : new Dataset(
            name, Dataset.Gather(Features, width, rows), featureShape,
            new Unlabeled(LearningTask.Reconstruct, rows.Length, featureNames, known, classNames))
        {
            MissingFeatures = MissingFeatures is null ? null : Dataset.Gather(MissingFeatures, width, rows),
        };
    }

    /// <summary>The rows that can be read and whose answers are known, of several one at least; null if there are none.</summary>
    internal Dataset? Answered(
        string name, int[] featureShape, LearningTask task, IReadOnlyList<string> outputNames, IReadOnlyList<TargetInfo> several)
    {
        if (Targets is null)
            return null;
        int width = new Shape(featureShape).Size;
        int outputs = several.Count > 0 ? several.Count : task == LearningTask.Classification ? 1 : outputNames.Count;
        int[] rows = [.. Enumerable.Range(0, Targets.Length / outputs).Where(row => !Problems.ContainsKey(row) && IsKnown(row))];
        if (rows.Length == 0)
            return null;
        float[] features = Dataset.Gather(Features, width, rows), targets = Dataset.Gather(Targets, outputs, rows);
        return several.Count > 0 ? new Dataset(name, features, featureShape, targets, several)
            : outputs == 1 && task == LearningTask.Classification
            ? new Dataset(name, features, featureShape, [.. targets.Select(label => (int)label)], outputNames)
            : new Dataset(name, features, featureShape, targets, outputNames);

        bool IsKnown(int row) => Targets.AsSpan(row * outputs, outputs) is var own && several.Count > 0
            ? own.ContainsAnyInRange(float.MinValue, float.MaxValue) : !own.ContainsAnyExceptInRange(float.MinValue, float.MaxValue);
    }
}
