namespace Elucid;

/// <summary>
/// What decodes files of images. The library carries no decoder: <c>ImageReader.Skia</c> of the package Elucid.Images is one, and whoever reads no
/// images needs none.
/// </summary>
/// <remarks>Used by several threads at once.</remarks>
public interface IImageReader
{
    /// <summary>What a file says of its image; nothing is decoded.</summary>
    /// <param name="stream">The content of a file, from the position on.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">The content is no image, or has too many pixels.</exception>
    ImageHeader ReadHeader(Stream stream, string name);

    /// <summary>Reads an image as numbers from 0 to 1.</summary>
    /// <param name="stream">The content of a file, from the position to the end.</param>
    /// <param name="options">The size, the channels and the fit.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="destination">[channels, height, width].</param>
    /// <exception cref="DataFormatException">The content is no such image, is cut off, or has too many pixels.</exception>
    void Read(Stream stream, ImageOptions options, string name, Span<float> destination);
}

/// <summary>What the file of an image says of it.</summary>
/// <param name="Size">Upright, as it is seen.</param>
/// <param name="IsGrey">Whether it has one channel.</param>
public readonly record struct ImageHeader(ImageSize Size, bool IsGrey);
