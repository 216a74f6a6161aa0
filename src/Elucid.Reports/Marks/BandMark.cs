namespace Elucid.Reports;

/// <summary>The area between the edges of a series' band; both break where either does.</summary>
internal sealed class BandMark(Series series, int index, bool isLogarithmic, double opacity) : IMark
{
    public IEnumerable<double> X => series.X;

    public IEnumerable<double> Y => (series.Lower ?? []).Concat(series.Upper ?? []);

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        canvas.BeginSeries(index, SeriesPart.Band);
        if (series is { Lower: { } lowerEdge, Upper: { } upperEdge })
        {
            // On a logarithmic axis an edge at 0 or less lies far below the paper, and is no gap.
            double floor = isLogarithmic ? double.Epsilon : double.NegativeInfinity;
            double[] lower = [.. lowerEdge.Zip(upperEdge, (l, u) => double.IsFinite(l) && double.IsFinite(u) ? Math.Max(l, floor) : double.NaN)];
            double[] upper = [.. lower.Zip(upperEdge, (l, u) => double.IsNaN(l) ? double.NaN : Math.Max(u, floor))];
            foreach ((List<Place> above, List<Place> below) in Runs.Of(plane, series.X, upper).Zip(Runs.Of(plane, series.X, lower)))
            {
                below.Reverse();
                canvas.Area([.. above, .. below], series.Style.Color, opacity);
            }
        }
        canvas.EndSeries();
    }
}
