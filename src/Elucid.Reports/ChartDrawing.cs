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
        _plot = chart switch
        {
            LineChart lines => new LinePlot(lines, Width),
            ForestChart forest => new ForestPlot(forest, Width),
            ImageChart images => new ImagePlot(images, Width),
            _ => throw new NotSupportedException($"There is no drawing routine for a chart of type {chart.GetType().Name}."),
        };
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

/// <summary>The rectangle that data are drawn in, and what plots with axes draw around it.</summary>
internal sealed record PlotFrame(double Left, double Top, double Right, double Bottom)
{
    public const double TickSize = 11, LabelSize = 12;

    /// <summary>What the horizontal axis needs below the frame.</summary>
    public const double Footer = 44;

    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <summary>From positions along the two axes to a place; vertical positions count from the bottom.</summary>
    public Place At(double x, double y) => new(Left + x * Width, Bottom - y * Height);

    /// <summary>Vertical grid lines, tick labels as far as they do not touch, and the axis' label.</summary>
    public void PaintX(IChartCanvas canvas, AxisScale scale, Axis axis)
    {
        double free = double.NegativeInfinity;
        foreach (Tick tick in scale.Ticks)
        {
            Place at = At(tick.Position, 0);
            canvas.Line([at, At(tick.Position, 1)], Palette.Grid, 1);
            double half = TextWidth.Of(tick.Label, TickSize) / 2;
            if (at.X - half < free)
                continue;
            canvas.Text(tick.Label, new(at.X, Bottom + 16), TickSize, Palette.Muted, TextAnchor.Middle);
            free = at.X + half + 6;
        }
        canvas.Text(axis.Label, new((Left + Right) / 2, Bottom + 35), LabelSize, Palette.Muted, TextAnchor.Middle);
    }

    /// <summary>Text cut to a width, with an ellipsis for what is missing.</summary>
    public static string Fit(string text, double width)
    {
        if (TextWidth.Of(text, LabelSize) <= width)
            return text;
        int length = text.Length;
        while (length > 1 && TextWidth.Of(text[..length] + "…", LabelSize) > width)
            length--;
        return text[..length].TrimEnd() + "…";
    }
}
