using SkiaSharp;

namespace Elucid.Images;

/// <summary>Decoded pixels, seen upright.</summary>
readonly ref struct PixelSource
{
    readonly ReadOnlySpan<byte> _rgba;
    readonly int _storedWidth, _storedHeight, _width, _height;
    readonly SKEncodedOrigin _origin;

    public PixelSource(ReadOnlySpan<byte> rgba, int width, int height, SKEncodedOrigin origin)
    {
        _rgba = rgba;
        (_storedWidth, _storedHeight, _origin) = (width, height, origin);
        (_width, _height) = IsTurned(origin) ? (height, width) : (width, height);
    }

    /// <summary>Whether rows and columns change places.</summary>
    public static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>Fills [channels, height, width]: each number is the mean over the area of the source that its pixel covers.</summary>
    public void Scale(ImageOptions options, Span<float> destination)
    {
        (int width, int height) = (options.Width, options.Height);
        (double left, double top, double across, double down) = ImagePlacement.Of(new(_width, _height), options);
        destination.Clear();
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                (double red, double green, double blue) = Mean(left + x * across, top + y * down, across, down);
                if (options.Color == ImageColor.Grey)
                    destination[y * width + x] = (float)(0.299 * red + 0.587 * green + 0.114 * blue);
                else
                    (destination[y * width + x], destination[(height + y) * width + x], destination[(2 * height + y) * width + x]) =
                        ((float)red, (float)green, (float)blue);
            }
    }

    // What lies outside of the image is black.
    (double Red, double Green, double Blue) Mean(double left, double top, double width, double height)
    {
        double red = 0, green = 0, blue = 0;
        int lastRow = (int)Math.Min(_height, Math.Ceiling(top + height)), lastColumn = (int)Math.Min(_width, Math.Ceiling(left + width));
        for (int row = (int)Math.Max(0, Math.Floor(top)); row < lastRow; row++)
        {
            double high = Math.Min(row + 1, top + height) - Math.Max(row, top);
            for (int column = (int)Math.Max(0, Math.Floor(left)); column < lastColumn; column++)
            {
                double area = high * (Math.Min(column + 1, left + width) - Math.Max(column, left));
                ReadOnlySpan<byte> pixel = _rgba.Slice(Stored(row, column), 4);
                double cover = area * pixel[3] / 255.0, white = area - cover;
                red += cover * pixel[0] / 255 + white;
                green += cover * pixel[1] / 255 + white;
                blue += cover * pixel[2] / 255 + white;
            }
        }
        double all = width * height;
        return (red / all, green / all, blue / all);
    }

    // Where the pixel that stands upright here is stored: the eight values of EXIF's tag 274.
    int Stored(int row, int column)
    {
        (int y, int x) = _origin switch
        {
            SKEncodedOrigin.TopRight => (row, _storedWidth - 1 - column),
            SKEncodedOrigin.BottomRight => (_storedHeight - 1 - row, _storedWidth - 1 - column),
            SKEncodedOrigin.BottomLeft => (_storedHeight - 1 - row, column),
            SKEncodedOrigin.LeftTop => (column, row),
            SKEncodedOrigin.RightTop => (_storedHeight - 1 - column, row),
            SKEncodedOrigin.RightBottom => (_storedHeight - 1 - column, _storedWidth - 1 - row),
            SKEncodedOrigin.LeftBottom => (column, _storedWidth - 1 - row),
            _ => (row, column),
        };
        return 4 * (y * _storedWidth + x);
    }
}
