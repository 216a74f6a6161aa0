namespace Elucid;

/// <summary>Where the pixels of an example lie in the image that it was made of: pixel (x, y) covers <see cref="Across"/> × <see cref="Down"/> pixels
/// of the image from (<see cref="Left"/> + x · <see cref="Across"/>, <see cref="Top"/> + y · <see cref="Down"/>) on.</summary>
/// <param name="Left">Where the example begins in the image; negative where it is wider than the image.</param>
/// <param name="Top">Where it begins; negative where it is higher.</param>
/// <param name="Across">Pixels of the image for one of the example, from left to right.</param>
/// <param name="Down">The same from top to bottom.</param>
public readonly record struct ImagePlacement(double Left, double Top, double Across, double Down)
{
    /// <summary>Where an image lies.</summary>
    /// <param name="image">Its size, as it stands upright.</param>
    /// <param name="options">What becomes of it.</param>
    public static ImagePlacement Of(ImageSize image, ImageOptions options)
    {
        double across = (double)image.Width / options.Width, down = (double)image.Height / options.Height;
        if (options.Fit != ImageFit.Stretch)
            across = down = options.Fit == ImageFit.Crop ? Math.Min(across, down) : Math.Max(across, down);
        return new((image.Width - across * options.Width) / 2, (image.Height - down * options.Height) / 2, across, down);
    }

    /// <summary>A box of the image as one of the example.</summary>
    public LabeledBox ToExample(LabeledBox box) => box with
    {
        Left = (float)((box.Left - Left) / Across),
        Top = (float)((box.Top - Top) / Down),
        Right = (float)((box.Right - Left) / Across),
        Bottom = (float)((box.Bottom - Top) / Down),
    };

    /// <summary>A box of the example as one of the image.</summary>
    public LabeledBox ToImage(LabeledBox box) => box with
    {
        Left = (float)(Left + box.Left * Across),
        Top = (float)(Top + box.Top * Down),
        Right = (float)(Left + box.Right * Across),
        Bottom = (float)(Top + box.Bottom * Down),
    };
}
