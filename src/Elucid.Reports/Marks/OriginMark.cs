namespace Elucid.Reports;

/// <summary>The lines of 0 on one axis or both, where they lie within the frame; an axis of categories has none.</summary>
internal sealed class OriginMark(Axis x, Axis? y = null) : IMark
{
    public void Paint(IChartCanvas canvas, Plane plane)
    {
        PlotFrame frame = plane.Frame;
        if (y is not null && plane.Y.Position(0) is > 0 and < 1 and double up)
            canvas.Line([frame.At(0, up), frame.At(1, up)], Palette.Rule, 1);
        if (x.Categories.Count == 0 && plane.X.Position(0) is > 0 and < 1 and double across)
            canvas.Line([frame.At(across, 0), frame.At(across, 1)], Palette.Rule, 1);
    }
}
