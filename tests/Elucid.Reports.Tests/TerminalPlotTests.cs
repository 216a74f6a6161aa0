using System.Globalization;

namespace Elucid.Reports.Tests;

public class TerminalPlotTests
{
    static readonly double[] Grid = [.. Enumerable.Range(0, 41).Select(i => -2 + i / 10.0)];

    static readonly LineChart Elu = new()
    {
        Title = "elu",
        X = new("x"),
        Y = new(""),
        Series =
        [
            new("f", Grid, [.. Grid.Select(x => SyntheticStudy.Function("elu", x))]),
            new("f′", Grid, [.. Grid.Select(x => SyntheticStudy.Derivative("elu", x))]),
        ],
    };

    public static TheoryData<string> Cases => ChartCases.Names;

    [Fact]
    public void Ascii_curve_is_drawn_whole() => Assert.Equal("""
        elu
         2+                .             ** * f
          |                .          ***
          |                .       ***      o f′
          |            oooooooooooooooooooo
          |oooooooooooo    .***
         0+.............****...............
          |     ********   .
          |*****           .
          ++-------+-------+------+-------+
          -2      -1       0      1       2
                          x

        """, TerminalPlot.Render(Elu, 40, 8, ascii: true));

    [Fact]
    public void Braille_curve_is_drawn_whole() => Assert.Equal("""
        elu
         2┤              ┊            ⣀⠔ ⠒⠒⠒⠒ f
          │              ┊         ⣀⠴⠊
          │              ┊⡀⡀⡀⡀⡀⢀⢀⢤⢊⢁⢀⢀ ⡀ ⠂⠐ ⠂ f′
          │          ⢀ ⠄⠂⠁   ⢀⡤⠚⠁
          │  ⡀⡀⢀⠠⠠⠐⠐⠈    ┊⢀⡠⠒⠁
         0┤⠁⠁┈┈┈┈┈┈┈┈┈┈⢀⡠⠖⠉┈┈┈┈┈┈┈┈┈┈┈┈┈
          │       ⢀⣀⠤⠔⠊⠁ ┊
          │⠤⠤⠒⠒⠒⠉⠉⠁      ┊
          └┬──────┬──────┬──────┬──────┬
          −2     −1      0      1      2
                         x

        """, TerminalPlot.Render(Elu, 40, 8));

    [Fact]
    public void Rows_are_drawn_whole()
    {
        ForestChart chart = ChartCases.Forest(
            new ForestRow("elu", 4, 2, 6) { Points = [1, 7], Note = "4 ± 2" },
            new ForestRow("failed", double.NaN, double.NaN, double.NaN) { Note = "diverged" });
        chart = chart with { Reference = 0, ReferenceLabel = "no difference" };
        Assert.Equal("""
        Title
            elu│ ┊   ∙    ├───────●────────┤   ∙  4 ± 2
         failed│ ┊                                diverged
               └─┬────────┬───────┬────────┬─────
                 0        2       4        6
                                x
                ┊ no difference

        """, TerminalPlot.Render(chart, 50, 10));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Odd_values_stay_within_the_width(string name)
    {
        foreach (bool ascii in (ReadOnlySpan<bool>)[false, true])
        {
            string[] lines = TerminalPlot.Render(ChartCases.Get(name), 60, 10, ascii).Split('\n');
            Assert.Equal("Title", lines[0]);
            Assert.All(lines, line => Assert.InRange(new StringInfo(line).LengthInTextElements, 0, 60));
            if (ascii)
                Assert.All(lines.SelectMany(line => line), c => Assert.InRange(c, ' ', '~'));
        }
    }

    [Fact]
    public void Ascii_is_ascii() =>
        Assert.All(TerminalPlot.Render(SyntheticStudy.FinalAccuracy(), 80, 10, ascii: true), c => Assert.InRange(c, '\n', '~'));

    [Fact]
    public void Powers_of_ten_are_written_in_ascii() =>
        Assert.Contains("10^-6+", TerminalPlot.Render(
            ChartCases.Lines(new Series("loss", [1, 2], [1, 1e-6])) with { Y = new("loss") { IsLogarithmic = true, Min = 1e-6 } }, 60, 10,
            ascii: true));

    [Fact]
    public void Too_small_a_terminal_gets_the_smallest_plot() =>
        Assert.Equal(TerminalPlot.Render(Elu, 30, 6), TerminalPlot.Render(Elu, 0, -1));
}
