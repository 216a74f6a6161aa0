using System.Text;

namespace Elucid;

/// <summary>Writes files that are either complete or as they were before: a crash or a full disk leaves no half of one behind.</summary>
/// <remarks>
/// A file is written under a temporary name in its directory, flushed to the disk and renamed. It keeps its permissions, and a symbolic link stays
/// one: the file that it leads to is written. What is no regular file, a device or a pipe such as <c>/dev/stdout</c>, is written straight. Where a
/// file can be written but not replaced (others own its directory, or it is mounted by itself) its new content is copied into it when it is complete:
/// there alone a crash can leave a part. Temporary files that a killed process left behind are removed by the next write into their directory.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing what was there. The directory must exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the whole content. If it throws, the old file stays.</param>
    /// <exception cref="IOException">It cannot be written; the sentence says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            if (StandardStream(path) is { } standard)
                WriteStraight(standard, write);
            else if (Directory.Exists(path))
                throw new IOException("it is a directory");
            else if (Open(path) is { } existing)
                Rewrite(path, existing, write);
            else
                WriteWhole(LinkedPath.Resolve(path), mode: null, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written: {ReasonOf(exception)}.", exception);
        }
    }

    /// <summary>Writes a text as UTF-8, as <see cref="Write"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its whole content.</param>
    /// <exception cref="IOException">It cannot be written; the sentence says why.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Why something could not be written, as the end of a sentence without its full stop.</summary>
    /// <param name="exception">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    public static string ReasonOf(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "its directory does not exist",
        PathTooLongException => "its name is too long",
        // .NET appends the path, which may be a temporary one: "No space left on device : '/…'".
        _ => Lowered(exception.Message.Split(" : '")[0].TrimEnd('.', ' ')),
    };

    static string Lowered(string reason) => reason.Length > 1 && char.IsLower(reason[1]) ? char.ToLowerInvariant(reason[0]) + reason[1..] : reason;

    // Through its own descriptor, so that what others write to the same place stands before and after it.
    static Stream? StandardStream(string path) => OperatingSystem.IsWindows() ? null : path switch
    {
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => Console.OpenStandardOutput(),
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => Console.OpenStandardError(),
        _ => null,
    };

    // A link that leads nowhere exists; what it leads to does not.
    static FileStream? Open(string path)
    {
        try
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    static void Rewrite(string path, FileStream existing, Action<Stream> write)
    {
        string file;
        UnixFileMode? mode;
        using (existing)
        {
            file = IsRegular(existing) ? LinkedPath.Resolve(path) : "";
            // A file that was deleted but is open has no path: only /proc leads to it.
            if (!File.Exists(file))
            {
                WriteStraight(existing, write);
                return;
            }
            mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(existing.SafeFileHandle);
        }
        WriteWhole(file, mode, write);
    }

    // Devices have no length and refuse to be given one; an empty file loses nothing by it.
    static bool IsRegular(FileStream stream)
    {
        try
        {
            if (stream.CanSeek && stream.Length == 0)
                stream.SetLength(0);
            return stream.CanSeek;
        }
        catch (IOException)
        {
            return false;
        }
    }

    static void WriteStraight(Stream stream, Action<Stream> write)
    {
        using BufferedStream buffer = new(stream);
        write(buffer);
    }

    static void WriteWhole(string path, UnixFileMode? mode, Action<Stream> write)
    {
        using TemporaryFile temporary = TemporaryFile.For(path, mode);
        write(temporary.Content);
        temporary.Replace(path);
    }
}
