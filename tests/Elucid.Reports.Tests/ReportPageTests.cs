using System.Xml;
using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class ReportPageTests
{
    const string Hostile = "</script><script>alert(1)</script><img src='https://example.org/x.png' onerror=\"x\"/> & \u0000";

    [Fact]
    public void Page_holds_everything_of_the_model()
    {
        ReportModel model = SyntheticStudy.Model;
        string text = Parse(ReportPage.Render(model)).Value;

        string[] expected =
        [
            model.Title, model.Conclusion, model.Notice, model.Command, model.Footer, "64-128-128-10",
            "97.88 ± 0.21 %", "2 of 10 diverged", "+0.31 to +0.93",
            .. model.Sections.Select(s => s.Heading), .. model.Sections.Select(s => s.Explanation),
            .. model.Sections.SelectMany(s => s.Charts).Select(c => c.Title),
            .. model.Settings.Select(t => t.Caption), .. model.Notes.Select(n => n.Text),
        ];
        Assert.All(expected, e => Assert.Contains(e, text));
    }

    [Fact]
    public void Tables_mark_baseline_best_and_failed_and_are_scoped()
    {
        XElement page = Parse(ReportPage.Render(SyntheticStudy.Model));
        XElement results = page.Descendants("table").First();

        XElement baseline = Assert.Single(results.Descendants("tr"), r => (string?)r.Attribute("class") == "baseline");
        Assert.StartsWith("relubaseline", baseline.Value.Replace("\n", ""));
        Assert.Equal("97.88 ± 0.21 %", Assert.Single(results.Descendants("strong"), e => (string?)e.Attribute("class") == "best").Value);
        Assert.Equal("97.44 ± 0.21 %", Assert.Single(results.Descendants("span"), e => (string?)e.Attribute("class") == "failed").Value);
        Assert.All(page.Descendants("th"), th => Assert.Contains((string?)th.Attribute("scope"), new[] { "col", "row" }));
    }

    [Fact]
    public void Every_chart_is_a_figure_with_caption_and_name()
    {
        XElement page = Parse(ReportPage.Render(SyntheticStudy.Model));

        Assert.Equal(SyntheticStudy.Model.Sections.Sum(s => s.Charts.Count), page.Descendants("figure").Count());
        Assert.All(page.Descendants("figure"), figure =>
        {
            XElement drawing = figure.Descendants("svg").First();
            Assert.Equal("img", (string?)drawing.Attribute("role"));
            Assert.StartsWith(figure.Element("figcaption")!.Element("strong")!.Value + ". ", (string?)drawing.Attribute("aria-label"));
        });
    }

    [Fact]
    public void Who_does_not_see_a_chart_is_told_its_result()
    {
        XElement page = Parse(ReportPage.Render(SyntheticStudy.Model));
        string[] labels = [.. page.Descendants("svg").Attributes("aria-label").Select(a => a.Value)];

        Assert.Contains(
            labels, l =>
                l.StartsWith("Final test accuracy. test accuracy: elu 97.9 % (97.7 % to 98.1 %), 97.88 ± 0.21 %; ", StringComparison.Ordinal));
        Assert.Contains(
            labels, l =>
                l.StartsWith("Gradient norm by layer. gradient norm by layer: elu 0.0200 at hidden 1, 0.110 at output; ", StringComparison.Ordinal));
        Assert.Equal("Title. y by x: nan no value; a 1 at 2, 3 at 4. Caption",
            ChartCases.Lines(new Series("nan", [1], [double.NaN]), new Series("a", [1, 2, 4], [double.NaN, 1, 3])).Description);
        Assert.Equal("Title. x: a 2 (1 to 3), better, p = 0.01; failed no value, 10 of 10 diverged. Caption",
            ChartCases.Forest(new ForestRow("a", 2, 1, 3) { Note = "better", Detail = "p = 0.01" },
                new ForestRow("failed", double.NaN, double.NaN, double.NaN) { Note = "10 of 10 diverged" }).Description);
        Assert.Equal("Title. x: no row. Caption", ChartCases.Forest().Description);
    }

    [Fact]
    public void The_way_to_everything_on_the_page_stands_before_its_tables()
    {
        XElement page = Parse(ReportPage.Render(SyntheticStudy.Model));
        XElement navigation = page.Descendants("nav").Single();

        Assert.All(page.Descendants("table"), table => Assert.True(navigation.IsBefore(table)));
        Assert.Equal(["Results", "Differences", .. SyntheticStudy.Model.Sections.Select(s => s.Heading), "Settings", "What the words mean"],
            navigation.Descendants("a").Select(a => a.Value));
    }

    [Fact]
    public void Charts_that_are_too_wide_for_a_phone_have_a_form_for_it_and_tables_say_that_they_scroll()
    {
        XElement page = Parse(ReportPage.Render(SyntheticStudy.Model));

        Assert.All(page.Descendants("figure"), figure =>
        {
            string[] widths =
                [.. figure.Descendants("svg").Attributes("viewBox").Select(v => v.Value.Split(' ')).Where(v => v[0] == "0").Select(v => v[2])];
            Assert.InRange(double.Parse(widths[^1]), 100, 340);
        });
        XElement rows = page.Descendants("figure").First(f => f.Element("figcaption")!.Element("strong")!.Value == "Final test accuracy");
        Assert.Equal(2, rows.Descendants("text").Count(t => t.Value == "97.88 ± 0.21 %"));
        Assert.Equal(2, page.Descendants("p").Count(p => (string?)p.Attribute("class") == "sideways"));
    }

    [Fact]
    public void Curves_carry_their_values_for_the_pointer_and_every_part_of_one_its_number()
    {
        var series = new Series("a|b", [1, 2, 3], [1, double.NaN, 3], [0, 0, 2], [2, 2, 4]);
        var model = new ReportModel
        {
            Title = "t",
            Conclusion = "c",
            Sections = [new("h", "", [ChartCases.Lines(series, new Series("c", [1], [2]))], ChartLayout.Multiples)]
        };
        XElement svg = Parse(ReportPage.Render(model)).Descendants("figure").Single().Descendants("svg").First();

        XElement readings = svg.Descendants("g").First(g => (string?)g.Attribute("data-name") == "a|b");
        string[] values = ((string?)readings.Attribute("data-values"))!.Split('|');
        Assert.Equal(["1", "1 (0 to 2)", "3", "3 (2 to 4)"], [values[2], values[3], values[6], values[7]]);
        Assert.Equal(
            ["band", "curve", "name"],
            svg.Descendants("g").Where(g => (string?)g.Attribute("data-series") == "0").Attributes("class").Select(c => c.Value));
        Assert.DoesNotContain("data-", ChartRenderer.ToSvg(ChartCases.Lines(series)));
    }

    [Fact]
    public void Ids_are_unique_and_links_lead_to_them()
    {
        XElement page = Parse(ReportPage.Render(SyntheticStudy.Model));
        string[] ids = [.. page.Descendants().Attributes("id").Select(a => a.Value)];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes("href"), href => Assert.Contains(href.Value, ids.Select(id => "#" + id)));
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        string html = ReportPage.Render(SyntheticStudy.Model);
        XElement page = Parse(html);

        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "link" or "img" or "iframe" or "object" or "use");
        Assert.Empty(page.Descendants().Attributes("src"));
    }

    [Fact]
    public void Hostile_texts_stay_texts_wherever_they_stand()
    {
        var row = new ReportRow(new ReportCell(Hostile, CellTone.Best, Hostile), Hostile) { IsBaseline = true };
        var table = new ReportTable(Hostile, [new(Hostile, Hostile), new(Hostile)], [row])
        {
            Explanation = Hostile,
        };
        Chart chart = ChartCases.Lines(new Series(Hostile, [1, 2], [1, 2])) with { Title = Hostile, Caption = Hostile, X = new(Hostile) };
        var model = new ReportModel
        {
            Title = Hostile,
            Conclusion = Hostile,
            Notice = Hostile,
            Facts = [new(Hostile, Hostile, Hostile)],
            Results = table,
            Comparisons = table,
            Sections = [new(Hostile, Hostile, [chart]), new(Hostile, Hostile, [chart])],
            Settings = [ReportTable.OfPairs(Hostile, (Hostile, Hostile))],
            Command = Hostile,
            Notes = [new(Hostile, Hostile)],
            Footer = Hostile,
        };
        XElement page = Parse(ReportPage.Render(model));

        Assert.Single(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal(Hostile.Replace('\0', '\uFFFD'), page.Descendants("h1").Single().Value);
    }

    [Fact]
    public void A_part_has_a_place_a_smaller_heading_and_none_in_the_list_and_folds_what_few_ask_for()
    {
        ReportRow row = new(new ReportCell("to it") { Place = "P1" }, "x") { Tags = ["one|two", "y"] };
        var table = new ReportTable("t", [new("a"), new("b")], [row])
        {
            Filters = ["f", "g"],
        };
        ReportSection part = new("part", "", [])
        {
            Place = "P1",
            IsPart = true,
            Kind = "kind",
            Verdict = new ReportCell("so", CellTone.Failed, "detail"),
            Notes = [new("term", "text")],
            Details = [new("more", [ReportTable.OfPairs("pairs", ("n", "v"))], "command")],
        };
        var model = new ReportModel
        {
            Title = "t",
            Conclusion = "c",
            Answers = [new("When", "first"), new("How", "second")],
            Results = table,
            Sections = [new("whole", "", []), part],
        };
        XElement page = Parse(ReportPage.Render(model)), section = page.Descendants("section").Single(s => (string?)s.Attribute("id") == "P1");

        Assert.Equal(["Results", "whole"], page.Descendants("nav").Single().Descendants("a").Select(a => a.Value));
        Assert.Equal(
            ["When", "first", "How", "second"], page.Descendants("header").Single().Element("dl")!.Elements().Select(element => element.Value));
        Assert.Equal(("part", "kind"), (section.Element("h3")!.Value, section.Element("span")!.Value));
        Assert.Equal("so\ndetail\n", section.Element("p")!.Value);
        XElement details = section.Element("details")!;
        Assert.Equal(("more", "command"), (details.Element("summary")!.Value, details.Descendants("code").Single().Value));
        Assert.Equal("f|g", (string?)page.Descendants("table").First().Attribute("data-filters"));
        Assert.Equal("one/two|y", (string?)page.Descendants("tbody").First().Element("tr")!.Attribute("data-tags"));
        Assert.Equal("#P1", (string?)page.Descendants("tbody").First().Descendants("a").Single().Attribute("href"));
        Assert.Empty(page.Descendants("select"));
    }

    [Fact]
    public void Smallest_model_gives_a_page()
    {
        XElement page = Parse(ReportPage.Render(new ReportModel { Title = "t", Conclusion = "c" }));

        Assert.Equal("t", page.Descendants("h1").Single().Value);
        Assert.Empty(page.Descendants("table"));
        Assert.Empty(page.Descendants("footer"));
    }

    [Fact]
    public void Both_themes_and_print_are_styled()
    {
        string style = Parse(ReportPage.Render(SyntheticStudy.Model)).Descendants("style").Single().Value;

        Assert.Contains("prefers-color-scheme: dark", style);
        Assert.Contains("[data-theme=\"dark\"]", style);
        Assert.Contains("prefers-reduced-motion", style);
        Assert.Contains("@media print", style);
        Assert.Equal(3, style.Split("--series-0: #").Length - 1);
    }

    [Fact]
    public void The_same_model_gives_the_same_page() =>
        Assert.Equal(ReportPage.Render(SyntheticStudy.Model), ReportPage.Render(SyntheticStudy.Model));

    [Fact]
    public void A_row_of_the_wrong_length_is_refused_with_its_number() =>
        Assert.Equal("Table 't': expected 2 cells in row 1, one for each column, but got 1. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => new ReportTable("t", [new("a"), new("b")], [new("1", "2"), new("1")])).Message);

    [Fact]
    public void Unfinished_markup_is_an_error() =>
        Assert.Equal("The element 'p' is still open. Close it before finishing the document.",
            Assert.Throws<InvalidOperationException>(() => new MarkupWriter().Open("p").Finish()).Message);

    static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }
}
