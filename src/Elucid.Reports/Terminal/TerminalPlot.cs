namespace Elucid.Reports;

/// <summary>Draws charts as text: curves in braille dots (2 × 4 to a character) or in ASCII, rows, bars, points and cells in characters, with axes
/// and with names. Of pictures it says how many each row has.</summary>
public static class TerminalPlot
{
    const int SmallestWidth = 30, SmallestHeight = 6;

    /// <summary>The chart as lines of text, without escape sequences, each ended by a line feed.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="width">Characters across, labels and names included; fewer than 30 count as 30.</param>
    /// <param name="height">
    /// Lines of the plot itself, for curves and points; fewer than 6, or than there are curves, count as that many. Title and axis come on top of it.
    /// </param>
    /// <param name="ascii">Whether to draw with ASCII only (names and titles are written as they are). False by default.</param>
    public static string Render(Chart chart, int width, int height, bool ascii = false)
    {
        var page = new TerminalPage(Math.Max(width, SmallestWidth), Math.Max(height, SmallestHeight), ascii);
        page.Line(chart.Title);
        chart.WriteTo(page);
        return page.Text;
    }
}
