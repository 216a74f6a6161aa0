namespace Elucid.Reports;

/// <summary>What stands a distance above the frame.</summary>
internal sealed class LegendMark(Legend legend, double above) : IMark
{
    public void Paint(IChartCanvas canvas, Plane plane) => legend.Paint(canvas, plane.Frame.Top - above);
}
