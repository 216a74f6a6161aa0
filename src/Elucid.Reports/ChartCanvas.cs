namespace Elucid.Reports;

/// <summary>A place on the canvas.</summary>
/// <param name="X">Pixels from its left edge.</param>
/// <param name="Y">Pixels from its upper edge.</param>
public readonly record struct Place(double X, double Y);

/// <summary>A rectangle on the canvas.</summary>
/// <param name="X">Pixels from its left edge.</param>
/// <param name="Y">Pixels from its upper edge.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct Box(double X, double Y, double Width, double Height);

/// <summary>The form of dots, so that groups of one colour stay apart.</summary>
public enum DotShape
{
    /// <summary>A filled circle.</summary>
    Round,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>Two strokes across each other.</summary>
    Cross,
}

/// <summary>Which part of a text its place is.</summary>
public enum TextAnchor
{
    /// <summary>Its left end.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    End,
}

/// <summary>The few strokes of which <see cref="ChartDrawing"/> makes every chart: SVG and PNG differ in nothing else. Lengths are pixels, opacities
/// 0 to 1.</summary>
public interface IChartCanvas
{
    /// <summary>A filled rectangle from its upper left corner, its corners rounded by <paramref name="radius"/>.</summary>
    void Rectangle(double x, double y, double width, double height, ChartColor fill, double opacity = 1, double radius = 0);

    /// <summary>A line through all places.</summary>
    void Line(IReadOnlyList<Place> places, ChartColor stroke, double width, Dash dash = Dash.Solid);

    /// <summary>A filled area.</summary>
    void Area(IReadOnlyList<Place> outline, ChartColor fill, double opacity);

    /// <summary>A filled circle.</summary>
    void Circle(Place center, double radius, ChartColor fill, double opacity = 1);

    /// <summary>Many dots of one size and colour, which do not blend with each other.</summary>
    void Dots(IReadOnlyList<Place> centers, double size, DotShape shape, ChartColor fill, double opacity);

    /// <summary>Many rectangles of one colour, with edges as sharp as the pixels allow.</summary>
    void Rectangles(IReadOnlyList<Box> boxes, ChartColor fill);

    /// <summary>Text whose baseline runs through <paramref name="place"/>, turned around it by so many degrees clockwise.</summary>
    void Text(string text, Place place, double size, ChartColor fill, TextAnchor anchor = TextAnchor.Start, bool bold = false, double angle = 0);

    /// <summary>A picture from its upper left corner; its pixels are rectangles, unless it is shown smaller than it is.</summary>
    void Image(PixelImage image, double x, double y, double width, double height);

    /// <summary>Hides what is drawn outside of the rectangle until <see cref="EndClip"/>.</summary>
    void BeginClip(double x, double y, double width, double height);

    /// <summary>Ends what <see cref="BeginClip"/> began.</summary>
    void EndClip();

    /// <summary>Says that what is drawn until <see cref="EndSeries"/> belongs to one of the chart's series; a drawing on paper has no use for
    /// it.</summary>
    void BeginSeries(int index, SeriesPart part) { }

    /// <summary>Ends what <see cref="BeginSeries"/> began.</summary>
    void EndSeries() { }

    /// <summary>The values of a series where they are drawn, for a page that shows them under the pointer.</summary>
    void Readings(int index, string name, ChartColor color, IReadOnlyList<Reading> readings) { }
}

/// <summary>What of a series is drawn.</summary>
public enum SeriesPart
{
    /// <summary>The area of its errors.</summary>
    Band,

    /// <summary>Its curve.</summary>
    Curve,

    /// <summary>Its name beside the curve.</summary>
    Name,
}

/// <summary>A value where it is drawn.</summary>
/// <param name="Place">The place.</param>
/// <param name="At">Where on the horizontal axis, as text.</param>
/// <param name="Value">The value as text.</param>
public readonly record struct Reading(Place Place, string At, string Value);

/// <summary>
/// Widths of text in the charts' font, needed for the layout of an SVG that may never meet that font: Helvetica and Arial, the first
/// fallbacks in a browser, are narrower. A table instead of Skia, so that a report needs no native library.
/// </summary>
public static class TextWidth
{
    // Advance widths of U+0020 to U+007E in DejaVu Sans Condensed, in thousandths of the font size.
    static ReadOnlySpan<short> Advances =>
    [
        286, 360, 414, 754, 572, 855, 702, 247, 351, 351, 450, 754, 286, 325, 286, 303, 572, 572, 572, 572, 572, 572, 572, 572,
        572, 572, 303, 303, 754, 754, 754, 478, 900, 615, 617, 628, 693, 568, 518, 697, 677, 265, 265, 590, 501, 776, 673, 708,
        542, 708, 625, 571, 549, 659, 615, 890, 616, 549, 616, 351, 303, 351, 754, 450, 450, 551, 571, 495, 571, 554, 316, 571,
        570, 250, 250, 521, 250, 876, 570, 550, 571, 571, 370, 469, 353, 570, 532, 736, 532, 532, 472, 572, 303, 572, 754,
    ];

    const short OtherAdvance = 754;     // that of ±, −, ≤: wide for a letter with an accent

    /// <summary>The width of one line of text at a font size, in the unit of the size.</summary>
    public static double Of(string text, double size)
    {
        double thousandths = 0;
        foreach (char c in text)
            thousandths += c is >= ' ' and <= '~' ? Advances[c - ' '] : OtherAdvance;
        return size * thousandths / 1000;
    }

    /// <summary>Breaks text between words into lines no wider than <paramref name="width"/>, except where one word alone is wider.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width)
    {
        var lines = new List<string>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Of(lines[^1] + " " + word, size) <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }
        return lines;
    }
}
