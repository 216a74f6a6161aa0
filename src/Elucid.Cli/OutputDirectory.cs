namespace Elucid.Cli;

/// <summary>The directory that <c>--out</c> names.</summary>
internal static class OutputDirectory
{
    /// <summary>Refuses what cannot become a directory, before any work is done.</summary>
    /// <exception cref="ArgumentException">The path is empty or a file.</exception>
    public static void Check(string path)
    {
        if (path.Length == 0 || File.Exists(path))
            throw new ArgumentException($"--out must be a directory, but '{path}' is {(path.Length == 0 ? "empty" : "a file")}.");
    }
}
