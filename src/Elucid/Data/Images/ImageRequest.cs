namespace Elucid;

/// <summary>What is asked of images: whatever is not is taken from the files.</summary>
public sealed record ImageRequest
{
    /// <summary>
    /// The size they are brought to; null for their own where all have one of at most 64 × 64, and otherwise 32 × 32.
    /// </summary>
    public ImageSize? Size { get; init; }

    /// <summary>
    /// How an image of another shape gets this one; null for cropping, or for padding where objects are to be found, of which none may be lost.
    /// </summary>
    public ImageFit? Fit { get; init; }

    /// <summary>Whether colours are dropped; by default they are where no image has any.</summary>
    public bool IsGrey { get; init; }

    /// <summary>What other images became, and these are to become: a network that learned from those goes on with these. Null finds it out.</summary>
    public ImageOptions? Like { get; init; }

    const int Largest = 64, Usual = 32, LargestBoxed = 128, UsualBoxed = 64, Multiple = 8;

    /// <summary>What becomes of images with these headers.</summary>
    internal ImageOptions OptionsFor(IReadOnlyCollection<ImageHeader> headers)
    {
        if (Like is not null)
            return Like;
        ImageSize size = Size ?? (OwnSize(headers, Largest) ?? new(Usual, Usual));
        return new ImageOptions(size.Width, size.Height, ColorOf(headers), Fit ?? ImageFit.Crop);
    }

    /// <summary>What becomes of images in which objects are to be found: sides are multiples of a cell's, unless the user names others.</summary>
    internal ImageOptions OptionsForBoxes(IReadOnlyCollection<ImageHeader> headers)
    {
        if (Like is not null)
            return Like;
        ImageSize own = OwnSize(headers, LargestBoxed) ?? new(UsualBoxed, UsualBoxed);
        ImageSize size = Size ?? new(RoundUp(own.Width), RoundUp(own.Height));
        return new ImageOptions(size.Width, size.Height, ColorOf(headers), Fit ?? ImageFit.Pad);
    }

    static int RoundUp(int side) => (side + Multiple - 1) / Multiple * Multiple;

    // That of all of them, if it is small enough.
    static ImageSize? OwnSize(IReadOnlyCollection<ImageHeader> headers, int largest)
    {
        ImageSize first = headers.First().Size;
        return first.Width <= largest && first.Height <= largest && headers.All(header => header.Size == first) ? first : null;
    }

    ImageColor ColorOf(IReadOnlyCollection<ImageHeader> headers) =>
        IsGrey || headers.All(header => header.IsGrey) ? ImageColor.Grey : ImageColor.Rgb;
}
