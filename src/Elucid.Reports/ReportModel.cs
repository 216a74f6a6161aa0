namespace Elucid.Reports;

/// <summary>All that a report says, free of markup: <see cref="ReportPage"/> makes the page. Texts are plain text.</summary>
public sealed record ReportModel
{
    /// <summary>The heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of page it is, in small letters above the heading.</summary>
    public string Kind { get; init; } = "study report";

    /// <summary>One sentence in plain words: who wins, or that the data cannot tell.</summary>
    public required string Conclusion { get; init; }

    /// <summary>What it means for the reader, question by question; none by default.</summary>
    public IReadOnlyList<ReportNote> Answers { get; init; } = [];

    /// <summary>What must be known before reading on, such as "Partial: 37 of 80 trials finished."; empty by default.</summary>
    public string Notice { get; init; } = "";

    /// <summary>A few numbers at the top: data, network, trials, time.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The ranked table; none by default.</summary>
    public ReportTable? Results { get; init; }

    /// <summary>The statistics of each pair; none by default.</summary>
    public ReportTable? Comparisons { get; init; }

    /// <summary>The charts with their explanations.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>Settings, environment, seeds.</summary>
    public IReadOnlyList<ReportTable> Settings { get; init; } = [];

    /// <summary>The command line that makes this report again; empty by default.</summary>
    public string Command { get; init; } = "";

    /// <summary>Each statistic in plain words.</summary>
    public IReadOnlyList<ReportNote> Notes { get; init; } = [];

    /// <summary>Who wrote it and when, at the foot of the page; empty by default.</summary>
    public string Footer { get; init; } = "";
}

/// <summary>A number that is worth large letters.</summary>
/// <param name="Label">What it counts.</param>
/// <param name="Value">The number with its unit.</param>
/// <param name="Detail">A few words more; empty by default.</param>
public sealed record ReportFact(string Label, string Value, string Detail = "");

/// <summary>A term and its meaning.</summary>
/// <param name="Term">The term as the tables use it.</param>
/// <param name="Text">The meaning, for a reader who does not know it yet.</param>
public sealed record ReportNote(string Term, string Text);

/// <summary>How the charts of a section share the page's width.</summary>
public enum ChartLayout
{
    /// <summary>One below the other.</summary>
    Wide,

    /// <summary>Two in a row.</summary>
    Pairs,

    /// <summary>Three small ones in a row, for multiples of the same chart.</summary>
    Multiples,
}

/// <summary>A question, what to look for, and what answers it: charts, tables, terms.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Explanation">What the charts show and how a student reads them.</param>
/// <param name="Charts">The charts.</param>
/// <param name="Layout">Their arrangement.</param>
public sealed record ReportSection(string Heading, string Explanation, IReadOnlyList<Chart> Charts, ChartLayout Layout = ChartLayout.Wide)
{
    /// <summary>The name of its place on the page, for <see cref="ReportCell.Place"/>; a number by default.</summary>
    public string? Place { get; init; }

    /// <summary>Whether it is a part of the section before it: a smaller heading, and none of the page's list of sections.</summary>
    public bool IsPart { get; init; }

    /// <summary>A few words in small letters above the heading; empty by default.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The answer in a few words, below the heading; none by default.</summary>
    public ReportCell? Verdict { get; init; }

    /// <summary>Tables below the charts.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Terms and what is to be said of them, below the tables.</summary>
    public IReadOnlyList<ReportNote> Notes { get; init; } = [];

    /// <summary>What stands folded at its end, for those who want to know exactly.</summary>
    public IReadOnlyList<ReportDetail> Details { get; init; } = [];
}

/// <summary>What a page folds away until it is asked for; on paper it is left out.</summary>
/// <param name="Summary">What it holds.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Command">A command line; empty for none.</param>
public sealed record ReportDetail(string Summary, IReadOnlyList<ReportTable> Tables, string Command = "");

/// <summary>A table.</summary>
public sealed record ReportTable
{
    /// <summary>A table whose rows fit its columns.</summary>
    /// <param name="caption">Its heading.</param>
    /// <param name="columns">The columns; the first one names the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">A row has not one cell for each column.</exception>
    public ReportTable(string caption, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportRow> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Cells.Count != columns.Count)
            {
                throw new ArgumentException($"Table '{caption}': expected {columns.Count} cells in row {i}, one for each column, "
                    + $"but got {rows[i].Cells.Count}.", nameof(rows));
            }
        }
        (Caption, Columns, Rows) = (caption, columns, rows);
    }

    /// <summary>Its heading.</summary>
    public string Caption { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ReportRow> Rows { get; }

    /// <summary>Rows that stand below the others whatever these are sorted by: what they are measured against. None by default.</summary>
    public IReadOnlyList<ReportRow> Footer { get; init; } = [];

    /// <summary>A sentence below the heading; empty by default.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>By what readers may choose among the rows, such as "area": each row has a tag for each of them. None by default.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>A table of names and values, without column headings: settings, environment.</summary>
    public static ReportTable OfPairs(string caption, params IEnumerable<(string Name, string Value)> pairs) =>
        new(caption, [new(""), new("")], [.. pairs.Select(p => new ReportRow(p.Name, p.Value))]);
}

/// <summary>Where the text of a column stands.</summary>
public enum ColumnAlignment
{
    /// <summary>At the left.</summary>
    Start,

    /// <summary>At the right, in figures of equal width, as numbers want it.</summary>
    End,
}

/// <summary>One column of a table.</summary>
/// <param name="Header">The heading; where all are empty the table has no heading row.</param>
/// <param name="Explanation">What the numbers mean, shown as a tooltip and below the table; empty by default.</param>
/// <param name="Alignment">Where the text stands.</param>
public sealed record ReportColumn(string Header, string Explanation = "", ColumnAlignment Alignment = ColumnAlignment.Start);

/// <summary>One row of a table.</summary>
/// <param name="Cells">One for each column.</param>
public sealed record ReportRow(params IReadOnlyList<ReportCell> Cells)
{
    /// <summary>Whether the others are compared with this row. False by default.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>What the row is by each of <see cref="ReportTable.Filters"/>; none by default.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The colour that the row has in the charts; none by default.</summary>
    public SeriesStyle? Style { get; init; }
}

/// <summary>How a cell is emphasised.</summary>
public enum CellTone
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>The best of its column.</summary>
    Best,

    /// <summary>A failure: a diverged run, a rate that was not safe.</summary>
    Failed,
}

/// <summary>One cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Tone">Its emphasis.</param>
/// <param name="Detail">A second, smaller line ("2 of 10 diverged"); empty by default.</param>
/// <param name="SortKey">The number by which a click on the heading sorts; the text by default.</param>
public sealed record ReportCell(string Text, CellTone Tone = CellTone.Plain, string Detail = "", double? SortKey = null)
{
    /// <summary>The place on the page that the text leads to (<see cref="ReportSection.Place"/>); none by default.</summary>
    public string? Place { get; init; }

    /// <summary>A cell without emphasis.</summary>
    public static implicit operator ReportCell(string text) => new(text);
}
