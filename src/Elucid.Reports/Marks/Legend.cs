namespace Elucid.Reports;

/// <summary>Names with samples of their looks above the plot, in as many lines as they need.</summary>
internal sealed class Legend
{
    const double LineHeight = 20, Sample = 18, ShortSample = 9;

    readonly List<(string Name, SeriesStyle Style, Place At)> _entries = [];
    readonly bool _isDots;

    /// <summary>A legend of lines or of dots.</summary>
    public Legend(IEnumerable<(string Name, SeriesStyle Style)> entries, double width, bool isDots)
    {
        _isDots = isDots;
        double x = PlotFrame.Edge, y = 0;
        foreach ((string whole, SeriesStyle style) in entries)
        {
            string name = PlotFrame.Fit(whole, width - 2 * PlotFrame.Edge - SampleWidth - 6);
            double length = SampleWidth + 6 + TextWidth.Of(name, PlotFrame.LabelSize) + 16;
            if (x > PlotFrame.Edge && x + length > width)
                (x, y) = (PlotFrame.Edge, y + LineHeight);
            _entries.Add((name, style, new(x, y)));
            x += length;
        }
        Height = _entries.Count == 0 ? 0 : y + LineHeight;
    }

    /// <summary>What it needs; 0 without entries.</summary>
    public double Height { get; }

    double SampleWidth => _isDots ? ShortSample : Sample;

    public void Paint(IChartCanvas canvas, double top)
    {
        foreach ((string name, SeriesStyle style, Place at) in _entries)
        {
            double middle = top + at.Y + LineHeight / 2;
            if (_isDots)
                canvas.Dots([new(at.X + SampleWidth / 2, middle)], 8, style.Shape, style.Color, 1);
            else
                canvas.Line([new(at.X, middle), new(at.X + SampleWidth, middle)], style.Color, 2.6, style.Dash);
            canvas.Text(name, new(at.X + SampleWidth + 6, middle + 4), PlotFrame.LabelSize, Palette.Ink);
        }
    }
}
