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

    /// <summary>Answers that are written and none that the model knows, as texts, by their rows: classes that training did not see, or no
    /// numbers.</summary>
    public IReadOnlyDictionary<int, string> UnknownAnswers { get; init; } = new Dictionary<int, string>();

    /// <summary>The size of each image before it became features; null for what was none. That of one that cannot be read is 0 × 0.</summary>
    public IReadOnlyList<ImageSize>? ImageSizes { get; init; }

    /// <summary>Which features stand for missing values: [rows, features]; null if none is known to.</summary>
    internal bool[]? MissingFeatures { get; init; }

    /// <summary>The rows as data to judge a network by: all can be read, and no answer is unknown. Rows without an answer are left out.</summary>
    /// <param name="name">What errors call them.</param>
    /// <param name="schema">How they were read.</param>
    /// <exception cref="DataFormatException">A row cannot be read, its answer is none that training saw, or no row has one.</exception>
    public Dataset ToDataset(string name, CsvSchema schema)
    {
        EnsureComplete();
        if (schema.Task.IsOfRows())
            return Readable(name, [schema.FeatureCount], schema.FeatureNames, schema.ClassNames)!;
        IReadOnlyList<string> names = schema.Task == LearningTask.Classification ? schema.ClassNames : [schema.Target];
        Dataset? answered = Answered(name, [schema.FeatureCount], schema.Task, names, schema.SeveralTargets);
        if (answered is not null && UnknownAnswers.Count == 0)
            return answered;
        string got = Targets is null ? $"there is no such column{(schema.SeveralTargets.Count > 1 ? ", or none of these" : "")}"
            : UnknownAnswers.Count == 0 ? "no row has one" : $"row {UnknownAnswers.Keys.Min() + 1} has '{UnknownAnswers[UnknownAnswers.Keys.Min()]}'";
        string classes = schema.Task == LearningTask.Classification ? $"The classes are {Excerpt.Of(names, 5)}. " : "";
        throw new DataFormatException(
            $"'{name}': expected a known '{Excerpt.Of(schema.Target)}' in its rows, but {got}. {classes}Write one of them, or leave it empty.");
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
            : [.. rows.Select(row => float.IsFinite(Targets[row]) ? (int)Targets[row] : Unlabeled.Unsaid)];
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
        Dataset answered = several.Count > 0 ? new Dataset(name, features, featureShape, targets, several)
            : outputs == 1 && task == LearningTask.Classification
            ? new Dataset(name, features, featureShape, [.. targets.Select(label => (int)label)], outputNames)
            : new Dataset(name, features, featureShape, targets, outputNames);
        return answered.WithMissing(MissingFeatures is null ? null : Dataset.Gather(MissingFeatures, width, rows));

        bool IsKnown(int row) => Targets.AsSpan(row * outputs, outputs) is var own && several.Count > 0
            ? own.ContainsAnyInRange(float.MinValue, float.MaxValue) : !own.ContainsAnyExceptInRange(float.MinValue, float.MaxValue);
    }
}
