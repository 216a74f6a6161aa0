namespace Elucid.Lab;

/// <summary>A log in a file, which others may read while it is written. One process writes: it holds the lock of the directory
/// (<see cref="OutputDirectory"/>).</summary>
public sealed class TrialLogFile : ITrialLog, IDisposable
{
    readonly Lock _lock = new();
    FileStream? _writer;

    /// <param name="path">The file; it is made by the first line that is added.</param>
    public TrialLogFile(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (_writer is null)
            {
                _writer = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
                EndLastLine(_writer);
            }
            // One write: a reader sees the line without its end, or all of it.
            byte[] whole = [.. line, (byte)'\n'];
            _writer.Write(whole);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<byte[]> ReadFrom(long offset, out long next)
    {
        next = offset;
        if (!File.Exists(Path))
            return [];
        using FileStream file = new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(offset, SeekOrigin.Begin);
        List<byte[]> lines = [];
        MemoryStream line = new();
        byte[] block = new byte[1 << 16];
        long position = offset;
        for (int read; (read = file.Read(block)) > 0; position += read)
            for (int from = 0; from < read;)
            {
                int end = block.AsSpan(from, read - from).IndexOf((byte)'\n');
                line.Write(block, from, end < 0 ? read - from : end);
                if (end < 0)
                    break;
                from += end + 1;
                next = position + from;
                if (line.Length > 0)
                    lines.Add(line.ToArray());
                line.SetLength(0);
            }
        return lines;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    // What a killed process left unfinished must not be glued to the next line.
    static void EndLastLine(FileStream file)
    {
        if (file.Length == 0)
            return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            file.WriteByte((byte)'\n');
    }
}
