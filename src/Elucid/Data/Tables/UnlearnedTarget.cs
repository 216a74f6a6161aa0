namespace Elucid;

/// <summary>What stands beside rows that are learned without answers: nothing, or a column that says what kind each is of.</summary>
internal sealed class UnlearnedTarget : TargetColumn
{
    readonly LearningTask _task;
    readonly string[] _kinds;
    readonly Dictionary<string, int> _labels;

    UnlearnedTarget(LearningTask task, string[] kinds) =>
        (_task, _kinds, _labels) = (task, kinds, kinds.Index().ToDictionary(kind => kind.Item, kind => kind.Index));

    /// <summary>What is learned of rows beside which nothing stands, or a column; one with more values than classes can have says nothing.</summary>
    public static UnlearnedTarget Of(LearningTask task, ColumnScan? scan) => new(task, scan is null || scan.TooMany ? [] : scan.Texts());

    public override LearningTask Task => _task;

    public override string Kind => "category";

    public override IReadOnlyList<string> ClassNames => _kinds;

    public override MissingMark Missing => MissingMark.Certain;

    public override string Description => $"not learned, {_kinds.Length} kinds: {Excerpt.Of(_kinds, most: 4)}";

    public override bool IsLearned => false;

    public override bool TryRead(ReadOnlySpan<char> field, out float value)
    {
        value = _labels.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(field, out int label) ? label
            : field.IsEmpty ? Unlabeled.Unsaid : -1;
        return true;
    }

    public override Answers ToAnswers(float[] values, CsvSchema schema) => new Unlabeled(
        _task, values.Length, schema.FeatureNames, _kinds.Length == 0 ? null : [.. values.Select(label => (int)label)], _kinds);
}
