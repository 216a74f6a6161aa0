namespace Elucid.Reports;

/// <summary>A rectangle on the canvas, and places in it by shares of its sides.</summary>
internal sealed record PlotFrame(double Left, double Top, double Right, double Bottom)
{
    public const double TickSize = 11, LabelSize = 12;

    /// <summary>What is left free at the canvas' sides.</summary>
    public const double Edge = 14;

    /// <summary>What the horizontal axis needs below the frame.</summary>
    public const double Footer = 44;

    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <summary>From positions along the two axes to a place; vertical positions count from the bottom.</summary>
    public Place At(double x, double y) => new(Left + x * Width, Bottom - y * Height);

    /// <summary>Text cut to a width, with an ellipsis for what is missing.</summary>
    public static string Fit(string text, double width, double size = LabelSize)
    {
        if (TextWidth.Of(text, size) <= width)
            return text;
        int length = text.Length;
        while (length > 1 && TextWidth.Of(text[..length] + "…", size) > width)
            length--;
        return text[..length].TrimEnd() + "…";
    }
}
