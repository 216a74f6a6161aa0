namespace Elucid.Reports;

/// <summary>A section of a page: heading, charts, tables, terms, and what is folded away.</summary>
internal static class SectionMarkup
{
    /// <summary>Writes a section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="section">What it says and shows.</param>
    /// <param name="id">The name of its place.</param>
    public static void Write(MarkupWriter page, ReportSection section, string id)
    {
        page.Open("section", ("id", id), ("class", section.IsPart ? "part" : null));
        if (section.Kind.Length > 0)
            page.Element("span", section.Kind, ("class", "kicker"));
        page.Element(section.IsPart ? "h3" : "h2", section.Heading);
        if (section.Verdict is { } verdict)
        {
            page.Open("p", ("class", "verdict"));
            TableMarkup.WriteText(page, verdict);
            if (verdict.Detail.Length > 0)
                page.Element("span", verdict.Detail, ("class", "detail"));
            page.Close();
        }
        if (section.Explanation.Length > 0)
            page.Element("p", section.Explanation, ("class", "explanation"));
        if (section.Charts.Count > 0)
            WriteCharts(page, section);
        foreach (ReportTable table in section.Tables)
            TableMarkup.WriteTable(page, table, isSortable: false);
        if (section.Notes.Count > 0)
            TableMarkup.WriteTerms(page, section.Notes);
        foreach (ReportDetail detail in section.Details)
            WriteDetail(page, detail);
        page.Close();
    }

    static void WriteDetail(MarkupWriter page, ReportDetail detail)
    {
        page.Open("details", ("class", "more")).Element("summary", detail.Summary);
        if (detail.Command.Length > 0)
            page.Open("pre").Element("code", detail.Command).Close();
        page.Open("div", ("class", "settings"));
        foreach (ReportTable table in detail.Tables)
            TableMarkup.WriteTable(page, table, isSortable: false);
        page.Close().Close();
    }

    static void WriteCharts(MarkupWriter page, ReportSection section)
    {
        (string layout, ChartSize size) = section.Layout switch
        {
            ChartLayout.Pairs => ("pairs", ChartSize.Half),
            ChartLayout.Multiples => ("multiples", ChartSize.Small),
            _ => ("wide", ChartSize.Wide),
        };
        page.Open("div", ("class", "charts " + layout));
        foreach (Chart chart in section.Charts)
        {
            page.Open("figure", ("data-x", (chart as LineChart)?.X.Label));
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
        page.Close();
    }
}
