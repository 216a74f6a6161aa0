namespace Elucid;

/// <summary>How the columns of a table become features and targets: what a model must remember to read new rows.</summary>
/// <param name="Columns">The feature columns, in the order of the features.</param>
/// <param name="Target">The column to predict; empty where there is none, and the names of all with commas where there are several.</param>
/// <param name="Task">What is learned.</param>
/// <param name="ClassNames">The values of the target that are classes, in the order of the labels; empty where there are none.</param>
/// <param name="Missing">What to do with missing values.</param>
/// <param name="Separator">What separates fields.</param>
public sealed record CsvSchema(
    IReadOnlyList<Column> Columns, string Target, LearningTask Task, IReadOnlyList<string> ClassNames, MissingValues Missing, char Separator = ',')
{
    /// <summary>What to do with categories that are not among <see cref="Columns"/>.</summary>
    public UnseenValues Unseen { get; init; }

    /// <summary>
    /// What was subtracted from the target's numbers so that float32 can tell them apart, and must be added to what a network says; 0 for most.
    /// </summary>
    public double TargetOffset { get; init; }

    /// <summary>The columns to predict where there are several (<see cref="LearningTask.Several"/>); else empty.</summary>
    public IReadOnlyList<TargetInfo> SeveralTargets { get; init; } = [];

    /// <summary>What a network's answer is before <see cref="TargetOffset"/> is added to it: <c>price</c>, or <c>time - 1700000000</c>.</summary>
    public string AnswerName => TargetOffset == 0 ? Target : NumericColumn.NameWithout(Target, TargetOffset);

    /// <summary>The marks of missing values that were asked for; null for the usual ones.</summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }

    /// <summary>How the target's numbers are written; null for classes, and for plain numbers.</summary>
    internal NumericColumn? TargetNumbers { get; init; }

    /// <summary>The number of features of a row.</summary>
    public int FeatureCount => Columns.Sum(column => column.Width);

    /// <summary>The features' names: the column's, or <c>column=value</c> for a category.</summary>
    public IReadOnlyList<string> FeatureNames => [.. Columns.SelectMany(column => column.FeatureNames)];

    /// <summary>The label of a field of the target's column, or its number less <see cref="TargetOffset"/>; NaN where it is none that is known. Of
    /// rows that are learned without answers, a value that training did not see is −1.</summary>
    internal float TargetOf(ReadOnlySpan<char> field) => Task.IsOfRows() ? field.IsEmpty ? float.NaN : LabelOf(field, ClassNames)
        : AnswerOf(new TargetInfo(Target, ClassNames) { Offset = TargetOffset, Numbers = TargetNumbers }, field);

    /// <summary>The columns of the answers, whether there is one or several.</summary>
    internal IReadOnlyList<string> AnswerColumns => SeveralTargets.Count > 0 ? [.. SeveralTargets.Select(target => target.Name)] : [Target];

    /// <summary>The answer to a target that a field of one of <see cref="AnswerColumns"/> holds; NaN where it is none that is known.</summary>
    internal float AnswerOf(int target, ReadOnlySpan<char> field) =>
        SeveralTargets.Count > 0 ? AnswerOf(SeveralTargets[target], field) : TargetOf(field);

    static float AnswerOf(TargetInfo target, ReadOnlySpan<char> field)
    {
        if (target.IsOfClasses)
            return LabelOf(field, target.ClassNames) is >= 0 and int label ? label : float.NaN;
        float number = float.NaN;
        (target.Numbers ?? new NumericColumn(target.Name, target.Offset)).Encode(field, new Span<float>(ref number));
        return number;
    }

    // 1, 01 and 1.0 are one class where classes are numbers.
    static int LabelOf(ReadOnlySpan<char> field, IReadOnlyList<string> classes)
    {
        for (int label = 0; label < classes.Count; label++)
            if (field.SequenceEqual(classes[label]))
                return label;
        if (NumberFormat.Plain.TryParse(field, out double number))
            for (int label = 0; label < classes.Count; label++)
                if (NumberFormat.Plain.TryParse(classes[label], out double known) && known == number)
                    return label;
        return -1;
    }

    /// <summary>Whether a missing value is an error.</summary>
    internal bool RefusesMissing => Missing is MissingValues.Refuse or MissingValues.Drop;

    /// <summary>Whether a value of the column that training did not see is taken for an unknown one.</summary>
    internal bool TakesUnseen(Column column) => Unseen == UnseenValues.Other && column is CategoryColumn;

    /// <summary>The schema whose missing values become the means that a standardizer measured on the training rows: the one to store with a
    /// model.</summary>
    /// <exception cref="ArgumentException">The scales are those of another number of features.</exception>
    public CsvSchema FilledWith(ColumnScales scales)
    {
        if (scales.Means.Length != FeatureCount)
            throw new ArgumentException(
                $"Expected the scales of {FeatureCount} features, but got {scales.Means.Length}. Use the standardizer that was fitted "
                + "on this table.");
        List<Column> columns = [];
        int feature = 0;
        foreach (Column column in Columns)
        {
            columns.Add(column.With(scales.Means.Slice(feature, column.ValueWidth), column.HasIndicator));
            feature += column.Width;
        }
        return this with { Columns = columns };
    }

    /// <summary>The schema as JSON, to be stored with a model; <see cref="FromJson"/> reads it.</summary>
    public string ToJson() => CsvSchemaJson.Write(this);

    /// <summary>A schema that was stored.</summary>
    /// <exception cref="DataFormatException">The text is not what <see cref="ToJson"/> writes.</exception>
    public static CsvSchema FromJson(string json) => CsvSchemaJson.Read(json);
}
