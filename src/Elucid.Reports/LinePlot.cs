namespace Elucid.Reports;

/// <summary>Curves with bands. Their names stand beside their ends, so that no legend has to be matched by colour alone.</summary>
internal sealed class LinePlot : IPlot
{
    const double Header = 28, NameGap = 15.5, Leader = 22, Edge = 14;
    const double BandOpacity = 0.13;
    const int FewBands = 4;             // more of them, one over the other, are mud: they only tint
    const int MostReadings = 60;
    const int FewPoints = 12;           // curves of so few points mark each of them

    readonly LineChart _chart;
    readonly AxisScale _x, _y;
    readonly double _left, _right, _nameWidth;

    // ELU's curve comes last, over the others.
    readonly IReadOnlyList<(Series Series, int Index)> _inDrawingOrder;

    public LinePlot(LineChart chart, double width)
    {
        _chart = chart;
        _inDrawingOrder = [.. chart.Series.Select((s, i) => (s, i)).OrderBy(s => s.s.Style.IsSignature)];
        _x = new AxisScale(chart.X, chart.Series.SelectMany(s => s.X), (int)(width / 90), tight: true);
        _y = new AxisScale(chart.Y, chart.Series.SelectMany(s => s.Y.Concat(s.Lower ?? []).Concat(s.Upper ?? [])), 5);
        _left = Edge + 8 + _y.Ticks.Select(t => TextWidth.Of(t.Label, PlotFrame.TickSize)).DefaultIfEmpty(20).Max();
        _nameWidth = Math.Min(width / 3, chart.Series.Select(s => TextWidth.Of(s.Name, PlotFrame.LabelSize)).DefaultIfEmpty(0).Max());
        _right = width - Edge - (_nameWidth > 0 ? Leader + 10 + _nameWidth : 0);
    }

    double BandInk => _chart.Series.Count(s => s.Lower is not null) > FewBands ? BandOpacity / 3 : BandOpacity;

    public double HeightFor(double offered) => Math.Max(offered, Header + PlotFrame.Footer + Math.Max(80, NameGap * _chart.Series.Count));

    public void Paint(IChartCanvas canvas, double top, double height)
    {
        var frame = new PlotFrame(_left, top + Header, _right, top + height - PlotFrame.Footer);
        PaintAxes(canvas, frame);
        canvas.BeginClip(frame.Left - 3, frame.Top - 3, frame.Width + 6, frame.Height + 6);
        foreach ((Series series, int index) in _inDrawingOrder)
        {
            canvas.BeginSeries(index, SeriesPart.Band);
            PaintBand(canvas, frame, series);
            canvas.EndSeries();
        }
        foreach ((Series series, int index) in _inDrawingOrder)
        {
            canvas.BeginSeries(index, SeriesPart.Curve);
            PaintCurve(canvas, frame, series);
            canvas.EndSeries();
        }
        canvas.EndClip();
        PaintNames(canvas, frame);
    }

    void PaintAxes(IChartCanvas canvas, PlotFrame frame)
    {
        canvas.Text(_chart.Y.Label, new(Edge, frame.Top - 13), PlotFrame.LabelSize, Palette.Muted);
        foreach (Tick tick in _y.Ticks)
        {
            Place at = frame.At(0, tick.Position);
            canvas.Line([at, frame.At(1, tick.Position)], Palette.Grid, 1);
            canvas.Text(tick.Label, new(at.X - 8, at.Y + 4), PlotFrame.TickSize, Palette.Muted, TextAnchor.End);
        }
        frame.PaintX(canvas, _x, _chart.X);
        canvas.Line([frame.At(0, 0), frame.At(1, 0)], Palette.Rule, 1);
        if (_y.Position(0) is > 0 and < 1)
            canvas.Line([frame.At(0, _y.Position(0)), frame.At(1, _y.Position(0))], Palette.Rule, 1);
        if (_chart.X.Categories.Count == 0 && _x.Position(0) is > 0 and < 1)
            canvas.Line([frame.At(_x.Position(0), 0), frame.At(_x.Position(0), 1)], Palette.Rule, 1);
    }

