namespace Elucid;

/// <summary>Which channels images have.</summary>
public enum ImageColor
{
    /// <summary>One, the luma 0.299·red + 0.587·green + 0.114·blue (ITU-R BT.601).</summary>
    Grey,

    /// <summary>Red, green and blue.</summary>
    Rgb,
}
