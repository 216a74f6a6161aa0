namespace Elucid.Reports;

/// <summary>Vertical grid lines, tick labels as far as they do not touch, the axis' label, and the line that they stand on.</summary>
internal sealed class HorizontalAxis(Axis axis) : IMark
{
    public void Paint(IChartCanvas canvas, Plane plane)
    {
        PlotFrame frame = plane.Frame;
        double free = double.NegativeInfinity;
        foreach (Tick tick in plane.X.Ticks)
        {
            Place at = frame.At(tick.Position, 0);
            canvas.Line([at, frame.At(tick.Position, 1)], Palette.Grid, 1);
            double half = TextWidth.Of(tick.Label, PlotFrame.TickSize) / 2;
            if (at.X - half < free)
                continue;
            canvas.Text(tick.Label, new(at.X, frame.Bottom + 16), PlotFrame.TickSize, Palette.Muted, TextAnchor.Middle);
            free = at.X + half + 6;
        }
        canvas.Text(axis.Label, new((frame.Left + frame.Right) / 2, frame.Bottom + 35), PlotFrame.LabelSize, Palette.Muted, TextAnchor.Middle);
        canvas.Line([frame.At(0, 0), frame.At(1, 0)], Palette.Rule, 1);
    }
}
