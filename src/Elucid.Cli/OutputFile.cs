namespace Elucid.Cli;

/// <summary>A file that an option names to be written. One that exists is replaced, as compilers and converters do, unless the command reads
/// it.</summary>
internal static class OutputFile
{
    /// <summary>Refuses what cannot become a file, or must not, before any work is done.</summary>
    /// <param name="option">The option.</param>
    /// <param name="path">What it names.</param>
    /// <param name="inputs">The files that the command reads.</param>
    /// <exception cref="ArgumentException">The path is empty, a directory, in a directory that does not exist, or an input.</exception>
    public static void Check(string option, string path, params ReadOnlySpan<string> inputs)
    {
        if (path.Length == 0 || Directory.Exists(path))
            throw new ArgumentException($"{option} must be a file, but '{path}' is {(path.Length == 0 ? "empty" : "a directory")}.");
        string? directory = Path.GetDirectoryName(Path.GetFullPath(path));
        if (directory is not null && !Directory.Exists(directory))
            throw new ArgumentException($"{option} must be in a directory that exists, but '{directory}' does not: create it first.");
        foreach (string input in inputs)
            if (File.Exists(path) && LinkedPath.AreSame(path, input))
                throw new ArgumentException($"{option} must not be what the command reads, but '{path}' is '{input}': name another file.");
    }
}
