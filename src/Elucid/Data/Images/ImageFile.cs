namespace Elucid;

/// <summary>A file of PNG or JPEG, found by its name; whether it holds an image shows when it is read.</summary>
/// <param name="FullName">Where it is.</param>
/// <param name="Name">Below the directory that was asked for, with '/' on every system: "cat/a.png".</param>
/// <param name="ClassName">The directory that is its class; empty for one that lies outside of those.</param>
public sealed record ImageFile(string FullName, string Name, string ClassName)
{
    /// <summary>Whether a file has a name that images of PNG and JPEG have.</summary>
    public static bool IsNamedSo(string name) => Path.GetExtension(name).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg";

    /// <summary>Opens it.</summary>
    /// <exception cref="DataFormatException">It is not there, is a directory, or is empty.</exception>
    /// <remarks>What has no length is not opened: reading a pipe would wait for whoever writes into it.</remarks>
    public FileStream Open()
    {
        FileInfo link = new(FullName);
        FileInfo file = link.Exists && link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : link;
        string? got = Directory.Exists(FullName) ? "it is a directory"
            : file.Exists ? null
            : link.LinkTarget is { } nowhere ? $"it is a link to '{nowhere}', which is not there"
            : "there is no such file";
        if (got is not null)
            throw new DataFormatException($"'{FullName}': expected an image, but {got}. Check the path.");
        if (file.Length == 0)
            throw new DataFormatException($"'{FullName}': expected an image, but the file is empty. Copy it again.");
        return new FileStream(FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>The files below a directory, in the order of their names whatever order the system lists them in.</summary>
    /// <remarks>
    /// What begins with a dot, and __MACOSX, is left by systems and programs (._a.png, .ipynb_checkpoints). Links to directories are not followed
    /// below the one that is asked for: they may go round in circles.
    /// </remarks>
    internal static IEnumerable<string> Below(string directory)
    {
        DirectoryInfo here = new(directory);
        return Shown(here.GetFiles()).Select(file => Path.Combine(directory, file.Name))
            .Concat(Shown(here.GetDirectories()).Where(d => d.LinkTarget is null).SelectMany(d => Below(Path.Combine(directory, d.Name))));
    }

    /// <summary>What people put there, in the order of names.</summary>
    internal static IEnumerable<T> Shown<T>(IEnumerable<T> entries) where T : FileSystemInfo => entries
        .Where(entry => !entry.Name.StartsWith('.') && entry.Name != "__MACOSX").OrderBy(entry => entry.Name, StringComparer.Ordinal);
}
