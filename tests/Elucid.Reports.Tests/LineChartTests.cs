using System.Globalization;
using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class LineChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly LineChart Forecast = ChartCases.Lines(
        new Series("observed", [1, 2, 3], [1, 2, 3]) { IsPoints = true, Style = new(2) }, new Series("forecast", [3, 4], [3, 4])) with
    { Rules = [new(3, "cutoff")] };

    [Fact]
    public void Points_without_a_line_are_dots_in_their_own_path()
    {
        XElement[] marks = [.. XDocument.Parse(ChartRenderer.ToSvg(Forecast)).Descendants(Svg + "svg").Last().Elements()];

        XElement dots = Assert.Single(marks, m => m.Attribute("class")!.Value == "stroke-series-2");
        Assert.Equal(3, dots.Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Equal("round", dots.Attribute("stroke-linecap")!.Value);
    }

    [Fact]
    public void A_rule_stands_at_its_value_with_its_name_above()
    {
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(Forecast)).Root!;
        XElement name = Assert.Single(svg.Descendants(Svg + "text"), t => t.Value == "cutoff");
        XElement rule = Assert.Single(svg.Descendants(Svg + "path"), p => p.Attribute("stroke-dasharray") is not null);

        // Lines are drawn to a tenth of a pixel.
        double x = Math.Round(double.Parse(name.Attribute("x")!.Value, CultureInfo.InvariantCulture), 1);
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"M{x} "), rule.Attribute("d")!.Value, StringComparison.Ordinal);
        XElement tick = svg.Descendants(Svg + "text").Single(t => t.Value == "3" && t.Attribute("text-anchor")?.Value == "middle");
        Assert.Equal(name.Attribute("x")!.Value, tick.Attribute("x")!.Value);
    }

    [Fact]
    public void A_rule_beyond_the_curves_widens_the_axis() => Assert.Contains(
        "9", XDocument.Parse(ChartRenderer.ToSvg(Forecast with { Rules = [new(9, "end")] })).Descendants(Svg + "text").Select(t => t.Value));

    [Fact]
    public void Names_of_rules_that_would_touch_are_left_out()
    {
        LineChart chart = Forecast with { Rules = [new(2, "first cutoff"), new(2.01, "second cutoff"), new(3, "third")] };
        string[] texts = [.. XDocument.Parse(ChartRenderer.ToSvg(chart)).Descendants(Svg + "text").Select(t => t.Value)];

        Assert.Contains("first cutoff", texts);
        Assert.DoesNotContain("second cutoff", texts);
        Assert.Contains("third", texts);
    }

    [Fact]
    public void Who_does_not_see_it_is_told_of_the_rules() => Assert.Equal(
        "Title. y by x: observed 1 at 1, 3 at 3; forecast 3 at 3, 4 at 4. A line marks cutoff at 3. Caption", Forecast.Description);

    [Fact]
    public void A_terminal_draws_points_as_signs_of_their_own()
    {
        string drawn = TerminalPlot.Render(Forecast, 40, 7);

        Assert.Equal(1 + 3 - 1, drawn.Count(c => c == '•'));                 // the name's, and those that no curve hides
        Assert.Contains(" •   observed", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_has_points_rules_and_their_names() => Assert.Equal("""
        Title
          y
         4+                 :      oo o forecast
          |                 : ooooo
          |                 ooo       * observed
          |                 :
         2+        *        :
          |                 :
          |*                :
          ++-------+--------+-------+
           1       2        3       4
                       x
           : cutoff

        """, TerminalPlot.Render(Forecast, 40, 7, ascii: true));
}
