namespace Elucid;

/// <summary>Formats of files that people give where a table or a text is asked for, known by their first bytes; <see cref="FileKind"/> knows those
/// that are given in place of a model.</summary>
internal static class ForeignFormat
{
    const string Unpack = "Unpack it first.", Save = "Save its content as plain text in UTF-8.";

    static readonly (byte[] Start, string Name, string Advice)[] All =
    [
        ([0x1F, 0x8B], "compressed with gzip", Unpack),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with Zstandard", Unpack),
        ([0xFD, .. "7zXZ"u8, 0], "compressed with xz", Unpack),
        ([.. "BZh"u8], "compressed with bzip2", Unpack),
        ([.. "PK"u8, 3, 4], "a ZIP archive, as spreadsheets of .xlsx and .ods are", "Unpack it first, or export the table of a spreadsheet as CSV."),
        ([0xD0, 0xCF, 0x11, 0xE0], "a document of an old Office, as spreadsheets of .xls are", "Export its table as CSV in UTF-8."),
        ([.. "PAR1"u8], "a Parquet file", "Write its table as CSV."),
        ([.. "version https://git-lfs"u8], "a pointer of Git LFS to a large file", "Fetch the file itself with `git lfs pull`."),
        ([.. "%PDF-"u8], "a PDF document", Save),
        ([.. "SQLite format 3"u8], "a database of SQLite", "Write its table as CSV."),
    ];

    /// <summary>The most first bytes that matter.</summary>
    public const int MostBytes = 32;

    /// <summary>Refuses a file of such a format.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="expected">What was asked for: "a CSV file".</param>
    /// <exception cref="DataFormatException">It is of one.</exception>
    public static void Refuse(ReadOnlySpan<byte> start, string name, string expected)
    {
        foreach ((byte[] first, string format, string advice) in All)
            if (start.StartsWith(first))
                throw new DataFormatException($"'{name}': expected {expected}, but it is {format}. {advice}");
    }
}