    void PaintBand(IChartCanvas canvas, PlotFrame frame, Series series)
    {
        if (series.Lower is null || series.Upper is null)
            return;
        // Both edges break where either does. On a logarithmic axis an edge at 0 or less lies far below the paper, and is no gap.
        double floor = _chart.Y.IsLogarithmic ? double.Epsilon : double.NegativeInfinity;
        double[] lower = [.. series.Lower.Zip(series.Upper, (l, u) => double.IsFinite(l) && double.IsFinite(u) ? Math.Max(l, floor) : double.NaN)];
        double[] upper = [.. lower.Zip(series.Upper, (l, u) => double.IsNaN(l) ? double.NaN : Math.Max(u, floor))];
        foreach ((List<Place> above, List<Place> below) in Runs(frame, series.X, upper).Zip(Runs(frame, series.X, lower)))
        {
            below.Reverse();
            canvas.Area([.. above, .. below], series.Style.Color, BandInk);
        }
    }

    void PaintCurve(IChartCanvas canvas, PlotFrame frame, Series series)
    {
        SeriesStyle style = series.Style;
        foreach (List<Place> run in Runs(frame, series.X, series.Y))
        {
            if (run.Count > 1)
                canvas.Line(run, style.Color, style.LineWidth, style.Dash);
            if (run.Count > 1 && (series.X.Count > FewPoints || style.IsBackground))
                continue;
            foreach (Place place in run)
                canvas.Circle(place, style.LineWidth + 1.2, style.Color);
        }
    }

    // The stretches between gaps.
    List<List<Place>> Runs(PlotFrame frame, IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        var runs = new List<List<Place>>();
        bool isOpen = false;
        for (int i = 0; i < xs.Count; i++)
        {
            double x = _x.Position(xs[i]), y = _y.Position(ys[i]);
            if (double.IsNaN(x) || double.IsNaN(y))
            {
                isOpen = false;
                continue;
            }
            if (!isOpen)
                runs.Add([]);
            isOpen = true;
            // Beyond the clip, but near enough for the drawing libraries' arithmetic.
            runs[^1].Add(frame.At(Math.Clamp(x, -20, 20), Math.Clamp(y, -20, 20)));
        }
        return runs;
    }

    void PaintNames(IChartCanvas canvas, PlotFrame frame)
    {
        (Series Series, int Index, double End)[] names =
        [
            .. _chart.Series.Select((s, i) => (Series: s, Index: i)).Where(s => s.Series.Name.Length > 0)
                .Select(s => (s.Series, s.Index, End: Math.Clamp(s.Series.Y.Select(_y.Position).LastOrDefault(p => !double.IsNaN(p), 0), 0, 1)))
                .OrderByDescending(s => s.End)
        ];
        double[] places = LabelSpread.Apart([.. names.Select(n => frame.At(1, n.End).Y)], NameGap, frame.Top, frame.Bottom);
        for (int i = 0; i < names.Length; i++)
        {
            (Series series, int index, double end) = names[i];
            canvas.BeginSeries(index, SeriesPart.Name);
            var near = new Place(frame.Right + Leader - 12, places[i]);
            canvas.Line([new(frame.Right + 4, frame.At(1, end).Y), near], series.Style.Color, 0.8);
            canvas.Line([near, near with { X = near.X + 14 }], series.Style.Color, series.Style.LineWidth + 0.4, series.Style.Dash);
            canvas.Text(PlotFrame.Fit(series.Name, _nameWidth + 0.5), new(frame.Right + Leader + 6, places[i] + 4), PlotFrame.LabelSize, Palette.Ink,
                bold: series.Style.IsSignature);
            canvas.EndSeries();
            canvas.Readings(index, series.Name, series.Style.Color, [.. ReadingsOf(frame, series)]);
        }
    }

    IEnumerable<Reading> ReadingsOf(PlotFrame frame, Series series)
    {
        int step = 1 + (series.X.Count - 1) / MostReadings;
        for (int i = 0; i < series.X.Count; i += step)
        {
            double x = _x.Position(series.X[i]), y = _y.Position(series.Y[i]);
            if (double.IsNaN(x) || double.IsNaN(y))
                continue;
            string band = series.Lower is { } lower && series.Upper is { } upper && double.IsFinite(lower[i]) && double.IsFinite(upper[i])
                ? $" ({_chart.Y.ValueText(lower[i])} to {_chart.Y.ValueText(upper[i])})"
                : "";
            yield return new(
                frame.At(Math.Clamp(x, 0, 1), Math.Clamp(y, 0, 1)), _chart.X.ValueText(series.X[i]), _chart.Y.ValueText(series.Y[i]) + band);
        }
    }
}
