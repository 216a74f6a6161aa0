namespace Elucid.Lab;

/// <summary>
/// A directory that this process alone writes until it is disposed: two runs in one would each take the other's files for their own.
/// </summary>
/// <remarks>
/// The lock is the operating system's, on the file <c>.lock</c>, and ends with the process, however that ends; the file itself stays. While it is
/// held, <c>.lock.owner</c> says by whom.
/// </remarks>
public sealed class OutputDirectory : IDisposable
{
    const string LockName = ".lock", OwnerName = ".lock.owner", MemberCheckpoints = "checkpoint-*.safetensors";

    readonly FileStream _lock;

    OutputDirectory(string path, FileStream locked, string command)
    {
        (Path, _lock) = (path, locked);
        try
        {
            using FileStream? second = TryLock(path);
            IsExclusive = second is null;
            AtomicFile.WriteText(
                this[OwnerName],
                $"process {Environment.ProcessId}{(command.Length > 0 ? $" ({command})" : "")} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    /// <summary>The files that hold a finished or unfinished run or study: what is there is never written over unasked.</summary>
    public static IReadOnlyList<string> WorkFiles { get; } =
        ["model.safetensors", "checkpoint.safetensors", "run.json", "trials.jsonl", "report.html", "results.json", "history.csv", "samples.json",
            "claims.html", "claims.json", "claims.md"];

    /// <summary>The directory in it for what a network drew after each epoch.</summary>
    public const string Samples = "samples";

    /// <summary>The picture in it of training images and of what is made of them.</summary>
    public const string Augmented = "augmented.png";

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Whether others are kept out; false on a file system without locks.</summary>
    public bool IsExclusive { get; }

    /// <summary>The path of a file of this directory.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Which of <see cref="WorkFiles"/> are there, and the checkpoints of a run's further networks.</summary>
    public string[] Work =>
    [
        .. WorkFiles.Where(file => File.Exists(this[file])),
        .. Directory.EnumerateFiles(Path, MemberCheckpoints).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Refuses what cannot become a directory, before any work is done.</summary>
    /// <exception cref="ArgumentException">The path is empty or a file.</exception>
    public static void Check(string path)
    {
        if (path.Length == 0 || File.Exists(path))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(OutputDirectory))} must be a directory, but '{path}' is "
                    + $"{(path.Length == 0 ? "empty" : new FileInfo(path).ResolveLinkTarget(true) is { Exists: false } ? "a link that leads nowhere" : "a file")}.");
    }

    /// <summary>Opens a directory, which is created if it does not exist.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="command">What others who want it are told of its owner.</param>
    /// <exception cref="ArgumentException">The path is empty or a file.</exception>
    /// <exception cref="IOException">Somebody uses it, or it cannot be written.</exception>
    public static OutputDirectory Open(string path, string command = "")
    {
        Check(path);
        return TryOpen(path, command)
            ?? throw new IOException(
                $"'{path}' is in use by {OwnerOf(path)}. Wait until it ends, or choose another {Spelling.Of(nameof(OutputDirectory))}.");
    }

    /// <summary>Opens the first of NAME, NAME-2, NAME-3 … that nobody uses and that is accepted.</summary>
    /// <param name="name">The first path.</param>
    /// <param name="command">What others who want it are told of its owner.</param>
    /// <param name="accepts">Whether a directory will do.</param>
    /// <exception cref="IOException">None can be written.</exception>
    public static OutputDirectory OpenNext(string name, string command, Func<OutputDirectory, bool> accepts)
    {
        for (int number = 1; ; number++)
        {
            string path = Numbered(name, number);
            bool exists = Directory.Exists(path);
            if (File.Exists(path))
                continue;
            try
            {
                if (TryOpen(path, command) is not { } directory)
                    continue;
                if (accepts(directory))
                    return directory;
                directory.Dispose();
            }
            catch (IOException) when (exists)
            {
                // One that cannot be written.
            }
        }
    }

    /// <summary>The last of NAME, NAME-2, NAME-3 … that holds work; NAME if none does.</summary>
    public static string LastOf(string name)
    {
        string last = name;
        for (int number = 1; Directory.Exists(Numbered(name, number)); number++)
            if (WorkFiles.Any(file => File.Exists(System.IO.Path.Combine(Numbered(name, number), file))))
                last = Numbered(name, number);
        return last;
    }

    /// <summary>Deletes all work.</summary>
    public void Clear()
    {
        foreach (string file in Work)
            File.Delete(this[file]);
        File.Delete(this[Augmented]);
        if (Directory.Exists(this[Samples]))
            foreach (string drawn in Directory.EnumerateFiles(this[Samples], "epoch-*.png"))
                File.Delete(drawn);
    }

    /// <summary>Deletes all work, lets others in, and deletes the directory unless something else is in it.</summary>
    public void Remove()
    {
        Clear();
        Dispose();
        File.Delete(this[LockName]);
        if (!Directory.EnumerateFileSystemEntries(Path).Any())
            Directory.Delete(Path);
    }

    /// <summary>Lets others in.</summary>
    public void Dispose()
    {
        File.Delete(this[OwnerName]);
        _lock.Dispose();
    }

    static string Numbered(string name, int number) => number == 1 ? name : $"{name}-{number}";

    static OutputDirectory? TryOpen(string path, string command)
    {
        try
        {
            Directory.CreateDirectory(path);
            return TryLock(path) is { } locked ? new OutputDirectory(path, locked, command) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written: {AtomicFile.ReasonOf(exception)}.", exception);
        }
    }

    static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            return null;
        }
    }

    // EWOULDBLOCK on Linux and on BSD and macOS; ERROR_SHARING_VIOLATION on Windows.
    static bool IsSharingViolation(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // A killed owner leaves its name behind, but then nobody asks for it.
    static string OwnerOf(string path)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(path, OwnerName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
