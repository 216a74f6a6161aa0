using System.Globalization;

namespace Elucid.Reports;

/// <summary>
/// Turns a <see cref="ReportModel"/> into one HTML file that needs nothing else: no network, no script for reading. It is also well-formed XML,
/// follows the reader's light or dark setting, and prints. The same model gives the same text.
/// </summary>
public static class ReportPage
{
    // The page may load nothing at all, whatever a name in it contains.
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>The whole page.</summary>
    public static string Render(ReportModel model)
    {
        var page = new MarkupWriter();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead(page, model);
        page.Open("body");
        page.Element("a", "Skip to the results", ("class", "skip"), ("href", "#results"));
        WriteHeader(page, model);
        page.Open("main");
        WriteNavigation(page, model);
        WriteSummary(page, model);
        WriteSections(page, model.Sections);
        WriteReproduction(page, model);
        WriteNotes(page, model.Notes);
        page.Close();
        if (model.Footer.Length > 0)
            page.Element("footer", model.Footer);
        page.Open("script").Raw("\n" + Assets.Text("report.js")).Close();
        page.Close().Close();
        return page.Finish();
    }

    static void WriteHead(MarkupWriter page, ReportModel model)
    {
        string light = Palette.Variables(ChartTheme.Light), dark = Palette.Variables(ChartTheme.Dark);
        page.Open("head");
        page.Void("meta", ("charset", "utf-8"));
        page.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        page.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        page.Element("title", model.Title);
        page.Open("style").Raw($$"""

            :root { color-scheme: light; {{light}} }
            @media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; {{dark}} } }
            @media screen { :root[data-theme="dark"] { color-scheme: dark; {{dark}} } }
            {{Palette.Classes()}}
            {{Assets.Text("report.css")}}
            """).Close();
        page.Close();
    }

    static void WriteHeader(MarkupWriter page, ReportModel model)
    {
        page.Open("header");
        page.Open("div", ("class", "bar")).Element("span", "Elucid · study report", ("class", "kicker"));
        page.Element("button", "Light / dark", ("type", "button"), ("id", "theme"), ("hidden", "hidden")).Close();
        page.Element("h1", model.Title);
        page.Element("p", model.Conclusion, ("class", "conclusion"));
        if (model.Notice.Length > 0)
            page.Element("p", model.Notice, ("class", "notice"), ("role", "note"));
        if (model.Facts.Count > 0)
        {
            page.Open("dl", ("class", "facts"));
            foreach (ReportFact fact in model.Facts)
            {
                page.Open("div").Element("dt", fact.Label).Element("dd", fact.Value);
                if (fact.Detail.Length > 0)
                    page.Element("dd", fact.Detail, ("class", "detail"));
                page.Close();
            }
            page.Close();
        }
        page.Close();
    }

    static void WriteSummary(MarkupWriter page, ReportModel model)
    {
        page.Open("section", ("id", "results"));
        if (model.Results is { } results)
            WriteTable(page, results, isSortable: true);
        if (model.Comparisons is { } comparisons)
            WriteTable(page, comparisons, isSortable: true, id: "differences");
        page.Close();
    }

    static IEnumerable<ReportTable> Optional(ReportTable? table) => table is null ? [] : [table];

    static void WriteSections(MarkupWriter page, IReadOnlyList<ReportSection> sections)
    {
        for (int i = 0; i < sections.Count; i++)
            WriteSection(page, sections[i], IdOf(i));
    }

    static string IdOf(int section) => "section-" + (section + 1).ToString(CultureInfo.InvariantCulture);

    static void WriteNavigation(MarkupWriter page, ReportModel model)
    {
        (string Text, string Id)[] places =
        [
            .. Optional(model.Results).Select(_ => ("Results", "results")),
            .. Optional(model.Comparisons).Select(_ => ("Differences", "differences")),
            .. model.Sections.Select((s, i) => (s.Heading, IdOf(i))),
            .. HasReproduction(model) ? [("Settings", "reproduce")] : Array.Empty<(string, string)>(),
            .. model.Notes.Count > 0 ? [("What the words mean", "notes")] : Array.Empty<(string, string)>(),
        ];
        if (places.Length < 2)
            return;
        page.Open("nav", ("aria-label", "On this page")).Open("ul");
        foreach ((string text, string id) in places)
            page.Open("li").Element("a", text, ("href", "#" + id)).Close();
        page.Close().Close();
    }

