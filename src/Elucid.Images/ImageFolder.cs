namespace Elucid.Images;

/// <summary>Reads a directory of images, in which each directory is a class, as a dataset.</summary>
public static class ImageFolder
{
    const long MostNumbers = int.MaxValue / 2;

    /// <summary>
    /// The images of all classes, class by class and in the order of their names: rows of [channels, height, width], numbers from 0 to 1.
    /// </summary>
    /// <param name="directory">Holds a directory for each class, whose files of .png, .jpg and .jpeg are its images; others are passed over.</param>
    /// <param name="options">The size and the channels.</param>
    /// <exception cref="DataFormatException">There is no such directory, it has no images, or one of them cannot be read.</exception>
    public static Dataset Read(string directory, ImageOptions options)
    {
        options.Check();
        if (!Directory.Exists(directory))
            throw new DataFormatException($"'{directory}': expected a directory of images, but there is none. Check the path.");
        string[] classes = [.. Directory.GetDirectories(directory).Order(StringComparer.Ordinal)];
        (string File, int Label)[] images = [.. classes.SelectMany((kind, label) => Images(kind).Select(file => (file, label)))];
        if (images.Length == 0)
            throw new DataFormatException(
                $"'{directory}': expected a directory for each class with images of .png, .jpg or .jpeg, but there is no image. "
                + "Put them into directories.");
        int size = options.Channels * options.Height * options.Width;
        if ((long)images.Length * size > MostNumbers)
            throw new DataFormatException(
                $"'{directory}': expected at most {MostNumbers} numbers, but {images.Length} images of {size} have more. Read them smaller, or in parts.");
        float[] features = new float[images.Length * size];
        for (int i = 0; i < images.Length; i++)
            ImageReader.Read(images[i].File, options, features.AsSpan(i * size, size));
        return new Dataset(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))), features,
            [options.Channels, options.Height, options.Width],
            [.. images.Select(image => image.Label)], [.. classes.Select(kind => Path.GetFileName(kind)!)]);
    }

    static IEnumerable<string> Images(string directory) =>
        from file in Directory.GetFiles(directory).Order(StringComparer.Ordinal)
        where Path.GetExtension(file).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg"
        select file;
}
