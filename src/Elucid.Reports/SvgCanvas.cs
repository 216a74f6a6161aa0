using System.Globalization;

namespace Elucid.Reports;

/// <summary>
/// Draws into an SVG element. Every shape carries its role as a class, which a style sheet with the variables of <see cref="Palette"/> colours. In a
/// document of its own it carries its light colour, too: a viewer that knows neither classes nor variables still shows the light drawing.
/// Within a page, series are groups with their values, which the page's script reads.
/// </summary>
internal sealed class SvgCanvas(MarkupWriter markup, bool isWithinPage = true) : IChartCanvas
{
    // The layout is that of the condensed font, and the wider ones come only where nothing narrower is installed.
    internal const string FontFamily = "Helvetica, Arial, DejaVu Sans Condensed, system-ui, sans-serif";

    public void Rectangle(double x, double y, double width, double height, ChartColor fill, double opacity, double radius) =>
        markup.Void("rect", ("x", Text(x)), ("y", Text(y)), ("width", Text(width)), ("height", Text(height)),
            ("rx", radius == 0 ? null : Text(radius)), ("class", "fill-" + fill.Name), ("fill", Light(fill)), ("fill-opacity", Opacity(opacity)));

    public void Line(IReadOnlyList<Place> places, ChartColor stroke, double width, Dash dash) =>
        markup.Void("path", ("d", Path(places)), ("class", "stroke-" + stroke.Name), ("fill", "none"), ("stroke", Light(stroke)),
            ("stroke-width", Text(width)), ("stroke-linejoin", "round"), ("stroke-linecap", dash == Dash.Dotted ? "round" : null),
            ("stroke-dasharray", DashPattern.Of(dash, width) is { Length: > 0 } pattern ? string.Join(' ', pattern.Select(Text)) : null));

    public void Area(IReadOnlyList<Place> outline, ChartColor fill, double opacity) =>
        markup.Void("path", ("d", Path(outline) + "Z"), ("class", "fill-" + fill.Name), ("fill", Light(fill)), ("fill-opacity", Opacity(opacity)));

    public void Circle(Place center, double radius, ChartColor fill, double opacity) =>
        markup.Void("circle", ("cx", Short(center.X)), ("cy", Short(center.Y)), ("r", Text(radius)),
            ("class", "fill-" + fill.Name), ("fill", Light(fill)), ("fill-opacity", Opacity(opacity)));

    // One path for all: strokes of no length are their round or square ends. A page with thousands of circles would be ten times as long.
    public void Dots(IReadOnlyList<Place> centers, double size, DotShape shape, ChartColor fill, double opacity)
    {
        string arm = Text(0.8 * size), back = Text(-0.8 * size);
        string path = string.Concat(centers.Select(center => shape == DotShape.Cross
            ? $"M{Short(center.X - 0.4 * size)} {Short(center.Y - 0.4 * size)}l{arm} {arm}m{back} 0l{arm} {back}"
            : $"M{Short(center.X)} {Short(center.Y)}h0"));
        markup.Void("path", ("d", path), ("class", "stroke-" + fill.Name), ("fill", "none"), ("stroke", Light(fill)),
            ("stroke-width", Text(shape switch { DotShape.Cross => 0.3 * size, DotShape.Square => 0.88 * size, _ => size })),
            ("stroke-linecap", shape switch { DotShape.Cross => null, DotShape.Square => "square", _ => "round" }),
            ("stroke-opacity", Opacity(opacity)));
    }

    // Strokes as wide as rectangles are high take half the characters.
    public void Rectangles(IReadOnlyList<Box> boxes, ChartColor fill)
    {
        foreach (IGrouping<double, Box> equal in boxes.GroupBy(box => box.Height))
        {
            markup.Void("path", ("d", string.Concat(equal.Select(box => $"M{Short(box.X)} {Short(box.Y + box.Height / 2)}h{Short(box.Width)}"))),
                ("class", "stroke-" + fill.Name), ("fill", "none"), ("stroke", Light(fill)), ("stroke-width", Text(equal.Key)),
                ("shape-rendering", "crispEdges"));
        }
    }

    public void Text(string text, Place place, double size, ChartColor fill, TextAnchor anchor, bool bold, double angle) =>
        markup.Element("text", text, ("x", Text(place.X)), ("y", Text(place.Y)), ("font-size", Text(size)), ("class", "fill-" + fill.Name),
            ("fill", Light(fill)), ("font-weight", bold ? "600" : null),
            ("text-anchor", anchor switch { TextAnchor.Middle => "middle", TextAnchor.End => "end", _ => null }),
            ("transform", angle == 0 ? null : $"rotate({Text(angle)} {Text(place.X)} {Text(place.Y)})"));

    public void Image(PixelImage image, double x, double y, double width, double height) =>
        markup.Void("image", ("x", Text(x)), ("y", Text(y)), ("width", Text(width)), ("height", Text(height)),
            ("preserveAspectRatio", "none"), ("style", width >= image.Width ? "image-rendering:pixelated" : null),
            ("href", $"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}"));

    // An inner svg element clips without an id, which could not be unique once many charts share a page.
    public void BeginClip(double x, double y, double width, double height) =>
        markup.Open("svg", ("x", Text(x)), ("y", Text(y)), ("width", Text(width)), ("height", Text(height)),
            ("viewBox", $"{Text(x)} {Text(y)} {Text(width)} {Text(height)}"), ("overflow", "hidden"));

    public void EndClip() => markup.Close();

    public void BeginSeries(int index, SeriesPart part)
    {
        if (isWithinPage)
            markup.Open("g", ("data-series", index.ToString(CultureInfo.InvariantCulture)), ("class", part.ToString().ToLowerInvariant()));
    }

    public void EndSeries()
    {
        if (isWithinPage)
            markup.Close();
    }

    // x y at value, x y at value, …: separated by a character that no number holds, and a name that holds it loses it.
    public void Readings(int index, string name, ChartColor color, IReadOnlyList<Reading> readings)
    {
        if (!isWithinPage)
            return;
        markup.Open("g", ("class", "readings"), ("data-of", index.ToString(CultureInfo.InvariantCulture)), ("data-name", name),
            ("data-color", color.Name),
            ("data-values", string.Join('|', readings.Select(r => $"{Short(r.Place.X)}|{Short(r.Place.Y)}|{Plain(r.At)}|{Plain(r.Value)}"))));
        markup.Close();

        static string Plain(string text) => text.Replace('|', ' ');
    }

    static string Path(IReadOnlyList<Place> places) =>
        "M" + string.Join('L', places.Select(p => Short(p.X) + " " + Short(p.Y)));

    internal static string Text(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    // A tenth of a pixel is as exact as anybody sees, and a page has many thousands of places.
    static string Short(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    string? Light(ChartColor color) => isWithinPage ? null : color.Light;

    static string? Opacity(double opacity) => opacity == 1 ? null : Text(opacity);
}
