namespace Elucid.Reports;

/// <summary>A plot that is made of marks, painted one after the other into one frame.</summary>
internal sealed class MarkPlot(AxisScale x, AxisScale y, params IReadOnlyList<IMark> marks) : IPlot
{
    /// <summary>Where the frame begins and ends across the canvas.</summary>
    public required (double Left, double Right) Across { get; init; }

    /// <summary>What the marks need above the frame and below it.</summary>
    public required (double Above, double Below) Around { get; init; }

    /// <summary>The lowest and the highest frame.</summary>
    public required (double Least, double Most) Heights { get; init; }

    public double HeightFor(double offered) =>
        Math.Clamp(offered, Heights.Least + Around.Above + Around.Below, Heights.Most + Around.Above + Around.Below);

    public void Paint(IChartCanvas canvas, double top, double height)
    {
        var plane = new Plane(new PlotFrame(Across.Left, top + Around.Above, Across.Right, top + height - Around.Below), x, y);
        foreach (IMark mark in marks)
            mark.Paint(canvas, plane);
    }
}
