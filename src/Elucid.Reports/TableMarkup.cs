using System.Globalization;

namespace Elucid.Reports;

/// <summary>Tables and lists of terms as a page has them.</summary>
internal static class TableMarkup
{
    public static void WriteTerms(MarkupWriter page, IEnumerable<ReportNote> notes)
    {
        page.Open("dl", ("class", "terms"));
        foreach (ReportNote note in notes)
            page.Open("div").Element("dt", note.Term).Element("dd", note.Text).Close();
        page.Close();
    }

    public static void WriteTable(MarkupWriter page, ReportTable table, bool isSortable, string? id = null)
    {
        page.Open("div", ("class", "table"), ("id", id));
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", table.Caption));
        page.Open("table", ("data-sortable", isSortable ? "true" : null),
            ("data-filters", table.Filters.Count > 0 ? Joined(table.Filters) : null));
        page.Open("caption").Element("strong", table.Caption);
        if (table.Explanation.Length > 0)
            page.Element("span", table.Explanation);
        page.Close();
        if (table.Columns.Any(c => c.Header.Length > 0))
        {
            page.Open("thead").Open("tr");
            foreach (ReportColumn column in table.Columns)
            {
                page.Element("th", column.Header, ("scope", "col"), ("class", Class(column)),
                    ("title", column.Explanation.Length > 0 ? column.Explanation : null));
            }
            page.Close().Close();
        }
        page.Open("tbody");
        foreach (ReportRow row in table.Rows)
            WriteRow(page, table.Columns, row);
        page.Close();
        if (table.Footer.Count > 0)
        {
            page.Open("tfoot");
            foreach (ReportRow row in table.Footer)
                WriteRow(page, table.Columns, row);
            page.Close();
        }
        page.Close().Close();
        if (isSortable)
            page.Element("p", "The table goes on to the right: scroll or swipe sideways.", ("class", "sideways"));

        ReportColumn[] explained = [.. table.Columns.Where(c => c.Explanation.Length > 0)];
        if (explained.Length > 0)
        {
            page.Open("details").Element("summary", "What the columns say");
            WriteTerms(page, explained.Select(c => new ReportNote(c.Header, c.Explanation)));
            page.Close();
        }
        page.Close();
    }

    static void WriteRow(MarkupWriter page, IReadOnlyList<ReportColumn> columns, ReportRow row)
    {
        page.Open("tr", ("class", row.IsBaseline ? "baseline" : null), ("data-tags", row.Tags.Count > 0 ? Joined(row.Tags) : null));
        for (int i = 0; i < columns.Count; i++)
        {
            ReportCell cell = row.Cells[i];
            string? key = cell.SortKey is double value && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : null;
            if (i == 0)
                page.Open("th", ("scope", "row"), ("data-key", key));
            else
                page.Open("td", ("class", Class(columns[i])), ("data-key", key));
            if (i == 0 && row.Style is SeriesStyle style)
                WriteSwatch(page, style);
            WriteText(page, cell);
            if (i == 0 && row.IsBaseline)
                page.Element("span", "baseline", ("class", "tag"));
            if (cell.Detail.Length > 0)
                page.Element("small", cell.Detail, ("class", cell.Tone == CellTone.Failed ? "failed" : null));
            page.Close();
        }
        page.Close();
    }

    /// <summary>The text of a cell with its emphasis, and the way that it leads.</summary>
    public static void WriteText(MarkupWriter page, ReportCell cell)
    {
        if (cell.Place is { } place)
            page.Open("a", ("href", "#" + place));
        string? tone = cell.Tone switch { CellTone.Best => "best", CellTone.Failed => "failed", _ => null };
        // Most cells have no tone, and pages have many cells.
        if (tone is null)
            page.Text(cell.Text);
        else
            page.Element(tone == "best" ? "strong" : "span", cell.Text, ("class", tone));
        if (cell.Place is not null)
            page.Close();
    }

    // The script takes them apart at the bars.
    static string Joined(IEnumerable<string> words) => string.Join('|', words.Select(word => word.Replace('|', '/')));

    // A piece of the activation's curve: the key to the charts.
    static void WriteSwatch(MarkupWriter page, SeriesStyle style)
    {
        page.Open("svg", ("class", "swatch"), ("viewBox", "0 0 20 8"), ("width", "20"), ("height", "8"), ("aria-hidden", "true"));
        new SvgCanvas(page).Line([new(1, 4), new(19, 4)], style.Color, style.LineWidth + 0.6, style.Dash);
        page.Close();
    }

    static string? Class(ReportColumn column) => column.Alignment == ColumnAlignment.End ? "number" : null;
}
