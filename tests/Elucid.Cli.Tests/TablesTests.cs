using Elucid.Reports;
using Spectre.Console;

namespace Elucid.Cli.Tests;

public class TablesTests
{
    static readonly ReportTable Table = new("Results",
        [new("activation"), .. Enumerable.Range(1, 8).Select(i => new ReportColumn($"column number {i}"))],
        [new ReportRow(
            [new ReportCell("leaky-relu"), .. Enumerable.Range(1, 8).Select(i => new ReportCell($"{i}.00 ± 0.5 %"))]) { IsBaseline = true }]);

    static string Written(int width)
    {
        using StringWriter text = new() { NewLine = "\n" };
        Terminal terminal = Terminal.Of(text, TextWriter.Null);
        terminal.Output.Profile.Width = width;
        Tables.Write(Table, terminal.Output);
        return text.ToString();
    }

    [Theory]
    [InlineData(46)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(250)]
    public void Names_and_numbers_are_never_broken(int width)
    {
        string text = Written(width);

        Assert.All(Enumerable.Range(1, 8), i => Assert.Contains($"{i}.00 ± 0.5 %", text));
        Assert.All(Enumerable.Range(1, 8), i => Assert.Contains($"column number {i}", text));
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, $"'{line}' is wider than {width}"));
        int parts = text.Split('\n').Count(line => line.Contains("leaky-relu (baseline)"));
        Assert.Equal(width switch { 46 => 8, 80 => 4, 120 => 2, _ => 1 }, parts);
    }
}
