namespace Elucid.Reports;

/// <summary>Rows of small pictures: what generators draw, how images are reconstructed, where a detector sees objects.</summary>
public sealed record ImageChart : Chart
{
    /// <summary>The rows from top to bottom.</summary>
    public required IReadOnlyList<ImageRow> Rows { get; init; }

    private protected override string Content => $"Pictures: {string.Join("; ", Rows.Select(ContentOf).DefaultIfEmpty("no row"))}.";

    internal override IPlot Plot(double width) => new ImagePlot(this, width);

    internal override void WriteTo(TerminalPage page)
    {
        foreach (ImageRow row in Rows)
            page.Line($"{row.Images.Count} {row.Name}" is var line && line.Length > page.Width ? line[..page.Width] : line);
    }

    static string ContentOf(ImageRow row)
    {
        string[] boxes = [.. row.Images.SelectMany(image => image.Boxes).CountBy(box => box.Name).Select(box => $"{box.Value} of {box.Key}")];
        return $"{row.Name} {row.Images.Count}{(boxes.Length > 0 ? $" with boxes, {string.Join(", ", boxes)}" : "")}";
    }
}

/// <summary>Pictures that belong together, such as all of one network.</summary>
/// <param name="Name">What stands above them.</param>
/// <param name="Images">The pictures, in as many lines as they need.</param>
public sealed record ImageRow(string Name, IReadOnlyList<GreyImage> Images);

/// <summary>A picture in shades of grey.</summary>
public sealed record GreyImage
{
    /// <summary>A picture whose pixels fit its size.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="pixels">[height, width], from 0 for black to 255 for white.</param>
    /// <exception cref="ArgumentException">The number of pixels is another, or there is none.</exception>
    public GreyImage(int width, int height, byte[] pixels)
    {
        if (width <= 0 || height <= 0 || pixels.LongLength != (long)width * height)
            throw new ArgumentException(
                $"A picture of {width} × {height}: expected {(long)width * height} pixels, but got {pixels.Length}.", nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>[height, width], from 0 for black to 255 for white.</summary>
    public byte[] Pixels { get; }

    /// <summary>What is marked in it; nothing by default.</summary>
    public IReadOnlyList<ImageBox> Boxes { get; init; } = [];

    /// <summary>The picture of numbers from 0 for black to 1 for white; what lies beyond is black or white.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="shades">[height, width].</param>
    /// <exception cref="ArgumentException">They are not whole rows.</exception>
    public static GreyImage Of(int width, ReadOnlySpan<float> shades)
    {
        byte[] pixels = new byte[shades.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = shades[i] > 0 ? (byte)MathF.Round(255 * Math.Min(shades[i], 1)) : (byte)0;          // NaN is black
        return new(width, shades.Length / Math.Max(1, width), pixels);
    }

    /// <summary>The picture as a file of PNG.</summary>
    internal byte[] ToPng() => ImageGrid.Of(new Tensor([1, 1, Height, Width], [.. Pixels.Select(pixel => (float)pixel)]), highest: 255).ToPng();
}

/// <summary>A rectangle in a picture, in its pixels from the upper left corner.</summary>
/// <param name="Name">What it marks, as the legend says it.</param>
/// <param name="Left">Where it begins.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Right">Where it ends.</param>
/// <param name="Bottom">Where it ends.</param>
public sealed record ImageBox(string Name, double Left, double Top, double Right, double Bottom)
{
    /// <summary>Its colour; boxes of one name have one.</summary>
    public SeriesStyle Style { get; init; } = new(1);
}
