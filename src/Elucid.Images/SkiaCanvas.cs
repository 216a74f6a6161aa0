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

    public void Dots(IReadOnlyList<Place> centers, double size, DotShape shape, ChartColor fill, double opacity)
    {
        // All in one path: dots that overlap do not blend, as in SVG.
        using SKPaint paint = Fill(fill, opacity);
        using var path = new SKPath();
        foreach (Place center in centers)
        {
            (float x, float y, float side) = ((float)center.X, (float)center.Y, (float)(0.88 * size));
            if (shape == DotShape.Round)
                path.AddCircle(x, y, (float)(size / 2));
            else if (shape == DotShape.Square)
                path.AddRect(SKRect.Create(x - side / 2, y - side / 2, side, side));
            else
                AddCross(path, x, y, (float)(0.4 * size));
        }
        if (shape == DotShape.Cross)
            (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, (float)(0.3 * size));
        canvas.DrawPath(path, paint);
    }

    public void Rectangles(IReadOnlyList<Box> boxes, ChartColor fill)
    {
        using SKPaint paint = Fill(fill, 1);
        paint.IsAntialias = false;
        foreach (Box box in boxes)
            canvas.DrawRect(SKRect.Create((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height), paint);
    }

    public void Text(string text, Place place, double size, ChartColor fill, TextAnchor anchor, bool bold, double angle)
    {
        using SKPaint paint = Fill(fill, 1);
        using var font = new SKFont(Typeface.Value, (float)size) { Embolden = bold, Subpixel = true, Hinting = SKFontHinting.None };
        SKTextAlign align = anchor switch { TextAnchor.Middle => SKTextAlign.Center, TextAnchor.End => SKTextAlign.Right, _ => SKTextAlign.Left };
        canvas.Save();
        canvas.RotateDegrees((float)angle, (float)place.X, (float)place.Y);
        canvas.DrawText(text, (float)place.X, (float)place.Y, align, font, paint);
        canvas.Restore();
    }

    public void Image(PixelImage image, double x, double y, double width, double height)
    {
        bool isGrey = image.Channels == 1;
        var info = new SKImageInfo(image.Width, image.Height, isGrey ? SKColorType.Gray8 : SKColorType.Rgb888x, SKAlphaType.Opaque);
        using SKImage pixels = SKImage.FromPixelCopy(info, isGrey ? image.Pixels : FourBytes(image.Pixels), info.RowBytes);
        SKSamplingOptions sampling = width >= image.Width ? new(SKFilterMode.Nearest) : new(SKFilterMode.Linear, SKMipmapMode.Linear);
        canvas.DrawImage(pixels, SKRect.Create((float)x, (float)y, (float)width, (float)height), sampling);
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

    // Skia has no pixels of three bytes.
    static byte[] FourBytes(byte[] pixels)
    {
        byte[] padded = new byte[pixels.Length / 3 * 4];
        for (int i = 0; i < pixels.Length; i++)
            padded[i / 3 * 4 + i % 3] = pixels[i];
        return padded;
    }

    static void AddCross(SKPath path, float x, float y, float arm)
    {
        path.MoveTo(x - arm, y - arm);
        path.LineTo(x + arm, y + arm);
        path.MoveTo(x - arm, y + arm);
        path.LineTo(x + arm, y - arm);
    }

    static SKPath Path(IReadOnlyList<Place> places, bool close)
    {
        var path = new SKPath();
        path.AddPoly([.. places.Select(p => new SKPoint((float)p.X, (float)p.Y))], close);
        return path;
    }
}
