namespace Elucid.Images;

/// <summary>What images become.</summary>
/// <param name="Width">In pixels, at least 1.</param>
/// <param name="Height">In pixels, at least 1.</param>
/// <param name="Color">Grey by default, or three channels.</param>
/// <param name="Resize">How an image of another shape gets this one; cut by default.</param>
public sealed record ImageOptions(int Width, int Height, ImageColor Color = ImageColor.Grey, ImageResize Resize = ImageResize.Crop)
{
    /// <summary>
    /// The most pixels that an image may have, 50 million by default: the file says how many before anything is decoded, and a small one can say
    /// many.
    /// </summary>
    public long MostPixels { get; init; } = 50_000_000;

    /// <summary>1 or 3.</summary>
    public int Channels => Color == ImageColor.Grey ? 1 : 3;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostPixels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Width * Height, MostPixels);
    }
}

/// <summary>Which channels images have.</summary>
public enum ImageColor
{
    /// <summary>One, the luma 0.299·red + 0.587·green + 0.114·blue (ITU-R BT.601).</summary>
    Grey,

    /// <summary>Red, green and blue.</summary>
    Rgb,
}

/// <summary>How an image gets another shape.</summary>
public enum ImageResize
{
    /// <summary>The largest part in the middle that has the new proportions, scaled: nothing is distorted, margins are lost.</summary>
    Crop,

    /// <summary>The whole image, scaled to fit, in the middle of black: nothing is distorted or lost.</summary>
    Fit,
}
