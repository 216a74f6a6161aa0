namespace Elucid.Reports;

/// <summary>Rows with one dot per observation, and over them the mean with its interval.</summary>
internal sealed class ForestPlot : IPlot
{
    const double Header = 26, RoomyRow = 32, StackedRow = 40, Edge = 14, DotRadius = 3, MeanRadius = 5.2, LineGap = 14;

    // Narrower than this, what stands at a row's end goes below its name, or nothing would be left for the plot.
    const double Narrow = 400;

    readonly ForestChart _chart;
    readonly AxisScale _x;
    readonly double _left, _right, _nameWidth, _rowHeight;
    readonly bool _isStacked;

    public ForestPlot(ForestChart chart, double width)
    {
        _chart = chart;
        _isStacked = width < Narrow;
        double lines = 1 + (chart.Rows.Any(r => r.Detail.Length > 0) ? 1 : 0);
        _rowHeight = _isStacked ? StackedRow + LineGap * (lines - 1) : RoomyRow;
        double widest = width / (_isStacked ? 3 : 4);
        _nameWidth = Math.Min(widest, chart.Rows.Select(r => TextWidth.Of(r.Name, PlotFrame.LabelSize)).DefaultIfEmpty(0).Max());
        double noteWidth =
            chart.Rows.Select(r => Math.Max(TextWidth.Of(r.Note, PlotFrame.LabelSize), TextWidth.Of(r.Detail, PlotFrame.TickSize))).DefaultIfEmpty(0)
                .Max();
        if (_isStacked)
            (_nameWidth, noteWidth) = (Math.Min(widest, Math.Max(_nameWidth, noteWidth)), 0);
        _left = Edge + _nameWidth + 16;
        _right = width - Edge - (noteWidth > 0 ? Math.Min(widest, noteWidth) + 14 : 0);
        IEnumerable<double> values = chart.Rows.SelectMany(r => r.Points.Append(r.Mean).Append(r.Lower).Append(r.Upper));
        _x = new AxisScale(
            chart.X, chart.Reference is double reference ? values.Append(reference) : values, (int)((_right - _left) / (_isStacked ? 50 : 80)));
    }

    public double HeightFor(double offered) => Header + _rowHeight * Math.Max(1, _chart.Rows.Count) + PlotFrame.Footer;

    public void Paint(IChartCanvas canvas, double top, double height)
    {
        var frame = new PlotFrame(_left, top + Header, _right, top + height - PlotFrame.Footer);
        frame.PaintX(canvas, _x, _chart.X);
        canvas.Line([frame.At(0, 0), frame.At(1, 0)], Palette.Rule, 1);
        if (_chart.Reference is double reference && _x.Position(reference) is >= 0 and <= 1 and double position)
        {
            Place at = frame.At(position, 1);
            canvas.Line([at, frame.At(position, 0)], Palette.Rule, 1.2, Dash.Dashed);
            canvas.Text(_chart.ReferenceLabel, new(at.X, at.Y - 8), PlotFrame.TickSize, Palette.Muted,
                position < 0.15 ? TextAnchor.Start : position > 0.85 ? TextAnchor.End : TextAnchor.Middle);
        }
        for (int i = 0; i < _chart.Rows.Count; i++)
            PaintRow(canvas, frame, _chart.Rows[i], frame.Top + _rowHeight * (i + 0.5));
    }

    void PaintRow(IChartCanvas canvas, PlotFrame frame, ForestRow row, double middle)
    {
        ChartColor color = row.Style.Color;
        PaintTexts(canvas, row, middle);

        canvas.BeginClip(frame.Left - MeanRadius - 2, middle - _rowHeight / 2, frame.Width + 2 * MeanRadius + 4, _rowHeight);
        foreach (Place dot in Swarm([.. row.Points.Select(p => Across(frame, p)).Where(double.IsFinite)], middle))
            canvas.Circle(dot, DotRadius, color, 0.42);
        (double lower, double mean, double upper) = (Across(frame, row.Lower), Across(frame, row.Mean), Across(frame, row.Upper));
        if (double.IsFinite(lower) && double.IsFinite(upper))
        {
            // A halo of the paper's colour lifts interval and mean off the dots.
            canvas.Line([new(lower, middle), new(upper, middle)], Palette.Surface, 6);
            canvas.Line([new(lower, middle), new(upper, middle)], color, 2.6);
            foreach (double end in (ReadOnlySpan<double>)[lower, upper])
                canvas.Line([new(end, middle - 5), new(end, middle + 5)], color, 1.6);
        }
        if (double.IsFinite(mean))
        {
            canvas.Circle(new(mean, middle), MeanRadius + 1.6, Palette.Surface);
            canvas.Circle(new(mean, middle), MeanRadius, color);
        }
        canvas.EndClip();
    }

    void PaintTexts(IChartCanvas canvas, ForestRow row, double middle)
    {
        (string Text, ChartColor Color, double Size)[] notes =
            [.. new[] { (row.Note, Palette.Ink, PlotFrame.LabelSize), (row.Detail, Palette.Muted, PlotFrame.TickSize) }.Where(
                n => n.Item1.Length > 0)];
        double left = _left - 16, above = LineGap / 2 * notes.Length;
        canvas.Text(PlotFrame.Fit(row.Name, _nameWidth + 0.5), new(left, middle + 4 - (_isStacked ? above : 0)), PlotFrame.LabelSize, Palette.Ink,
            TextAnchor.End);
        for (int i = 0; i < notes.Length; i++)
        {
            (string text, ChartColor color, double size) = notes[i];
            if (_isStacked)
                canvas.Text(PlotFrame.Fit(text, _nameWidth + 0.5), new(left, middle + 4 - above + LineGap * (i + 1)), size, color, TextAnchor.End);
            else
                canvas.Text(text, new(_right + 14, middle + 4 - above + LineGap * (i + 0.5)), size, color);
        }
    }

    double Across(PlotFrame frame, double value) => frame.At(Math.Clamp(_x.Position(value), -1, 2), 0).X;

    /// <summary>Moves dots that would cover each other up and down by turns, as far as the row is high.</summary>
    static List<Place> Swarm(double[] across, double middle)
    {
        const double Step = 2 * DotRadius * 0.9;
        const int Levels = (int)((RoomyRow - 2 * DotRadius) / Step);
        Array.Sort(across);
        double[] free = [.. Enumerable.Repeat(double.NegativeInfinity, Levels)];
        var places = new List<Place>(across.Length);
        foreach (double x in across)
        {
            int level = Math.Max(0, Array.FindIndex(free, f => f <= x));
            free[level] = x + 2 * DotRadius * 0.9;
            places.Add(new(x, middle + (level + 1) / 2 * (level % 2 == 0 ? Step : -Step)));
        }
        return places;
    }
}
