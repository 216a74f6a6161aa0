namespace Elucid;

/// <summary>What images become.</summary>
/// <param name="Width">In pixels, at least 1.</param>
/// <param name="Height">In pixels, at least 1.</param>
/// <param name="Color">Grey by default, or three channels.</param>
/// <param name="Fit">How an image of another shape gets this one; cropped by default.</param>
public sealed record ImageOptions(int Width, int Height, ImageColor Color = ImageColor.Grey, ImageFit Fit = ImageFit.Crop)
{
    /// <summary>
    /// The most pixels that an image may have, 50 million by default: the file says how many before anything is decoded, and a small one can say
    /// many.
    /// </summary>
    public long MostPixels { get; init; } = 50_000_000;

    /// <summary>1 or 3.</summary>
    public int Channels => Color == ImageColor.Grey ? 1 : 3;

    /// <summary>The shape of an example: [channels, height, width].</summary>
    public int[] Shape => [Channels, Height, Width];

    /// <summary>Throws unless there is such a size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or there are more pixels than <see cref="MostPixels"/>.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostPixels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Width * Height, MostPixels);
    }

    /// <summary>In words: "32×48 in colour by cropping to the middle".</summary>
    public override string ToString() => $"{new ImageSize(Width, Height)} {ColorWord(Color)} by {FitWords(Fit)}";

    /// <summary>What was found and what becomes of it: "of 3 sizes, 640×480 most often, brought to 32×32 in colour by cropping to the
    /// middle."</summary>
    internal string WordsFor(IReadOnlyCollection<ImageHeader> headers, ImageRequest request)
    {
        KeyValuePair<ImageSize, int>[] sizes = [.. headers.CountBy(header => header.Size).OrderByDescending(size => size.Value)];
        string ofSizes = sizes.Length == 1 ? $"of {sizes[0].Key}" : $"of {sizes.Length:N0} sizes, {sizes[0].Key} most often";
        string color = ColorWord(Color);
        string become = sizes.Length == 1 && sizes[0].Key == new ImageSize(Width, Height) ? $"taken as they are, {color}"
            : $"brought to {this}";
        string overrule = request.Size is null && request.Like is null ? $" Use {Spelling.Of(nameof(ImageRequest.Size))} for another size." : "";
        return $"{ofSizes}, {become}.{overrule}";
    }

    internal static string ColorWord(ImageColor color) => color == ImageColor.Grey ? "in grey" : "in colour";

    internal static string FitWords(ImageFit fit) => fit switch
    {
        ImageFit.Crop => "cropping to the middle",
        ImageFit.Pad => "padding with black",
        _ => "stretching",
    };
}
