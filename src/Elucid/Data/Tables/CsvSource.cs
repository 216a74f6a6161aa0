using System.Text;

namespace Elucid;

/// <summary>The bytes of a table, which are read several times: to find what separates its fields, what its columns are, and then its rows.</summary>
internal sealed class CsvSource : IDisposable
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    readonly Stream _stream;
    readonly long _start;
    readonly bool _isOwner;

    CsvSource(Stream stream, string name, bool isOwner) => (_stream, Name, _start, _isOwner) = (stream, name, stream.Position, isOwner);

    /// <summary>What errors call the table.</summary>
    public string Name { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public static CsvSource Open(string path)
    {
        FileStream file = DataFile.Open(path, "a CSV file");
        if (file.CanSeek)
            return new CsvSource(file, path, isOwner: true);
        // A pipe, such as /dev/stdin.
        using (file)
            return Of(file, path);
    }

    /// <summary>Takes a stream from its position on; it stays its owner's. One that cannot seek is taken into memory.</summary>
    public static CsvSource Of(Stream stream, string name) => new(SeekableStream.Of(stream, name), name, isOwner: false);

    /// <summary>A reader from the start: of UTF-8, or of UTF-16 where the bytes begin with its mark; bytes that are neither are refused.</summary>
    /// <exception cref="DataFormatException">It is no text, but a file of a format that is known by its first bytes.</exception>
    public StreamReader NewReader()
    {
        _stream.Position = _start;
        Span<byte> mark = stackalloc byte[ForeignFormat.MostBytes];
        int length = _stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        _stream.Position = _start;
        ForeignFormat.Refuse(mark[..length], Name, "a CSV file");
        Encoding encoding = length < 2 ? StrictUtf8 : (mark[0], mark[1]) switch
        {
            (0xFF, 0xFE) => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            (0xFE, 0xFF) => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => StrictUtf8,
        };
        return new StreamReader(_stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
    }

    public void Dispose()
    {
        if (_isOwner)
            _stream.Dispose();
    }
}
