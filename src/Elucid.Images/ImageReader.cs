using SkiaSharp;

namespace Elucid.Images;

/// <summary>Reads images from files of PNG and JPEG.</summary>
/// <remarks>
/// Files are not trusted: their format, and the number of pixels that they announce, are checked before anything is decoded. Photographs are turned
/// upright as their EXIF data say; what is transparent lies on white; of an animation the first picture counts; pixels are scaled by the mean over
/// the area that each covers.
/// </remarks>
public sealed class ImageReader : IImageReader
{
    const long MostBytes = 256 << 20;

    static readonly long MostPixels = new ImageOptions(1, 1).MostPixels;

    ImageReader()
    {
    }

    /// <summary>For whatever reads files of images: directories of them, new ones for a model.</summary>
    public static IImageReader Skia { get; } = new ImageReader();

    /// <summary>An image as numbers from 0 to 1: [channels, height, width].</summary>
    /// <param name="path">A file of PNG or JPEG.</param>
    /// <param name="options">The size and the channels.</param>
    /// <exception cref="DataFormatException">The file is not there, is no such image, is cut off, or has too many pixels.</exception>
    public static Tensor Read(string path, ImageOptions options)
    {
        using FileStream stream = new ImageFile(path, path, ClassName: "").Open();
        return Read(stream, options, path);
    }

    /// <summary>An image as numbers from 0 to 1: [channels, height, width].</summary>
    /// <param name="stream">The content of a file of PNG or JPEG, from the position to the end.</param>
    /// <param name="options">The size and the channels.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">The content is no such image, is cut off, or has too many pixels.</exception>
    public static Tensor Read(Stream stream, ImageOptions options, string name)
    {
        options.Check();
        Tensor image = new([.. options.Shape]);
        Skia.Read(stream, options, name, image.Edit());
        return image;
    }

    ImageHeader IImageReader.ReadHeader(Stream stream, string name)
    {
        using SKCodec codec = Check(SKCodec.Create(stream), name, MostPixels);
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        return new ImageHeader(
            PixelSource.IsTurned(codec.EncodedOrigin) ? new(height, width) : new(width, height), codec.Info.ColorType == SKColorType.Gray8);
    }

    void IImageReader.Read(Stream stream, ImageOptions options, string name, Span<float> destination)
    {
        using SKData data = SKData.CreateCopy(Content(stream, name));
        using SKCodec codec = Check(SKCodec.Create(data), name, options.MostPixels);
        using SKBitmap bitmap = new(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is var result and not SKCodecResult.Success)
            throw new DataFormatException(
                $"'{name}': expected a whole image, but it cannot be decoded ({result}). "
                + "The file is damaged or cut off; copy it again.");
        new PixelSource(bitmap.GetPixelSpan(), bitmap.Width, bitmap.Height, codec.EncodedOrigin).Scale(options, destination);
    }

    static SKCodec Check(SKCodec? codec, string name, long mostPixels)
    {
        if (codec is null)
            throw new DataFormatException($"'{name}': expected a PNG or JPEG image, but it is neither. Convert it first.");
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw new DataFormatException(
                $"'{name}': expected a PNG or JPEG image, but it is {codec.EncodedFormat.ToString().ToUpperInvariant()}. Convert it first.");
        if ((long)codec.Info.Width * codec.Info.Height > mostPixels)
            throw new DataFormatException(
                $"'{name}': expected an image of at most {mostPixels} pixels, but it has {codec.Info.Width} × {codec.Info.Height}. "
                + $"Scale it down, or raise {nameof(ImageOptions)}.{nameof(ImageOptions.MostPixels)}.");
        return codec;
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
