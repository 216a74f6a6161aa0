using System.Globalization;

namespace Elucid.Reports;

/// <summary>
/// Turns a <see cref="ReportModel"/> into one HTML file that needs nothing else: no network, no script for reading. It is also well-formed XML,
/// follows the reader's light or dark setting, and prints. The same model gives the same text.
/// </summary>
public static class ReportPage
{
    // The page may load nothing at all, whatever a name in it contains; its pictures stand in it.
    const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

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
        ChartColor[] colors = [.. Palette.Common.Concat(model.Sections.SelectMany(s => s.Charts).SelectMany(c => c.Colors)).Distinct()];
        string light = Palette.Variables(ChartTheme.Light, colors), dark = Palette.Variables(ChartTheme.Dark, colors);
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
            {{Palette.Classes(colors)}}
            {{Assets.Text("report.css")}}
            """).Close();
        page.Close();
    }

    static void WriteHeader(MarkupWriter page, ReportModel model)
    {
        page.Open("header");
        page.Open("div", ("class", "bar")).Element("span", "Elucid · " + model.Kind, ("class", "kicker"));
        page.Element("button", "Light / dark", ("type", "button"), ("id", "theme"), ("hidden", "hidden")).Close();
        page.Element("h1", model.Title);
        page.Element("p", model.Conclusion, ("class", "conclusion"));
        if (model.Answers.Count > 0)
        {
            page.Element("h2", "What this means for you");
            page.Open("dl", ("class", "answers"));
            foreach (ReportNote answer in model.Answers)
                page.Element("dt", answer.Term).Element("dd", answer.Text);
            page.Close();
        }
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
            TableMarkup.WriteTable(page, results, isSortable: true);
        if (model.Comparisons is { } comparisons)
            TableMarkup.WriteTable(page, comparisons, isSortable: true, id: "differences");
        page.Close();
    }

    static IEnumerable<ReportTable> Optional(ReportTable? table) => table is null ? [] : [table];

    static void WriteSections(MarkupWriter page, IReadOnlyList<ReportSection> sections)
    {
        for (int i = 0; i < sections.Count; i++)
            SectionMarkup.Write(page, sections[i], IdOf(sections, i));
    }

    static string IdOf(IReadOnlyList<ReportSection> sections, int i) =>
        sections[i].Place ?? "section-" + (i + 1).ToString(CultureInfo.InvariantCulture);

    static void WriteNavigation(MarkupWriter page, ReportModel model)
    {
        (string Text, string Id)[] places =
        [
            .. Optional(model.Results).Select(_ => ("Results", "results")),
            .. Optional(model.Comparisons).Select(_ => ("Differences", "differences")),
            .. model.Sections.Index().Where(s => !s.Item.IsPart).Select(s => (s.Item.Heading, IdOf(model.Sections, s.Index))),
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
            TableMarkup.WriteTable(page, table, isSortable: false);
        page.Close().Close();
    }

    static void WriteNotes(MarkupWriter page, IReadOnlyList<ReportNote> notes)
    {
        if (notes.Count == 0)
            return;
        page.Open("section", ("id", "notes"));
        page.Element("h2", "What the words mean");
        TableMarkup.WriteTerms(page, notes);
        page.Close();
    }
}
