using Elucid.Lab.Reports;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Draws the laboratory's tables in a terminal.</summary>
internal static class Tables
{
    public static Table Of(ReportTable source)
    {
        Table table = new Table().Title(Markup.Escape(source.Caption)).Border(TableBorder.Simple);
        foreach (ReportColumn column in source.Columns)
            table.AddColumn(new TableColumn(new Markup($"[grey]{Markup.Escape(column.Header)}[/]"))
            {
                Alignment = column.Alignment == ColumnAlignment.End ? Justify.Right : Justify.Left,
                NoWrap = false,
            });
        foreach (ReportRow row in source.Rows)
            table.AddRow([.. row.Cells.Select((cell, i) => new Markup(CellMarkup(cell, i == 0 && row.IsBaseline)))]);
        return table;
    }

    static string CellMarkup(ReportCell cell, bool isBaseline)
    {
        string text = Markup.Escape(cell.Text);
        text = cell.Tone switch
        {
            CellTone.Best => $"[bold green]{text}[/]",
            CellTone.Failed => $"[red]{text}[/]",
            _ => text,
        };
        if (isBaseline)
            text += " [grey](baseline)[/]";
        return cell.Detail.Length == 0 ? text : $"{text}\n[grey]{Markup.Escape(cell.Detail)}[/]";
    }
}
