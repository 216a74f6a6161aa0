namespace Elucid.Reports;

/// <summary>The paper that a picture is drawn for.</summary>
public enum ChartTheme
{
    /// <summary>Dark ink on white.</summary>
    Light,

    /// <summary>Light ink on near-black.</summary>
    Dark,
}

/// <summary>Width and height of a chart in pixels at 100 %; the height is what is asked for, and grows when rows or labels need more.</summary>
public readonly record struct ChartSize(double Width, double Height)
{
    /// <summary>One chart over the width of a page: 1000 × 440.</summary>
    public static ChartSize Wide => new(1000, 440);

    /// <summary>Two charts side by side: 480 × 350.</summary>
    public static ChartSize Half => new(480, 350);

    /// <summary>Small multiples, three side by side: 320 × 240.</summary>
    public static ChartSize Small => new(320, 240);

    /// <summary>A chart on the screen of a phone: 340 × 300.</summary>
    public static ChartSize Narrow => new(340, 300);
}

/// <summary>Draws charts as SVG. The same chart gives the same bytes.</summary>
public static class ChartRenderer
{
    /// <summary>An SVG document of its own, with title and caption; it follows the viewer's light or dark setting.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="size">The size; <see cref="ChartSize.Wide"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side of <paramref name="size"/> is not between 100 and 4000 pixels.</exception>
    public static string ToSvg(Chart chart, ChartSize? size = null)
    {
        var markup = new MarkupWriter();
        markup.Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        WriteSvg(markup, chart, size ?? ChartSize.Wide, isDocument: true);
        return markup.Finish();
    }

    /// <summary>Writes the chart as an svg element. Within a page, title, caption, style sheet and background are the page's.</summary>
    internal static void WriteSvg(MarkupWriter markup, Chart chart, ChartSize size, bool isDocument)
    {
        ChartDrawing drawing = new(chart, size, withTitle: isDocument);
        string width = SvgCanvas.Text(drawing.Width), height = SvgCanvas.Text(drawing.Height);
        markup.Open("svg", ("xmlns", isDocument ? "http://www.w3.org/2000/svg" : null), ("viewBox", $"0 0 {width} {height}"),
            ("width", isDocument ? width : null), ("height", isDocument ? height : null),
            ("style", isDocument ? null : $"max-width:{width}px"),
            ("role", "img"), ("aria-label", chart.Description), ("font-family", SvgCanvas.FontFamily));
        var canvas = new SvgCanvas(markup, isWithinPage: !isDocument);
        if (isDocument)
        {
            markup.Element("title", chart.Title);
            markup.Element("desc", chart.Description);
            markup.Open("style").Raw($":root{{{Palette.Variables(ChartTheme.Light, chart.Colors)}}}\n"
                + $"@media (prefers-color-scheme: dark){{:root{{{Palette.Variables(ChartTheme.Dark, chart.Colors)}}}}}\n"
                + Palette.Classes(chart.Colors)).Close();
            canvas.Rectangle(0, 0, drawing.Width, drawing.Height, Palette.Surface, 1, 0);
        }
        drawing.Paint(canvas);
        markup.Close();
    }
}