    static bool HasReproduction(ReportModel model) => model.Command.Length > 0 || model.Settings.Count > 0;

    static void WriteSection(MarkupWriter page, ReportSection section, string id)
    {
        (string layout, ChartSize size) = section.Layout switch
        {
            ChartLayout.Pairs => ("pairs", ChartSize.Half),
            ChartLayout.Multiples => ("multiples", ChartSize.Small),
            _ => ("wide", ChartSize.Wide),
        };
        page.Open("section", ("id", id));
        page.Element("h2", section.Heading);
        if (section.Explanation.Length > 0)
            page.Element("p", section.Explanation, ("class", "explanation"));
        page.Open("div", ("class", "charts " + layout));
        foreach (Chart chart in section.Charts)
        {
            page.Open("figure", ("data-x", chart.X.Label));
            page.Open("figcaption").Element("strong", chart.Title);
            if (chart.Caption.Length > 0)
                page.Element("span", chart.Caption);
            page.Close();
            page.Open("div", ("class", "drawing"));
            ChartRenderer.WriteSvg(page, chart, size, isDocument: false);
            page.Close();
            // A wide drawing shrunk to a phone cannot be read: there another takes its place, laid out for it.
            if (size.Width > ChartSize.Narrow.Width)
            {
                page.Open("div", ("class", "drawing narrow"));
                ChartRenderer.WriteSvg(page, chart, ChartSize.Narrow, isDocument: false);
                page.Close();
            }
            page.Close();
        }
        page.Close().Close();
    }

    static void WriteReproduction(MarkupWriter page, ReportModel model)
    {
        if (!HasReproduction(model))
            return;
        page.Open("section", ("id", "reproduce"));
        page.Element("h2", "How to get the same numbers again");
        if (model.Command.Length > 0)
            page.Open("pre").Element("code", model.Command).Close();
        page.Open("div", ("class", "settings"));
        foreach (ReportTable table in model.Settings)
            WriteTable(page, table, isSortable: false);
        page.Close().Close();
    }

    static void WriteNotes(MarkupWriter page, IReadOnlyList<ReportNote> notes)
    {
        if (notes.Count == 0)
            return;
        page.Open("section", ("id", "notes"));
        page.Element("h2", "What the words mean");
        WriteTerms(page, notes);
        page.Close();
    }

    static void WriteTerms(MarkupWriter page, IEnumerable<ReportNote> notes)
    {
        page.Open("dl", ("class", "terms"));
        foreach (ReportNote note in notes)
            page.Open("div").Element("dt", note.Term).Element("dd", note.Text).Close();
        page.Close();
    }

    static void WriteTable(MarkupWriter page, ReportTable table, bool isSortable, string? id = null)
    {
        page.Open("div", ("class", "table"), ("id", id));
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", table.Caption));
        page.Open("table", ("data-sortable", isSortable ? "true" : null));
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
        page.Open("tr", ("class", row.IsBaseline ? "baseline" : null));
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
            string? tone = cell.Tone switch { CellTone.Best => "best", CellTone.Failed => "failed", _ => null };
            page.Element(tone == "best" ? "strong" : "span", cell.Text, ("class", tone));
            if (i == 0 && row.IsBaseline)
                page.Element("span", "baseline", ("class", "tag"));
            if (cell.Detail.Length > 0)
                page.Element("small", cell.Detail, ("class", tone == "failed" ? tone : null));
            page.Close();
        }
        page.Close();
    }

    // A piece of the activation's curve: the key to the charts.
    static void WriteSwatch(MarkupWriter page, SeriesStyle style)
    {
        page.Open("svg", ("class", "swatch"), ("viewBox", "0 0 20 8"), ("width", "20"), ("height", "8"), ("aria-hidden", "true"));
        new SvgCanvas(page).Line([new(1, 4), new(19, 4)], style.Color, style.LineWidth + 0.6, style.Dash);
        page.Close();
    }

    static string? Class(ReportColumn column) => column.Alignment == ColumnAlignment.End ? "number" : null;
}
