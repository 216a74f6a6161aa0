namespace Elucid;

/// <summary>Series that were read from a table.</summary>
public sealed class SeriesTable
{
    internal SeriesTable(string name, SeriesSchema schema, IReadOnlyList<ValueSeries> series, IReadOnlyList<string> notes) =>
        (Name, Schema, Series, Notes) = (name, schema, series, notes);

    /// <summary>What reports call it: the file's name without its extension.</summary>
    public string Name { get; }

    /// <summary>How it was read, and how forecasts see it.</summary>
    public SeriesSchema Schema { get; }

    /// <summary>The series, in the order of their first rows.</summary>
    public IReadOnlyList<ValueSeries> Series { get; }

    /// <summary>What was found and guessed, in sentences that say how to overrule it.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Where the data come from and under which licence; empty if unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>The table in which every series ends before a step: what was known then. Series that begin later are left out.</summary>
    internal SeriesTable Before(long end) => new(
        Name, Schema, [.. Series.Where(series => series.First < end).Select(series => series.End <= end ? series : series.Before(end))], Notes)
    {
        Source = Source,
    };
}
