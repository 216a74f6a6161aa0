using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class BarChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly BarChart Importance = ChartCases.Bars(
        new Bar("length", 0.2) { Lower = 0.1, Upper = 0.3 }, new Bar("width", 0.1), new Bar("colour", -0.1) { Note = "none" }) with
    { Rules = [new(0.15, "chance")] };

    [Fact]
    public void Bars_begin_at_0_and_are_as_long_as_their_values()
    {
        XElement[] bars = Bars(Importance);
        double zero = X(bars[0]);

        Assert.Equal(3, bars.Length);
        Assert.Equal(zero, X(bars[1]), 0.02);
        Assert.Equal(zero, X(bars[2]) + Width(bars[2]), 0.02);
        Assert.Equal(2 * Width(bars[1]), Width(bars[0]), 0.05);
        Assert.Equal(Width(bars[1]), Width(bars[2]), 0.05);
    }

    [Fact]
    public void Bars_to_one_side_stand_on_the_edge_of_the_plot()
    {
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Bars(new Bar("a", 3), new Bar("b", 4)))).Root!;

        Assert.Equal(X(svg.Descendants(Svg + "svg").Last()) + 2, X(Bars(ChartCases.Bars(new Bar("a", 3), new Bar("b", 4)))[0]), 0.02);
    }

    [Fact]
    public void Names_values_notes_and_rules_are_written()
    {
        string[] texts = [.. XDocument.Parse(ChartRenderer.ToSvg(Importance)).Descendants(Svg + "text").Select(t => t.Value)];

        Assert.Superset(new HashSet<string> { "length", "0.200", "width", "0.100", "colour", "none", "chance", "x" }, texts.ToHashSet());
    }

    [Fact]
    public void Who_does_not_see_it_is_told_values_and_intervals() => Assert.Equal(
        "Title. x: length 0.200 (0.100 to 0.300); width 0.100; colour none. A line marks chance at 0.150. Caption", Importance.Description);

    [Fact]
    public void A_terminal_draws_them_in_blocks() => Assert.Equal("""
        Title
         length│      █████├████    ┤  0.200
          width│      ██████ ┊         0.100
         colour│ ██████      ┊         none
               └──────┬────────┬──────
                      0       0.2
                          x
                ┊ chance

        """, TerminalPlot.Render(Importance, 36, 10));

    static XElement[] Bars(BarChart chart) => [.. XDocument.Parse(ChartRenderer.ToSvg(chart)).Descendants(Svg + "svg").Last().Elements(Svg + "rect")];

    static double X(XElement element) => (double)element.Attribute("x")!;

    static double Width(XElement element) => (double)element.Attribute("width")!;
}
