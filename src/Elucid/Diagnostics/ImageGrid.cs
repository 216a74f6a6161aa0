using System.Globalization;
using System.Text;

namespace Elucid;

/// <summary>Images side by side in one picture: what a generator draws, what a first layer looks for, which digits were mistaken.</summary>
public sealed class ImageGrid
{
    const int Gap = 1;

    readonly byte[] _pixels;

    ImageGrid(int width, int height, byte[] pixels) => (Width, Height, _pixels) = (width, height, pixels);

    /// <summary>The width of the picture in pixels, a white line of one pixel between images included.</summary>
    public int Width { get; }

    /// <summary>The height of the picture in pixels.</summary>
    public int Height { get; }

    /// <summary>The picture: [height, width, 3], red, green and blue.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Puts images into rows.</summary>
    /// <param name="images">[images, channels, height, width], of 1 channel (grey) or 3 (red, green, blue).</param>
    /// <param name="columns">How many are in a row; about as many as rows by default (0).</param>
    /// <param name="lowest">What is black; what is less, too.</param>
    /// <param name="highest">What is white, or full colour; what is more, too.</param>
    /// <exception cref="ShapeException">The images have another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative, or the brightest value is not above the darkest.</exception>
    public static ImageGrid Of(Tensor images, int columns = 0, double lowest = 0, double highest = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Require.Finite(highest), Require.Finite(lowest));
        if (images.Shape.Rank != 4 || images.Shape[1] is not (1 or 3))
            ShapeException.Throw(
                nameof(ImageGrid), "images", "[images, 1 or 3 channels, height, width]", images.Shape, "Slice channels out to see them.");
        (int count, int channels, int height, int width) = (images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3]);
        columns = columns == 0 ? (int)Math.Ceiling(Math.Sqrt(count)) : Math.Min(columns, count);
        int rows = (count + columns - 1) / columns;
        int gridWidth = checked(columns * (width + Gap) - Gap), gridHeight = checked(rows * (height + Gap) - Gap);
        byte[] pixels = new byte[checked(gridWidth * gridHeight * 3)];
        Array.Fill(pixels, byte.MaxValue);
        ReadOnlySpan<float> values = images.Values;
        float black = (float)lowest, white = (float)highest;
        for (int image = 0; image < count; image++)
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                {
                    int row = image / columns * (height + Gap) + y, column = image % columns * (width + Gap) + x;
                    for (int c = 0; c < 3; c++)
                    {
                        float value = values[((image * channels + Math.Min(c, channels - 1)) * height + y) * width + x];
                        pixels[(row * gridWidth + column) * 3 + c] = ByteOf((value - black) / (white - black));
                    }
                }
        return new(gridWidth, gridHeight, pixels);
    }

    /// <summary>The first images of a dataset.</summary>
    /// <param name="data">Rows of shape [channels, height, width], of 1 channel or 3.</param>
    /// <param name="count">How many, or all if there are fewer.</param>
    /// <param name="columns">As in <see cref="Of(Tensor, int, double, double)"/>.</param>
    /// <exception cref="ShapeException">The rows have another shape.</exception>
    public static ImageGrid OfFirst(Dataset data, int count, int columns = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int shown = Math.Min(count, data.Count);
        return Of(new Tensor([shown, .. data.FeatureShape], data.Features[..(shown * data.FeatureCount)]), columns);
    }

    /// <summary>The picture as a file of PNG.</summary>
    public byte[] ToPng() => PngWriter.Write(Width, Height, _pixels);

    /// <summary>Writes the picture as a file of PNG.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path) => AtomicFile.Write(path, SavePng);

    /// <summary>Writes the picture to a stream, as a file of PNG.</summary>
    public void SavePng(Stream stream) => stream.Write(ToPng());

    /// <summary>The picture as an element of SVG, which stands in a page as it is: its pixels are squares at any size.</summary>
    /// <param name="scale">How many units wide a pixel is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
    public string ToSvg(double scale = 4)
    {
        Require.Positive(scale);
        string size = string.Create(CultureInfo.InvariantCulture, $"width=\"{Width * scale}\" height=\"{Height * scale}\"");
        return new StringBuilder()
            .Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" {size} viewBox=\"0 0 {Width} {Height}\" role=\"img\">")
            .Append($"<image width=\"{Width}\" height=\"{Height}\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,")
            .Append(Convert.ToBase64String(ToPng()))
            .Append("\"/></svg>\n").ToString();
    }

    // NaN is black.
    static byte ByteOf(float share) => share > 0 ? (byte)MathF.Round(255 * Math.Min(share, 1)) : (byte)0;
}
