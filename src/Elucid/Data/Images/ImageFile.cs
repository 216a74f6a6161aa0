namespace Elucid;

/// <summary>A file of PNG or JPEG, found by its name; whether it holds an image shows when it is read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Below the directory that was asked for, with '/' on every system: "cat/a.png".</param>
/// <param name="ClassName">The directory that is its class; empty for one that lies outside of those.</param>
public sealed record ImageFile(string Path, string Name, string ClassName)
{
    /// <summary>Whether a file has a name that images of PNG and JPEG have.</summary>
    public static bool IsNamedSo(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg";

    /// <summary>The files below a directory, in the order of their names whatever order the system lists them in.</summary>
    /// <remarks>
    /// What begins with a dot, and __MACOSX, is left by systems and programs (._a.png, .ipynb_checkpoints). Links to directories are not followed
    /// below the one that is asked for: they may go round in circles.
    /// </remarks>
    internal static IEnumerable<string> Below(string directory)
    {
        DirectoryInfo here = new(directory);
        return Shown(here.GetFiles()).Select(file => System.IO.Path.Combine(directory, file.Name))
            .Concat(Shown(here.GetDirectories()).Where(d => d.LinkTarget is null).SelectMany(d => Below(System.IO.Path.Combine(directory, d.Name))));
    }

    /// <summary>What people put there, in the order of names.</summary>
    internal static IEnumerable<T> Shown<T>(IEnumerable<T> entries) where T : FileSystemInfo => entries
        .Where(entry => !entry.Name.StartsWith('.') && entry.Name != "__MACOSX").OrderBy(entry => entry.Name, StringComparer.Ordinal);
}
