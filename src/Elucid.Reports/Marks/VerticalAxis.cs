namespace Elucid.Reports;

/// <summary>Horizontal grid lines with tick labels at their left, and the axis' label above them.</summary>
internal sealed class VerticalAxis(Axis axis, double above) : IMark
{
    /// <summary>Where a frame begins whose axis has these ticks.</summary>
    public static double Room(AxisScale scale) =>
        PlotFrame.Edge + 8 + scale.Ticks.Select(t => TextWidth.Of(t.Label, PlotFrame.TickSize)).DefaultIfEmpty(20).Max();

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        PlotFrame frame = plane.Frame;
        canvas.Text(axis.Label, new(PlotFrame.Edge, frame.Top - above), PlotFrame.LabelSize, Palette.Muted);
        foreach (Tick tick in plane.Y.Ticks)
        {
            Place at = frame.At(0, tick.Position);
            canvas.Line([at, frame.At(1, tick.Position)], Palette.Grid, 1);
            canvas.Text(tick.Label, new(at.X - 8, at.Y + 4), PlotFrame.TickSize, Palette.Muted, TextAnchor.End);
        }
    }
}
