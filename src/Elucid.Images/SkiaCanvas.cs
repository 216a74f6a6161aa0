using Elucid.Reports;
using SkiaSharp;

namespace Elucid.Images;

/// <summary>Draws into pixels, with the embedded font: a machine without fonts would otherwise show no text, and without an error.</summary>
internal sealed class SkiaCanvas(SKCanvas canvas, ChartTheme theme) : IChartCanvas
{
    static readonly Lazy<SKTypeface> Typeface = new(() =>
    {
        using Stream resource = typeof(SkiaCanvas).Assembly.GetManifestResourceStream("DejaVuSansCondensed.ttf")
            ?? throw new InvalidOperationException("The embedded font of the charts is missing from this build of Elucid.Images. Build it again.");
        return SKTypeface.FromStream(resource) ?? throw new InvalidOperationException("Skia could not read the embedded font of the charts.");
    });

    public void Rectangle(double x, double y, double width, double height, ChartColor fill, double opacity, double radius)
    {
        using SKPaint paint = Fill(fill, opacity);
        canvas.DrawRoundRect((float)x, (float)y, (float)width, (float)height, (float)radius, (float)radius, paint);
    }

    public void Line(IReadOnlyList<Place> places, ChartColor stroke, double width, Dash dash)
    {
        using SKPaint paint = Fill(stroke, 1);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = (float)width;
        paint.StrokeJoin = SKStrokeJoin.Round;
        paint.StrokeCap = dash == Dash.Dotted ? SKStrokeCap.Round : SKStrokeCap.Butt;
        using SKPathEffect? effect = DashPattern.Of(dash, width) is { Length: > 0 } pattern
            ? SKPathEffect.CreateDash([.. pattern.Select(d => (float)d)], 0)
            : null;
        paint.PathEffect = effect;
        using SKPath path = Path(places, close: false);
        canvas.DrawPath(path, paint);
    }

    public void Area(IReadOnlyList<Place> outline, ChartColor fill, double opacity)
    {
        using SKPaint paint = Fill(fill, opacity);
        using SKPath path = Path(outline, close: true);
        canvas.DrawPath(path, paint);
    }

    public void Circle(Place center, double radius, ChartColor fill, double opacity)
    {
        using SKPaint paint = Fill(fill, opacity);
        canvas.DrawCircle((float)center.X, (float)center.Y, (float)radius, paint);
    }

    public void Text(string text, Place place, double size, ChartColor fill, TextAnchor anchor, bool bold)
    {
        using SKPaint paint = Fill(fill, 1);
        using var font = new SKFont(Typeface.Value, (float)size) { Embolden = bold, Subpixel = true, Hinting = SKFontHinting.None };
        SKTextAlign align = anchor switch { TextAnchor.Middle => SKTextAlign.Center, TextAnchor.End => SKTextAlign.Right, _ => SKTextAlign.Left };
        canvas.DrawText(text, (float)place.X, (float)place.Y, align, font, paint);
    }

    public void Image(GreyImage image, double x, double y, double width, double height)
    {
        using SKImage pixels = SKImage.FromPixelCopy(
            new SKImageInfo(image.Width, image.Height, SKColorType.Gray8, SKAlphaType.Opaque), image.Pixels, image.Width);
        canvas.DrawImage(pixels, SKRect.Create((float)x, (float)y, (float)width, (float)height), new SKSamplingOptions(SKFilterMode.Nearest));
    }

    public void BeginClip(double x, double y, double width, double height)
    {
        canvas.Save();
        canvas.ClipRect(SKRect.Create((float)x, (float)y, (float)width, (float)height), antialias: true);
    }

    public void EndClip() => canvas.Restore();

    SKPaint Fill(ChartColor color, double opacity) => new()
    {
        IsAntialias = true,
        Color = new SKColor(color.Argb(theme)).WithAlpha((byte)Math.Round(255 * opacity)),
    };

    static SKPath Path(IReadOnlyList<Place> places, bool close)
    {
        var path = new SKPath();
        path.AddPoly([.. places.Select(p => new SKPoint((float)p.X, (float)p.Y))], close);
        return path;
    }
}
