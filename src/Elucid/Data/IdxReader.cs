using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>Reads image sets in the IDX format of MNIST and Fashion-MNIST, plain or compressed with gzip.</summary>
/// <remarks>
/// Format: LeCun, Cortes and Burges, "The MNIST database". Nothing is allocated before the sizes in the header are known to fit the file: a plain
/// file must have exactly the promised length, and a compressed one must be large enough to hold it at all.
/// </remarks>
public static class IdxReader
{
    const int MaxClasses = 256;

    /// <summary>Reads images and their labels.</summary>
    /// <param name="imagesPath">A file of three dimensions of bytes: images, rows, columns.</param>
    /// <param name="labelsPath">A file of one dimension of bytes: the class of each image.</param>
    /// <param name="name">What reports call the dataset.</param>
    /// <param name="classNames">The classes; if null, the numbers from 0 to the largest label.</param>
    /// <param name="source">Where the images come from and under which licence.</param>
    /// <returns>Features [1, rows, columns] with pixels from 0 to 1 (divided by 255).</returns>
    /// <exception cref="DataFormatException">A file is missing, damaged or of another kind, or the two do not agree.</exception>
    public static Dataset Read(string imagesPath, string labelsPath, string name, IReadOnlyList<string>? classNames = null,
        string source = "")
    {
        using FileStream images = DataFile.Open(imagesPath, "an IDX file of images, plain or .gz");
        using FileStream labels = DataFile.Open(labelsPath, "an IDX file of labels, plain or .gz");
        return Read((images, imagesPath), (labels, labelsPath), name, classNames, source);
    }

    /// <summary>Reads images and their labels from streams, from their positions on.</summary>
    /// <param name="images">Three dimensions of bytes: images, rows, columns; plain or compressed with gzip.</param>
    /// <param name="labels">One dimension of bytes: the class of each image; plain or compressed with gzip.</param>
    /// <param name="name">What reports call the dataset; errors call the streams images and labels.</param>
    /// <param name="classNames">The classes; if null, the numbers from 0 to the largest label.</param>
    /// <param name="source">Where the images come from and under which licence.</param>
    /// <returns>Features [1, rows, columns] with pixels from 0 to 1 (divided by 255).</returns>
    /// <remarks>Of a stream that cannot seek the bytes are taken into memory first.</remarks>
    /// <exception cref="DataFormatException">A stream is damaged or of another kind, or the two do not agree.</exception>
    public static Dataset Read(Stream images, Stream labels, string name, IReadOnlyList<string>? classNames = null, string source = "") =>
        Read((images, "images"), (labels, "labels"), name, classNames, source);

    static Dataset Read(
        (Stream Content, string Name) imageSource, (Stream Content, string Name) labelSource, string name, IReadOnlyList<string>? classNames,
        string source)
    {
        using IdxFile images = IdxFile.Open(imageSource.Content, imageSource.Name, "images", dimensions: 3);
        using IdxFile labels = IdxFile.Open(labelSource.Content, labelSource.Name, "labels", dimensions: 1);
        if (images.Sizes[0] != labels.Sizes[0])
            throw new DataFormatException($"'{labels.Path}': expected {images.Sizes[0]} labels, one for each image of '{images.Path}', but it has "
                + $"{labels.Sizes[0]}. Give the two files of one set.");
        int[] classes = ReadLabels(labels, classNames?.Count ?? MaxClasses);
        return new Dataset(name, ReadPixels(images), [1, images.Sizes[1], images.Sizes[2]], classes,
            classNames ?? [.. Enumerable.Range(0, classes.Max() + 1).Select(c => c.ToString())])
        {
            Source = source,
        };
    }

    static int[] ReadLabels(IdxFile file, int classCount)
    {
        byte[] bytes = new byte[file.Length];
        file.Fill(bytes);
        file.RequireEnd();
        int wrong = bytes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classCount - 1));
        if (wrong >= 0)
            throw new DataFormatException($"'{file.Path}': expected labels from 0 to {classCount - 1}, but label {wrong} is {bytes[wrong]}. "
                + "Give the labels that belong to these classes.");
        return Array.ConvertAll(bytes, b => (int)b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float[] ReadPixels(IdxFile file)
    {
        float[] shades = [.. Enumerable.Range(0, 256).Select(b => b / 255f)];
        float[] pixels = GC.AllocateUninitializedArray<float>(file.Length);
        byte[] chunk = new byte[Math.Min(file.Length, 1 << 16)];
        for (int done = 0; done < pixels.Length;)
        {
            Span<byte> bytes = chunk.AsSpan(0, Math.Min(chunk.Length, pixels.Length - done));
            file.Fill(bytes);
            foreach (byte b in bytes)
                pixels[done++] = shades[b];
        }
        file.RequireEnd();
        return pixels;
    }
}
