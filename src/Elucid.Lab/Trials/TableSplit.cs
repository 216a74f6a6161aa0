using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How the rows of a table become training and test data.</summary>
public enum TableSplit
{
    /// <summary>At random, as nothing else was asked for: where a column looks like a time, the user is told.</summary>
    Unasked,

    /// <summary>At random.</summary>
    Random,

    /// <summary>The last rows in the order of time are test data.</summary>
    Time,
}

/// <summary>Reads a table for a split.</summary>
internal static class TableSplits
{
    /// <summary>The data, and what the user should know of it.</summary>
    /// <exception cref="ArgumentException">A time column contradicts a random split, or several columns look like times and none is
    /// named.</exception>
    /// <exception cref="DataFormatException">The table cannot be used, or cannot be divided so.</exception>
    public static StudyData Read(string path, CsvOptions csv, TableSplit split, string? test, out IReadOnlyList<string> notes)
    {
        if (csv.Time is not null && split == TableSplit.Random)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(CsvOptions.Time))} and {Spelling.Of(nameof(TableSplit.Random))} contradict each other: the one orders rows by "
                    + $"a column, the other draws them. Use one of them.");
        if (test is not null && (csv.Time is not null || split != TableSplit.Unasked))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(DataRequest.Test))} contradicts {Spelling.Of(nameof(TableSplit.Time))}, "
                    + $"{Spelling.Of(nameof(TableSplit.Random))} and {Spelling.Of(nameof(CsvOptions.Time))}: the one brings test rows of "
                    + "its own, the others hold rows out. Use one of them.");
        bool isByTime = split == TableSplit.Time || csv.Time is not null;
        (CsvTable? held, StreamedTable? streamed) = CsvReader.ReadOrStream(path, csv);
        if (streamed is not null)
            return Streamed(streamed, isByTime || test is not null, out notes);
        CsvTable table = held!;
        List<string> said = [];
        if (isByTime && csv.Time is null)
        {
            if (table.TimeColumns is [_, _, ..])
                throw new ArgumentException(
                    $"{Spelling.Of(nameof(TableSplit.Time))}: expected one column that looks like a time, but there are "
                        + $"{string.Join(", ", table.TimeColumns)}. Name the one that orders the rows with "
                        + $"{Spelling.Of(nameof(CsvOptions.Time), "COLUMN")}.");
            csv = csv with { Time = table.TimeColumns is [var only] ? only : null };
            said.Add(csv.Time is null
                ? $"No column looks like a time: the rows are taken to stand in the order of time already. Use "
                    + $"{Spelling.Of(nameof(CsvOptions.Time), "COLUMN")} if one tells it."
                : $"{csv.Time}: taken for the time that orders the rows. Use {Spelling.Of(nameof(CsvOptions.Time), "COLUMN")} to overrule.");
            if (csv.Time is not null)
                table = CsvReader.Read(path, csv);
        }
        if (test is not null)
        {
            NewRows rows = CsvReader.ReadRows(test, table.Schema);
            Dataset judging = rows.ToDataset(test, table.Schema);
            int all = rows.Features.Length / table.Schema.FeatureCount, unanswered = all - judging.Count;
            notes = unanswered == 0 ? table.Notes
                : [.. table.Notes, $"{unanswered:N0} of {all:N0} rows of '{test}' have no '{table.Schema.Target}' and were left out."];
            return StudyData.TableWithTest(table, judging);
        }
        StudyData data = isByTime ? StudyData.TableByTime(table, csv.Time) : StudyData.Table(table);
        if (isByTime)
            said.Add($"Split: {data.SplitRule}.");
        else if (split == TableSplit.Unasked && table.TimeColumns.Count > 0)
            said.Add($"{string.Join(", ", table.TimeColumns)}: {(table.TimeColumns.Count == 1 ? "looks like a time" : "look like times")}, but test "
                + $"rows are drawn at random. Where rows follow one another, a network then learns from "
                + $"what came after them: use {Spelling.Of(nameof(TableSplit.Time))} to test on the last fifth, or "
                + $"{Spelling.Of(nameof(TableSplit.Random))} if they do not.");
        notes = [.. table.Notes, .. said];
        return data;
    }

    static StudyData Streamed(StreamedTable table, bool isDividedOtherwise, out IReadOnlyList<string> notes)
    {
        if (isDividedOtherwise)
            throw new ArgumentException(
                $"'{table.Name}' does not fit into memory, and the rows of such tables are divided at random: leave out "
                    + $"{Spelling.Of(nameof(TableSplit.Time))}, {Spelling.Of(nameof(CsvOptions.Time))} and "
                    + $"{Spelling.Of(nameof(DataRequest.Test))}, or "
                    + "take fewer rows.");
        StudyData data = StudyData.Streamed(table);
        notes =
        [
            .. table.Notes,
            $"Its {Format.Count(table.Count)} rows do not fit into memory with room to train. They are in a temporary file "
                + $"({Format.Count(table.Bytes / 1_000_000)} MB) and pass through memory in parts; test and validation rows are few, and baselines "
                + $"and pictures rest "
                + "on a part of the training rows.",
        ];
        return data;
    }
}
