namespace Elucid;

/// <summary>Paths that lead through symbolic links.</summary>
internal static class LinkedPath
{
    // As Linux does.
    const int MostLinks = 40;

    /// <summary>Where a path leads: absolute, without links in any of its parts. Parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path), real = Path.GetPathRoot(full)!;
        Stack<string> parts = new(PartsOf(full[real.Length..]));
        int links = 0;
        while (parts.TryPop(out string? part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }
            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
                throw new IOException("its links lead in a circle");
            string root = Path.GetPathRoot(link)!;
            if (root.Length > 0)
                real = root;
            foreach (string linked in PartsOf(link[root.Length..]))
                parts.Push(linked);
        }
        return real;
    }

    /// <summary>Whether two paths lead to the same file or directory, as far as paths can tell: hard links have none in common.</summary>
    public static bool AreSame(string a, string b) => string.Equals(
        Resolve(a), Resolve(b), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal);

    // The last one first, as a stack takes them.
    static IEnumerable<string> PartsOf(string path) =>
        path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Where(part => part is not ("" or ".")).Reverse();
}
