using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class ScatterChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Few_points_are_one_dot_each_and_groups_have_their_colours_and_names()
    {
        ScatterChart chart = ChartCases.Points(
            new PointGroup("cats", [1, 2, double.NaN], [3, 4, 5]), new PointGroup("dogs", [5], [6]) { Style = new(2) });
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(chart)).Root!;

        Assert.Equal([("stroke-series-1", 2), ("stroke-series-2", 1)], Dots(svg));
        Assert.Superset(new HashSet<string> { "cats", "dogs", "x", "y" }, svg.Descendants(Svg + "text").Select(t => t.Value).ToHashSet());
    }

    [Fact]
    public void Groups_beyond_eight_colours_differ_in_shape()
    {
        PointGroup[] groups = [.. new[] { 1, 8, 15 }.Select(i => new PointGroup($"{i}", [i], [i]) { Style = new(i) })];
        XElement[] dots = [.. XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Points(groups))).Descendants(Svg + "svg").Last().Elements()];

        Assert.Equal(["round", "square", null], dots.Select(d => d.Attribute("stroke-linecap")?.Value));
        Assert.Single(dots.Select(d => d.Attribute("class")!.Value).Distinct());
    }

    [Fact]
    public void A_hundred_thousand_points_become_some_thousand_dots_of_different_strength()
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble() * random.NextDouble())];
        PointGroup many = new("many", x, [.. x.Select(v => v * random.NextDouble())]);
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Points(many))).Root!;

        Assert.InRange(Dots(svg).Sum(d => d.Count), 500, 2500);
        Assert.True(svg.Descendants(Svg + "path").Attributes("stroke-opacity").Select(o => o.Value).Distinct().Count() >= 3);
        Assert.InRange(svg.ToString().Length, 0, 60_000);
    }

    [Fact]
    public void Every_point_of_a_thinned_group_is_near_a_dot()
    {
        double[] x = [.. Enumerable.Range(0, 5000).Select(i => i % 71 / 70.0)], y = [.. Enumerable.Range(0, 5000).Select(i => i % 73 / 72.0)];
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Points(new PointGroup("grid", x, y)))).Root!;
        (double X, double Y)[] dots =
        [
            .. svg.Descendants(Svg + "svg").Last().Elements()
                .SelectMany(p => p.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries))
                .Select(d => d.Replace("h0", "").Split(' ')).Select(p => (double.Parse(p[0]), double.Parse(p[1])))
        ];
        // The extreme corners of the data are the extreme dots.
        Assert.InRange(dots.Length, 100, 2500);
        double left = dots.Min(d => d.X), right = dots.Max(d => d.X), top = dots.Min(d => d.Y), bottom = dots.Max(d => d.Y);
        for (int i = 0; i < x.Length; i += 97)
        {
            (double px, double py) = (left + x[i] * (right - left), bottom - y[i] * (bottom - top));
            Assert.Contains(dots, d => Math.Abs(d.X - px) < 25 && Math.Abs(d.Y - py) < 25);
        }
    }

    [Fact]
    public void A_diagonal_has_one_scale_on_both_axes()
    {
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Points(new PointGroup("", [0, 1], [0, 100])) with { HasDiagonal = true },
            new ChartSize(600, 600))).Root!;
        string[] texts = [.. svg.Descendants(Svg + "text").Select(t => t.Value)];

        Assert.Equal(2, texts.Count(t => t == "100"));
        Assert.Single(svg.Descendants(Svg + "path"), p => p.Attribute("stroke-dasharray") is not null);
    }

    [Fact]
    public void Names_stand_in_the_middle_of_their_points_where_that_is_asked_for()
    {
        ScatterChart chart = ChartCases.Points(new PointGroup("a", [1, 2, 3], [1, 2, 3]));

        Assert.Equal(1, Named(chart));
        Assert.Equal(2, Named(chart with { HasNamesInside = true }));

        static int Named(Chart chart) => XDocument.Parse(ChartRenderer.ToSvg(chart)).Descendants(Svg + "text").Count(t => t.Value == "a");
    }

    [Fact]
    public void Who_does_not_see_it_is_told_how_many_points_lie_where() => Assert.Equal(
        "Title. y by x: cats 2 points, 3 to 4 at 1 to 2; dogs 1 point, 6 to 6 at 5 to 5; none 0 points. A line shows where both are equal. Caption",
        (ChartCases.Points(new PointGroup("cats", [1, 2, double.NaN], [3, 4, 5]), new PointGroup("dogs", [5], [6]), new PointGroup("none", [], []))
            with
        { HasDiagonal = true }).Description);

    [Fact]
    public void A_terminal_has_a_sign_for_each_group()
    {
        ScatterChart chart = ChartCases.Points(new PointGroup("cats", [0, 1], [0, 1]), new PointGroup("dogs", [0], [1]));

        Assert.Equal("""
        Title
            y
         1.0┤ ○                           ●
            │
         0.5┤
            │
            │
           0┤ ●
            └─┬─────────────┬─────────────┬─
              0            0.5           1.0
                            x
        ● cats  ○ dogs

        """, TerminalPlot.Render(chart, 36, 6));
    }

    [Fact]
    public void Coordinates_that_are_no_pairs_are_refused() => Assert.Equal(
        "Points 'cats': expected one y for each of 2 x, but got 1. (Parameter 'y')",
        Assert.Throws<ArgumentException>(() => new PointGroup("cats", [1, 2], [1])).Message);

    static (string Color, int Count)[] Dots(XElement svg) =>
    [
        .. svg.Descendants(Svg + "svg").Last().Elements(Svg + "path").Where(p => p.Attribute("d")!.Value.Contains("h0", StringComparison.Ordinal))
            .Select(p => (p.Attribute("class")!.Value, p.Attribute("d")!.Value.Count(c => c == 'M')))
    ];
}
