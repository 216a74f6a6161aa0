using System.Buffers.Binary;
using System.IO.Compression;

namespace Elucid;

/// <summary>One IDX file of bytes, opened and with its header checked.</summary>
internal sealed class IdxFile : IDisposable
{
    const int MaxHeader = 16;
    const long MaxLength = 1L << 30;            // 4 GiB once the bytes are floats
    const long MaxCompression = 1032;           // deflate cannot do better: at most 258 bytes for each two bits
    const string Repair = "Download the file again.";

    readonly string _what;
    readonly Stream _stream;
    readonly bool _isOwner;
    long _read;

    IdxFile(string path, string what, Stream stream, bool isOwner) => (Path, _what, _stream, _isOwner) = (path, what, stream, isOwner);

    public string Path { get; }

    /// <summary>The size of every dimension, each at least 1.</summary>
    public int[] Sizes { get; private set; } = [];

    /// <summary>The number of bytes behind the header: the product of the sizes.</summary>
    public int Length { get; private set; }

    /// <summary>Opens what stands in a stream, from its position on. The stream stays its owner's.</summary>
    public static IdxFile Open(Stream stream, string name, string what, int dimensions)
    {
        Stream file = SeekableStream.Of(stream, name, MaxLength + MaxHeader);
        long start = file.Position;
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = start;
        IdxFile result = new(name, what, compressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file, isOwner: compressed);
        try
        {
            result.ReadHeader(dimensions, file.Length - start, compressed);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_isOwner)
            _stream.Dispose();
    }

    /// <summary>Reads the next bytes, all of them.</summary>
    public void Fill(Span<byte> bytes)
    {
        int got = Receive(bytes);
        _read += got;
        if (got < bytes.Length)
            throw new DataFormatException(Sizes.Length == 0
                ? $"'{Path}': expected an IDX file of {_what}, but it ends within its header, after {_read} bytes. {Repair}"
                : $"'{Path}': expected {Describe()}, but it ends after {_read} bytes. {Repair}");
    }

    /// <summary>Checks that nothing follows. Reads one byte at most: a file may expand to much more than it promised.</summary>
    public void RequireEnd()
    {
        if (Receive(stackalloc byte[1]) > 0)
            throw new DataFormatException($"'{Path}': expected {Describe()}, but more bytes follow. {Repair}");
    }

    int Receive(Span<byte> bytes)
    {
        try
        {
            return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException($"'{Path}': expected data compressed with gzip, but they are damaged. {Repair}", e);
        }
    }

    void ReadHeader(int dimensions, long fileLength, bool compressed)
    {
        Span<byte> word = stackalloc byte[4];
        Fill(word);
        int magic = BinaryPrimitives.ReadInt32BigEndian(word), expected = 0x0800 + dimensions;       // 08: unsigned bytes
        if (magic != expected)
            throw new DataFormatException($"'{Path}': expected an IDX file of {_what}, which begins with 0x{expected:X8}, but it begins with "
                + $"0x{magic:X8}. Check that images and labels are not exchanged and that the file is in the IDX format.");

        int[] sizes = new int[dimensions];
        long length = 1;
        for (int i = 0; i < dimensions; i++)
        {
            Fill(word);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(word);
            length = size is 0 or > (uint)MaxLength ? long.MaxValue : length > MaxLength ? length : length * size;
            sizes[i] = (int)size;
        }
        if (length > MaxLength)
            throw new DataFormatException($"'{Path}': expected sizes of at least 1 and at most {MaxLength} bytes in all, but its header says "
                + $"{string.Join(" × ", sizes.Select(s => (uint)s))}. {Repair}");
        (Sizes, Length) = (sizes, (int)length);

        long total = _read + length;
        if (compressed ? total / MaxCompression > fileLength : total != fileLength)
            throw new DataFormatException($"'{Path}': expected {Describe()}, "
                + (compressed ? $"but the {fileLength} compressed bytes cannot hold them" : $"but it has {fileLength}") + $". {Repair}");
    }

    string Describe() => $"{4 + 4 * Sizes.Length + Length} bytes for {string.Join(" × ", Sizes)} {_what}";
}
