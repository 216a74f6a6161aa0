using SkiaSharp;

namespace Elucid.Images.Tests;

/// <summary>Files of images, drawn for tests.</summary>
static class Pictures
{
    /// <summary>A picture of one colour.</summary>
    public static byte[] Plain(int width, int height, SKColor color, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        Encode(format, width, height, (_, _) => color);

    /// <summary>A picture by its pixels.</summary>
    public static byte[] Encode(SKEncodedImageFormat format, int width, int height, Func<int, int, SKColor> color)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                bitmap.SetPixel(x, y, color(x, y));
        using SKData data = bitmap.Encode(format, 100);
        return data.ToArray();
    }
}
