using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Elucid;

/// <summary>Rows of numbers on the disk, in a file that nobody else sees and that is gone with its last use.</summary>
internal sealed class RowFile
{
    const int Buffered = 4096;

    readonly SafeFileHandle _handle;
    readonly float[] _pending;
    int _filled;
    long _written;

    /// <param name="width">Numbers of a row.</param>
    public RowFile(int width)
    {
        Width = width;
        _pending = new float[Math.Max(1, Buffered / width) * width];
        string path = Path.Combine(Directory, $"elucid-{Guid.NewGuid():N}.rows");
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        // A process that is killed closes nothing. Where names can be taken from open files, nothing is left behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    // Where /tmp is kept in memory, as it often is, a file there would be of no use.
    public static string Directory { get; } =
        Environment.GetEnvironmentVariable("TMPDIR") is null or "" && System.IO.Directory.Exists("/var/tmp") ? "/var/tmp" : Path.GetTempPath();

    /// <summary>Numbers of a row.</summary>
    public int Width { get; }

    /// <summary>The rows so far.</summary>
    public long Count => (_written + _filled) / Width;

    /// <summary>Adds a row.</summary>
    public void Append(ReadOnlySpan<float> row)
    {
        row.CopyTo(_pending.AsSpan(_filled));
        _filled += Width;
        if (_filled == _pending.Length)
            Flush();
    }

    /// <summary>Writes what is left; then rows can be read.</summary>
    public void Flush()
    {
        RandomAccess.Write(_handle, MemoryMarshal.AsBytes(_pending.AsSpan(0, _filled)), _written * sizeof(float));
        (_written, _filled) = (_written + _filled, 0);
    }

    /// <summary>Reads as many rows as there is room for.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="rows">[rows, width].</param>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(long first, Span<float> rows)
    {
        Span<byte> rest = MemoryMarshal.AsBytes(rows);
        for (long offset = first * Width * sizeof(float); !rest.IsEmpty;)
        {
            int read = RandomAccess.Read(_handle, rest, offset);
            if (read == 0)
                throw new EndOfStreamException($"Expected {rows.Length / Width} rows from row {first} on, but there are {Count}.");
            offset += read;
            rest = rest[read..];
        }
    }

    /// <summary>All rows, one after the other; each is valid until the next one.</summary>
    /// <param name="see">Is shown each row.</param>
    public void ForEach(RowAction see)
    {
        float[] block = new float[_pending.Length];
        int most = block.Length / Width;
        for (long first = 0; first < Count; first += most)
        {
            Span<float> rows = block.AsSpan(0, (int)Math.Min(most, Count - first) * Width);
            Read(first, rows);
            for (int i = 0; i < rows.Length; i += Width)
                see(rows.Slice(i, Width));
        }
    }
}

/// <summary>Looks at a row.</summary>
internal delegate void RowAction(ReadOnlySpan<float> row);
