namespace Elucid;

/// <summary>A table as a dataset.</summary>
/// <param name="Dataset">The rows.</param>
/// <param name="Schema">How columns became features: store it with a model to read new rows alike.</param>
/// <param name="Summary">What became of every column, to be looked at before training.</param>
/// <param name="Notes">What was guessed or looks wrong, in sentences that say how to overrule it.</param>
public sealed record CsvTable(Dataset Dataset, CsvSchema Schema, TableSummary Summary, IReadOnlyList<string> Notes)
{
    /// <summary>The columns that look like times: dates, years, unix times. Where rows follow one another, they are better not split at random
    /// (<see cref="CsvOptions.Time"/>).</summary>
    public IReadOnlyList<string> TimeColumns { get; init; } = [];
}
