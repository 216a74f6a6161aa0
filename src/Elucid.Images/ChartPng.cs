using Elucid.Reports;
using SkiaSharp;

namespace Elucid.Images;

/// <summary>Draws charts as PNG. The same chart gives the same bytes.</summary>
public static class ChartPng
{
    /// <summary>A PNG file with title and caption.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="size">The size at 100 %; <see cref="ChartSize.Wide"/> by default.</param>
    /// <param name="theme">The colours; light by default, for paper.</param>
    /// <param name="scale">Pixels of the file per pixel of <paramref name="size"/>, 0.5 to 4; 2 by default, for sharp screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side of <paramref name="size"/> is not between 100 and 4000 pixels,
    /// or the scale not between 0.5 and 4.</exception>
    public static byte[] Encode(Chart chart, ChartSize? size = null, ChartTheme theme = ChartTheme.Light, double scale = 2)
    {
        if (!(scale is >= 0.5 and <= 4))
            throw new ArgumentOutOfRangeException(nameof(scale), $"The scale of a picture must be between 0.5 and 4, but got {scale}.");
        ChartDrawing drawing = new(chart, size ?? ChartSize.Wide);
        using var bitmap = new SKBitmap((int)Math.Ceiling(drawing.Width * scale), (int)Math.Ceiling(drawing.Height * scale));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(ChartColor.Surface.Argb(theme)));
        canvas.Scale((float)scale);
        drawing.Paint(new SkiaCanvas(canvas, theme));
        // Flat colours gain nothing from PNG's row filters, and searching for the best one takes most of the time.
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.NoFilters, zLibLevel: 4))
            ?? throw new InvalidOperationException($"The picture '{chart.Title}' could not be encoded as PNG.");
        return png.ToArray();
    }
}
