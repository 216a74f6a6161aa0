namespace Elucid.Reports;

/// <summary>A series as a line through its points, which are marked where they are few, or as points alone.</summary>
internal sealed class CurveMark(Series series, int index) : IMark
{
    const int FewPoints = 12;

    public IEnumerable<double> X => series.X;

    public IEnumerable<double> Y => series.Y;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        canvas.BeginSeries(index, SeriesPart.Curve);
        SeriesStyle style = series.Style;
        List<List<Place>> runs = Runs.Of(plane, series.X, series.Y);
        if (series.IsPoints)
            canvas.Dots([.. runs.SelectMany(run => run)], DotSize(style), style.Shape, style.Color, 0.8);
        else
            PaintLine(canvas, runs);
        canvas.EndSeries();
    }

    /// <summary>How large the points of a series without a line are.</summary>
    public static double DotSize(SeriesStyle style) => style.LineWidth + 2.4;

    void PaintLine(IChartCanvas canvas, List<List<Place>> runs)
    {
        SeriesStyle style = series.Style;
        foreach (List<Place> run in runs)
        {
            if (run.Count > 1)
                canvas.Line(run, style.Color, style.LineWidth, style.Dash);
            if (run.Count > 1 && (series.X.Count > FewPoints || style.IsBackground))
                continue;
            foreach (Place place in run)
                canvas.Circle(place, style.LineWidth + 1.2, style.Color);
        }
    }
}
