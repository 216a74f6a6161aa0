using SkiaSharp;

namespace Elucid.Images;

/// <summary>Reads images from files of PNG and JPEG.</summary>
/// <remarks>
/// Files are not trusted: their format, and the number of pixels that they announce, are checked before anything is decoded. Photographs are turned
/// upright as their EXIF data say; what is transparent lies on white; pixels are scaled by the mean over the area that each covers.
/// </remarks>
public static class ImageReader
{
    const long MostBytes = 256 << 20;

    /// <summary>An image as numbers from 0 to 1: [channels, height, width].</summary>
    /// <param name="path">A file of PNG or JPEG.</param>
    /// <param name="options">The size and the channels.</param>
    /// <exception cref="DataFormatException">The file is not there, is no such image, is cut off, or has too many pixels.</exception>
    public static Tensor Read(string path, ImageOptions options)
    {
        options.Check();
        Tensor image = new([options.Channels, options.Height, options.Width]);
        Read(path, options, image.Edit());
        return image;
    }

    /// <summary>An image as numbers from 0 to 1: [channels, height, width].</summary>
    /// <param name="stream">The content of a file of PNG or JPEG, from the position to the end.</param>
    /// <param name="options">The size and the channels.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">The content is no such image, is cut off, or has too many pixels.</exception>
    public static Tensor Read(Stream stream, ImageOptions options, string name)
    {
        options.Check();
        Tensor image = new([options.Channels, options.Height, options.Width]);
        Read(stream, options, name, image.Edit());
        return image;
    }

    internal static void Read(string path, ImageOptions options, Span<float> destination)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Read(stream, options, path, destination);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            string got = Directory.Exists(path) ? "it is a directory" : "there is no such file";
            throw new DataFormatException($"'{path}': expected an image, but {got}. Check the path.", e);
        }
    }

    internal static void Read(Stream stream, ImageOptions options, string name, Span<float> destination)
    {
        using SKData data = SKData.CreateCopy(Content(stream, name));
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new DataFormatException($"'{name}': expected a PNG or JPEG image, but it is neither. Convert it first.");
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw new DataFormatException(
                $"'{name}': expected a PNG or JPEG image, but it is {codec.EncodedFormat.ToString().ToUpperInvariant()}. Convert it first.");
        if ((long)codec.Info.Width * codec.Info.Height > options.MostPixels)
            throw new DataFormatException(
                $"'{name}': expected an image of at most {options.MostPixels} pixels, but it has {codec.Info.Width} × {codec.Info.Height}. "
                + $"Scale it down, or raise {nameof(ImageOptions)}.{nameof(ImageOptions.MostPixels)}.");
        using SKBitmap bitmap = new(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is var result and not SKCodecResult.Success)
            throw new DataFormatException(
                $"'{name}': expected a whole image, but it cannot be decoded ({result}). "
                + "The file is damaged or cut off; copy it again.");
        new PixelSource(bitmap.GetPixelSpan(), bitmap.Width, bitmap.Height, codec.EncodedOrigin).Scale(options, destination);
    }

    static byte[] Content(Stream stream, string name)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[81920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > MostBytes)
                throw new DataFormatException($"'{name}': expected an image of at most {MostBytes} bytes, but there are more.");
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }
}
