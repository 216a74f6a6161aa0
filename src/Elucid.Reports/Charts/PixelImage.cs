using System.Text.Json.Serialization;

namespace Elucid.Reports;

/// <summary>A picture in shades of grey or in colours.</summary>
public sealed record PixelImage
{
    /// <summary>A picture whose pixels fit its size.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="pixels">[height, width] from 0 for black to 255 for white, or [height, width, 3] with red, green and blue.</param>
    /// <exception cref="ArgumentException">The number of bytes is another, or there is no pixel.</exception>
    public PixelImage(int width, int height, byte[] pixels)
    {
        long count = (long)width * height;
        if (width <= 0 || height <= 0 || pixels.LongLength != count && pixels.LongLength != 3 * count)
        {
            throw new ArgumentException($"A picture of {width} × {height}: expected {count} bytes, one for each pixel, "
                + $"or {3 * count} with red, green and blue, but got {pixels.Length}.", nameof(pixels));
        }
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>[height, width] or [height, width, 3].</summary>
    public byte[] Pixels { get; }

    /// <summary>1 for shades of grey, 3 for colours.</summary>
    [JsonIgnore]
    public int Channels => Pixels.Length / (Width * Height);

    /// <summary>What stands below the picture in small letters, such as "3, said 8"; nothing by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What is marked in it; nothing by default.</summary>
    public IReadOnlyList<ImageBox> Boxes { get; init; } = [];

    /// <summary>The picture of numbers from 0 for black to 1 for white or full colour; what lies beyond is black or white.</summary>
    /// <param name="shape">[height, width], [1, height, width], or [3, height, width] with red, green and blue.</param>
    /// <param name="values">The numbers, as many as the shape has.</param>
    /// <exception cref="ShapeException">It is the shape of no picture.</exception>
    /// <exception cref="ArgumentException">There are more values, or fewer.</exception>
    public static PixelImage Of(Shape shape, ReadOnlySpan<float> values)
    {
        if (shape.Rank is not (2 or 3) || shape.Size == 0 || shape.Rank == 3 && shape[0] is not (1 or 3))
        {
            throw new ShapeException(
                $"A picture: expected values of shape [height, width] or [1 or 3 channels, height, width], but got {shape}. Give one image.");
        }
        if (values.Length != shape.Size)
            throw new ArgumentException($"A picture of shape {shape}: expected {shape.Size} values, but got {values.Length}.", nameof(values));
        int channels = shape.Rank == 3 ? shape[0] : 1, count = shape.Size / channels;
        byte[] pixels = new byte[shape.Size];
        for (int i = 0; i < values.Length; i++)
            pixels[i % count * channels + i / count] = values[i] > 0 ? (byte)MathF.Round(255 * Math.Min(values[i], 1)) : (byte)0;  // NaN is black
        return new(shape[-1], shape[-2], pixels);
    }

    /// <summary>The image in a row of a dataset.</summary>
    /// <param name="data">Rows of shape [height, width], [1, height, width] or [3, height, width], with values from 0 to 1.</param>
    /// <param name="row">Which.</param>
    /// <exception cref="ShapeException">The rows are no pictures.</exception>
    public static PixelImage Of(Dataset data, int row) =>
        Of(new Shape(data.FeatureShape), data.Features.Slice(row * data.FeatureCount, data.FeatureCount));

    /// <summary>The same picture with no side longer than <paramref name="longest"/>, each pixel the mean of those in its place: a page that shows a
    /// photograph in the size of a stamp need not carry it whole.</summary>
    internal PixelImage Within(int longest)
    {
        if (Math.Max(Width, Height) <= longest)
            return this;
        double scale = (double)longest / Math.Max(Width, Height);
        int width = Math.Max(1, (int)Math.Round(Width * scale)), height = Math.Max(1, (int)Math.Round(Height * scale)), channels = Channels;
        byte[] pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom) = Part(y, height, Height);
            for (int x = 0; x < width; x++)
            {
                (int left, int right) = Part(x, width, Width);
                for (int c = 0; c < channels; c++)
                {
                    long sum = 0, count = (long)(bottom - top) * (right - left);
                    for (int row = top; row < bottom; row++)
                        for (int column = left; column < right; column++)
                            sum += Pixels[((long)row * Width + column) * channels + c];
                    pixels[(y * width + x) * channels + c] = (byte)((sum + count / 2) / count);
                }
            }
        }
        return new(width, height, pixels);
    }

    /// <summary>The picture as a file of PNG.</summary>
    internal byte[] ToPng()
    {
        int channels = Channels, count = Width * Height;
        float[] planes = new float[Pixels.Length];
        for (int i = 0; i < Pixels.Length; i++)
            planes[i % channels * count + i / channels] = Pixels[i];
        return ImageGrid.Of(new Tensor([1, channels, Height, Width], planes), highest: 255).ToPng();
    }

    static (int First, int End) Part(int i, int parts, int length) =>
        ((int)((long)i * length / parts), (int)Math.Max((long)(i + 1) * length / parts, (long)i * length / parts + 1));
}
