namespace Elucid.Cli;

/// <summary>A file that an option names to be written.</summary>
internal static class OutputFile
{
    /// <summary>Refuses what cannot become a file, before any work is done.</summary>
    /// <exception cref="ArgumentException">The path is empty, a directory, or in a directory that does not exist.</exception>
    public static void Check(string option, string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
            throw new ArgumentException($"{option} must be a file, but '{path}' is {(path.Length == 0 ? "empty" : "a directory")}.");
        string? directory = Path.GetDirectoryName(Path.GetFullPath(path));
        if (directory is not null && !Directory.Exists(directory))
            throw new ArgumentException($"{option} must be in a directory that exists, but '{directory}' does not: create it first.");
    }
}
