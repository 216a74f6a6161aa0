namespace Elucid;

/// <summary>A file that says which objects are where in images, as it was written: nothing is checked against the images yet.</summary>
/// <param name="Path">What errors call it.</param>
/// <param name="Images">The images that it names.</param>
/// <param name="NamesAll">Whether images that it does not name are none of its own; else nothing is in them.</param>
/// <param name="Notes">What was taken for what, in sentences.</param>
internal sealed record BoxFile(string Path, IReadOnlyList<BoxedFile> Images, bool NamesAll, IReadOnlyList<string> Notes)
{
    /// <summary>The most boxes of a file.</summary>
    public const int MostBoxes = 10_000_000;

    /// <summary>Reads a CSV file with a line for each box, or COCO's JSON.</summary>
    /// <exception cref="DataFormatException">It is neither, or something is missing in it.</exception>
    public static BoxFile Read(string path)
    {
        bool isJson;
        using (FileStream file = DataFile.Open(path, "a CSV file of boxes, or COCO's JSON"))
            isJson = BeginsAsJson(file);
        return isJson ? CocoFile.Read(path) : BoxTable.Read(path);
    }

    static bool BeginsAsJson(FileStream file)
    {
        Span<byte> begin = stackalloc byte[64];
        begin = begin[..file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];
        ReadOnlySpan<byte> text = begin.StartsWith("\uFEFF"u8) ? begin[3..] : begin;
        return text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }
}

/// <summary>An image that a file of boxes names.</summary>
/// <param name="Name">As the file writes it.</param>
/// <param name="Where">Where it stands, for errors.</param>
/// <param name="Size">What the file says of its size; null if nothing.</param>
/// <param name="Boxes">The objects in it.</param>
internal sealed record BoxedFile(string Name, string Where, ImageSize? Size, IReadOnlyList<FileBox> Boxes);

/// <summary>An object, in pixels of its image.</summary>
internal readonly record struct FileBox(double Left, double Top, double Right, double Bottom, string Label, string Where);
