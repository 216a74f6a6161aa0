namespace Elucid.Reports;

/// <summary>The rectangle that data are drawn in, with the scales of its axes.</summary>
internal sealed record Plane(PlotFrame Frame, AxisScale X, AxisScale Y)
{
    // Beyond any clip, but near enough for the arithmetic of drawing libraries.
    const double Beyond = 20;

    /// <summary>Where a point of data stands; NaN where it has no place.</summary>
    public Place At(double x, double y) =>
        Frame.At(Math.Clamp(X.Position(x), -Beyond, Beyond), Math.Clamp(Y.Position(y), -Beyond, Beyond));
}
