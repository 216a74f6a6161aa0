namespace Elucid;

/// <summary>What is asked of images: whatever is not is taken from the files.</summary>
public sealed record ImageRequest
{
    /// <summary>
    /// The size they are brought to; null for their own where all have one of at most 64 × 64, and otherwise 32 × 32.
    /// </summary>
    public ImageSize? Size { get; init; }

    /// <summary>How an image of another shape gets this one.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>Whether colours are dropped; by default they are where no image has any.</summary>
    public bool IsGrey { get; init; }

    /// <summary>What other images became, and these are to become: a network that learned from those goes on with these. Null finds it out.</summary>
    public ImageOptions? Like { get; init; }

    const int Largest = 64, Usual = 32;

    /// <summary>What becomes of images with these headers.</summary>
    internal ImageOptions OptionsFor(IReadOnlyCollection<ImageHeader> headers)
    {
        if (Like is not null)
            return Like;
        ImageSize first = headers.First().Size;
        bool areSmall = first.Width <= Largest && first.Height <= Largest && headers.All(header => header.Size == first);
        ImageSize size = Size ?? (areSmall ? first : new(Usual, Usual));
        return new ImageOptions(size.Width, size.Height, IsGrey || headers.All(header => header.IsGrey) ? ImageColor.Grey : ImageColor.Rgb, Fit);
    }
}
