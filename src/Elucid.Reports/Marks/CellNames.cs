namespace Elucid.Reports;

/// <summary>The names of a heat map's rows at its left and of its columns below, as far as they do not touch; what has no room across is
/// turned.</summary>
internal sealed class CellNames : IMark
{
    const double Gap = 8, MostTurned = 110, LineHeight = 13;

    readonly HeatMapChart _chart;
    readonly HeatGrid _grid;
    readonly double _rowWidth, _columnWidth, _aboveFrame;
    readonly bool _isTurned;

    public CellNames(HeatMapChart chart, HeatGrid grid, double width, double mostCell, double aboveFrame)
    {
        (_chart, _grid, _aboveFrame) = (chart, grid, aboveFrame);
        _rowWidth = Math.Min(width / 4, Widest(grid.Rows));
        Left = PlotFrame.Edge + _rowWidth + Gap;
        CellWidth = Math.Min((width - PlotFrame.Edge - Left) / Math.Max(1, grid.Columns.Count), mostCell);
        _columnWidth = Math.Min(Widest(grid.Columns), MostTurned);
        _isTurned = Widest(grid.Columns) + 6 > CellWidth;
        NamesHeight = _isTurned ? _columnWidth + Gap + 4 : 20;
    }

    /// <summary>Where the frame begins.</summary>
    public double Left { get; }

    public double CellWidth { get; }

    /// <summary>What is needed below the frame.</summary>
    public double Below => NamesHeight + (_chart.ColumnLabel.Length > 0 ? 20 : 4);

    double NamesHeight { get; }

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        PlotFrame frame = plane.Frame;
        if (_chart.RowLabel.Length > 0)
            canvas.Text(_chart.RowLabel, new(PlotFrame.Edge, frame.Top - _aboveFrame), PlotFrame.LabelSize, Palette.Muted);
        if (_chart.ColumnLabel.Length > 0)
            canvas.Text(_chart.ColumnLabel, new((frame.Left + frame.Right) / 2, frame.Bottom + NamesHeight + 14), PlotFrame.LabelSize, Palette.Muted,
                TextAnchor.Middle);
        double height = frame.Height / Math.Max(1, _grid.Rows.Count);
        for (int row = 0, stride = Stride(height); row < _grid.Rows.Count; row += stride)
        {
            Place end = new(frame.Left - Gap, frame.Top + (row + 0.5) * height + 4);
            canvas.Text(PlotFrame.Fit(_grid.Rows[row], _rowWidth + 0.5), end, PlotFrame.LabelSize, Palette.Ink, TextAnchor.End);
        }
        for (int column = 0, stride = _isTurned ? Stride(CellWidth) : 1; column < _grid.Columns.Count; column += stride)
        {
            double middle = frame.Left + (column + 0.5) * CellWidth;
            string name = PlotFrame.Fit(_grid.Columns[column], _columnWidth + 0.5);
            if (_isTurned)
                canvas.Text(name, new(middle + 4, frame.Bottom + Gap), PlotFrame.LabelSize, Palette.Ink, TextAnchor.End, angle: -90);
            else
                canvas.Text(name, new(middle, frame.Bottom + 16), PlotFrame.LabelSize, Palette.Ink, TextAnchor.Middle);
        }
    }

    static int Stride(double room) => Math.Max(1, (int)Math.Ceiling(LineHeight / room));

    static double Widest(IReadOnlyList<string> names) => names.Select(n => TextWidth.Of(n, PlotFrame.LabelSize)).DefaultIfEmpty(0).Max();
}
