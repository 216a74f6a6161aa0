namespace Elucid.Reports;

/// <summary>Points of groups, their names above.</summary>
internal static class ScatterPlot
{
    const double Header = 28, AboveAxis = 13, LeastHeight = 160;

    public static MarkPlot Of(ScatterChart chart, double width)
    {
        Legend legend = new(chart.Groups.Where(g => g.Name.Length > 0).DistinctBy(g => g.Name).Select(g => (g.Name, g.Style)), width, isDots: true);
        DotsMark dots = new(chart.Groups);
        DiagonalMark diagonal = new(chart.HasDiagonal ? dots.X.Concat(dots.Y) : []);
        IMark[] data = [diagonal, dots, .. chart.HasNamesInside ? [new GroupNames(chart.Groups)] : (IMark[])[]];
        var x = new AxisScale(chart.X, data.SelectMany(mark => mark.X), Math.Max(4, (int)(width / 90)));
        var y = new AxisScale(chart.Y, data.SelectMany(mark => mark.Y), 5);
        return new MarkPlot(
            x, y, new LegendMark(legend, Header + legend.Height), new VerticalAxis(chart.Y, AboveAxis), new HorizontalAxis(chart.X),
            new OriginMark(chart.X, chart.Y), ClipMark.ToFrame(4, data))
        {
            Across = (VerticalAxis.Room(y), width - PlotFrame.Edge - 8),
            Around = (Header + legend.Height, PlotFrame.Footer),
            Heights = (LeastHeight, double.PositiveInfinity),
        };
    }
}
