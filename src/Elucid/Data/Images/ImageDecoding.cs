namespace Elucid;

/// <summary>Reads many files, side by side; what cannot be read does not stop the others.</summary>
internal static class ImageDecoding
{
    const long MostNumbers = 1L << 30;

    /// <summary>What the files say of their images.</summary>
    /// <exception cref="DataFormatException">Some are none; the first, and how many.</exception>
    public static ImageHeader[] Headers(IReadOnlyList<ImageFile> files, IImageReader reader)
    {
        ImageHeader[] headers = new ImageHeader[files.Count];
        string?[] problems = Each(files, file =>
        {
            using FileStream stream = files[file].Open();
            return reader.ReadHeader(stream, files[file].FullName);
        }, headers);
        Refuse(problems);
        return headers;
    }

    /// <summary>The images as rows of features, or what is wrong with them.</summary>
    /// <exception cref="DataFormatException">They would not fit into memory.</exception>
    public static NewRows Rows(IReadOnlyList<ImageFile> files, IImageReader reader, ImageOptions options, string name)
    {
        options.Check();
        int width = options.Channels * options.Height * options.Width;
        if ((long)files.Count * width > MostNumbers)
            throw new DataFormatException(
                $"'{name}': expected at most {MostNumbers:N0} numbers, but {files.Count:N0} images of {width:N0} have more. Read them smaller "
                + $"({Spelling.Of(nameof(ImageRequest.Size))}), or in parts.");
        float[] features = new float[files.Count * width];
        ImageSize[] sizes = new ImageSize[files.Count];
        string?[] problems = Each(files, file =>
        {
            // A decoder may close what it has read from.
            using FileStream header = files[file].Open(), content = files[file].Open();
            ImageSize size = reader.ReadHeader(header, files[file].FullName).Size;
            reader.Read(content, options, files[file].FullName, features.AsSpan(file * width, width));
            return size;
        }, sizes);
        Dictionary<int, string> known = [];
        foreach ((int file, string? problem) in problems.Index())
            if (problem is not null)
            {
                features.AsSpan(file * width, width).Clear();
                known.Add(file, problem);
            }
        return new NewRows(features, known, MissingCount: 0, UnseenCount: 0) { ImageSizes = sizes };
    }

    /// <summary>Whether all images of three channels have only greys.</summary>
    /// <param name="images">[images, 3, height, width].</param>
    /// <param name="count">How many there are.</param>
    public static bool AreGrey(ReadOnlySpan<float> images, int count)
    {
        int size = images.Length / count, plane = size / 3;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> image = images.Slice(i * size, size);
            if (!image[..plane].SequenceEqual(image.Slice(plane, plane)) || !image[..plane].SequenceEqual(image[(2 * plane)..]))
                return false;
        }
        return true;
    }

    /// <summary>Throws the first of the problems, and says how many there are.</summary>
    public static void Refuse(IReadOnlyCollection<string?> problems)
    {
        string[] all = [.. problems.OfType<string>()];
        if (all.Length > 0)
            throw new DataFormatException(all.Length == 1 ? all[0]
                : $"{all[0]} {all.Length - 1:N0} other file{(all.Length == 2 ? "" : "s")} of {problems.Count:N0} cannot be read either.");
    }

    static string?[] Each<T>(IReadOnlyCollection<object> files, Func<int, T> read, Memory<T> results)
    {
        string?[] problems = new string?[files.Count];
        Parallel.For(0, files.Count, file =>
        {
            try
            {
                results.Span[file] = read(file);
            }
            catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException)
            {
                problems[file] = e.Message;
            }
        });
        return problems;
    }
}
