namespace Elucid;

/// <summary>What another file shall hold, until it is complete. While it is written it is locked, which tells it from one that a killed process left
/// behind.</summary>
internal sealed class TemporaryFile : IDisposable
{
    // Short: the other file's name may be as long as names can be.
    const string Prefix = ".elucid-", Suffix = ".tmp";

    readonly string _path;
    readonly FileStream _stream;
    readonly bool _isBeside;

    TemporaryFile(string directory, UnixFileMode? mode, bool isBeside)
    {
        (_path, _stream) = Create(directory, mode);
        _isBeside = isBeside;
        RemoveAbandoned(directory);
    }

    /// <summary>Where the content goes.</summary>
    public Stream Content => _stream;

    /// <summary>Creates the temporary file of <paramref name="path"/>: beside it, or, where its directory does not allow that but the file exists,
    /// elsewhere.</summary>
    public static TemporaryFile For(string path, UnixFileMode? mode)
    {
        try
        {
            return new TemporaryFile(Path.GetDirectoryName(path)!, mode, isBeside: true);
        }
        catch (UnauthorizedAccessException) when (File.Exists(path))
        {
            return new TemporaryFile(Path.GetTempPath(), UnixFileMode.UserRead | UnixFileMode.UserWrite, isBeside: false);
        }
    }

    /// <summary>Puts the content, which is complete, into <paramref name="path"/>.</summary>
    public void Replace(string path)
    {
        _stream.Flush(flushToDisk: true);
        // Unix renames what is open, so that it is never without its lock; Windows does not.
        if (OperatingSystem.IsWindows())
            _stream.Dispose();
        try
        {
            if (_isBeside)
            {
                File.Move(_path, path, overwrite: true);
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            // A file that is mounted by itself, or another user's in a directory such as /tmp, can be written though not replaced.
        }
        CopyTo(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_path);
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // On a full disk what is left in the buffer has no place; who wrote has been told.
        }
    }

    void CopyTo(string path)
    {
        using FileStream source = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using FileStream target = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        source.CopyTo(target);
        target.SetLength(source.Length);
        target.Flush(flushToDisk: true);
    }

    static (string, FileStream) Create(string directory, UnixFileMode? mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(directory, Prefix + Path.GetRandomFileName()[..8] + Suffix);
            try
            {
                FileStream stream = new(path, options);
                // Another process may take it for abandoned before it is locked; from here on none does.
                if (File.Exists(path))
                {
                    SetMode(stream, mode);
                    return (path, stream);
                }
                stream.Dispose();
            }
            catch (IOException) when (attempt < 5 && Directory.Exists(directory))
            {
            }
        }
    }

    // The process's mask may have taken bits away.
    static void SetMode(FileStream stream, UnixFileMode? mode)
    {
        if (mode is null || OperatingSystem.IsWindows())
            return;
        try
        {
            File.SetUnixFileMode(stream.SafeFileHandle, mode.Value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // File systems such as FAT have no modes.
        }
    }

    void RemoveAbandoned(string directory)
    {
        try
        {
            string[] all = Directory.GetFiles(directory, Prefix + "*" + Suffix);
            // Where even this one can be opened alone there are no locks, and nothing tells what is in use.
            if (all.Length <= 1 || CanOpenAlone(_path, FileOptions.None))
                return;
            foreach (string path in all)
                CanOpenAlone(path, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed.
        }
    }

    static bool CanOpenAlone(string path, FileOptions options)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
