using Elucid.Reports;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Draws the laboratory's tables in a terminal.</summary>
internal static class Tables
{
    // What the simple border puts around the text of a column.
    const int Padding = 3;

    // Longer texts are sentences: they may wrap.
    const int LongestNumber = 32;

    const string Baseline = " (baseline)";

    /// <summary>
    /// Writes a table. One that is too wide for the terminal becomes several, one below the other, each with the names of the rows: squeezed
    /// columns would break names and numbers in the middle.
    /// </summary>
    public static void Write(ReportTable source, IAnsiConsole console)
    {
        int[] widths = [.. source.Columns.Select((column, i) => Padding + WidthOf(source, i))];
        foreach (int[] part in Parts(widths, console.Profile.Width - Padding))
            console.Write(Part(source, part));
    }

    static int WidthOf(ReportTable source, int column)
    {
        int header = source.Columns[column].Header.Length;
        int cells = source.Rows.Concat(source.Footer).Select(row => Math.Max(TextOf(row, column).Length, row.Cells[column].Detail.Length))
            .DefaultIfEmpty(0).Max();
        return Math.Max(header, Math.Min(cells, LongestNumber));
    }

    static IEnumerable<int[]> Parts(int[] widths, int available)
    {
        List<int> part = [0];
        foreach (int column in Enumerable.Range(1, widths.Length - 1))
        {
            if (part.Count > 1 && part.Sum(c => widths[c]) + widths[column] > available)
            {
                yield return [.. part];
                part = [0];
            }
            part.Add(column);
        }
        yield return [.. part];
    }

    static Table Part(ReportTable source, int[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        if (source.Caption.Length > 0)
            table.Title(Markup.Escape(source.Caption));
        foreach (ReportColumn column in columns.Select(i => source.Columns[i]))
            table.AddColumn(new TableColumn(new Markup($"[grey]{Markup.Escape(column.Header)}[/]"))
            {
                Alignment = column.Alignment == ColumnAlignment.End ? Justify.Right : Justify.Left,
            });
        foreach (ReportRow row in source.Rows)
            table.AddRow([.. columns.Select(i => new Markup(CellMarkup(row, i)))]);
        foreach (ReportRow row in source.Footer)
            table.AddRow([.. columns.Select(i => new Markup($"[grey]{CellMarkup(row, i)}[/]"))]);
        return table;
    }

    static string TextOf(ReportRow row, int column) => row.Cells[column].Text + (IsBaselineName(row, column) ? Baseline : "");

    static bool IsBaselineName(ReportRow row, int column) => column == 0 && row.IsBaseline;

    static string CellMarkup(ReportRow row, int column)
    {
        ReportCell cell = row.Cells[column];
        string text = Markup.Escape(cell.Text);
        text = cell.Tone switch
        {
            CellTone.Best => $"[bold green]{text}[/]",
            CellTone.Failed => $"[red]{text}[/]",
            _ => text,
        };
        if (IsBaselineName(row, column))
            text += $"[grey]{Baseline}[/]";
        return cell.Detail.Length == 0 ? text : $"{text}\n[grey]{Markup.Escape(cell.Detail)}[/]";
    }
}
