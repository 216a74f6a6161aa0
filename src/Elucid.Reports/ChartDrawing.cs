namespace Elucid.Reports;

/// <summary>A chart that is laid out, and painted on any canvas: title above, caption below, and between them the plot of its kind.</summary>
public sealed class ChartDrawing
{
    const double LargestSide = 4000;
    const double Edge = 14, TitleSize = 15, TitleLine = 20, CaptionSize = 11.5, CaptionLine = 16;

    readonly IPlot _plot;
    readonly IReadOnlyList<string> _title, _caption;
    readonly double _top, _plotHeight;

    /// <summary>Lays the chart out.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="size">The size that is asked for, in pixels at 100 %.</param>
    /// <param name="withTitle">Whether title and caption are part of the drawing; within a page they are the page's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side of <paramref name="size"/> is not between 100 and 4000 pixels.</exception>
    public ChartDrawing(Chart chart, ChartSize size, bool withTitle = true)
    {
        if (size is not { Width: >= 100 and <= LargestSide, Height: >= 100 and <= LargestSide })
            throw new ArgumentOutOfRangeException(
                nameof(size), $"The sides of a chart must be between 100 and {LargestSide} pixels, but got {size.Width} × {size.Height}.");
        Width = size.Width;
        _title = withTitle ? TextWidth.Wrap(chart.Title, TitleSize, Width - 2 * Edge) : [];
        _caption = withTitle ? TextWidth.Wrap(chart.Caption, CaptionSize, Width - 2 * Edge) : [];
        _plot = chart.Plot(Width);
        _top = _title.Count == 0 ? 0 : Edge + TitleLine * _title.Count;
        double footer = _caption.Count == 0 ? 0 : CaptionLine * _caption.Count + Edge;
        _plotHeight = _plot.HeightFor(size.Height - _top - footer);
        Height = _top + _plotHeight + footer;
    }

    /// <summary>Pixels at 100 %.</summary>
    public double Width { get; }

    /// <summary>Pixels at 100 %: what was asked for, or more where rows or labels need it.</summary>
    public double Height { get; }

    /// <summary>Draws everything but the background.</summary>
    public void Paint(IChartCanvas canvas)
    {
        for (int i = 0; i < _title.Count; i++)
            canvas.Text(_title[i], new(Edge, Edge + TitleLine * i + TitleSize), TitleSize, Palette.Ink, bold: true);
        _plot.Paint(canvas, _top, _plotHeight);
        for (int i = 0; i < _caption.Count; i++)
            canvas.Text(_caption[i], new(Edge, _top + _plotHeight + CaptionLine * i + CaptionSize), CaptionSize, Palette.Muted);
    }
}

/// <summary>The part of a chart between title and caption.</summary>
internal interface IPlot
{
    /// <summary>The height that the plot takes when it is offered this one.</summary>
    double HeightFor(double offered);

    void Paint(IChartCanvas canvas, double top, double height);
}
