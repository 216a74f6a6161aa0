namespace Elucid.Reports;

/// <summary>The names of curves beside their ends, so that no legend has to be matched by colour alone.</summary>
internal sealed class CurveNames(LineChart chart, double longest) : IMark
{
    public const double Gap = 15.5, Leader = 22;

    const int MostReadings = 60;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        PlotFrame frame = plane.Frame;
        (Series Series, int Index, double End)[] names =
        [
            .. chart.Series.Select((s, i) => (Series: s, Index: i)).Where(s => s.Series.Name.Length > 0)
                .Select(s => (s.Series, s.Index, End: Math.Clamp(s.Series.Y.Select(plane.Y.Position).LastOrDefault(p => !double.IsNaN(p), 0), 0, 1)))
                .OrderByDescending(s => s.End)
        ];
        double[] places = LabelSpread.Apart([.. names.Select(n => frame.At(1, n.End).Y)], Gap, frame.Top, frame.Bottom);
        for (int i = 0; i < names.Length; i++)
        {
            (Series series, int index, double end) = names[i];
            SeriesStyle style = series.Style;
            canvas.BeginSeries(index, SeriesPart.Name);
            var near = new Place(frame.Right + Leader - 12, places[i]);
            canvas.Line([new(frame.Right + 4, frame.At(1, end).Y), near], style.Color, 0.8);
            if (series.IsPoints)
                canvas.Dots([near with { X = near.X + 7 }], CurveMark.DotSize(style) + 1, style.Shape, style.Color, 1);
            else
                canvas.Line([near, near with { X = near.X + 14 }], style.Color, style.LineWidth + 0.4, style.Dash);
            canvas.Text(PlotFrame.Fit(series.Name, longest + 0.5), new(frame.Right + Leader + 6, places[i] + 4), PlotFrame.LabelSize, Palette.Ink,
                bold: style.IsSignature);
            canvas.EndSeries();
            canvas.Readings(index, series.Name, style.Color, [.. ReadingsOf(plane, series)]);
        }
    }

    IEnumerable<Reading> ReadingsOf(Plane plane, Series series)
    {
        int step = 1 + (series.X.Count - 1) / MostReadings;
        for (int i = 0; i < series.X.Count; i += step)
        {
            double x = plane.X.Position(series.X[i]), y = plane.Y.Position(series.Y[i]);
            if (double.IsNaN(x) || double.IsNaN(y))
                continue;
            string band = series.Lower is { } lower && series.Upper is { } upper && double.IsFinite(lower[i]) && double.IsFinite(upper[i])
                ? $" ({chart.Y.ValueText(lower[i])} to {chart.Y.ValueText(upper[i])})"
                : "";
            yield return new(
                plane.Frame.At(Math.Clamp(x, 0, 1), Math.Clamp(y, 0, 1)), chart.X.ValueText(series.X[i]), chart.Y.ValueText(series.Y[i]) + band);
        }
    }
}
