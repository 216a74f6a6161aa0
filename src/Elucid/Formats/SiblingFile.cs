namespace Elucid;

/// <summary>
/// Files that another file names. Its author may have named any file of the machine: only those in its own directory or below are read, and none
/// through a link, unless the owner is a link itself and both lead into one directory.
/// </summary>
internal static class SiblingFile
{
    /// <summary>The path of a file that <paramref name="owner"/> calls <paramref name="location"/>.</summary>
    /// <param name="owner">The file that names it.</param>
    /// <param name="location">What it is called, with slashes.</param>
    /// <param name="error">Makes an exception of what is wrong with it, as a clause that begins with "which".</param>
    public static string Resolve(string owner, string location, Func<string, ModelFormatException> error)
    {
        const string Outside =
            "which is not a path below the model's own directory: such files are not read. Put the numbers beside the model, or export it into one file";
        if (location.Length == 0 || location.Contains('\0') || location.Contains('\\') || Path.IsPathRooted(location) || location.Contains(':'))
            throw error(Outside);
        string path = Path.GetDirectoryName(Path.GetFullPath(owner))!;
        foreach (string part in location.Split('/'))
        {
            if (part is "" or "." or "..")
                throw error(Outside);
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null && !LiesBeside(owner, path))
                throw error("which is reached through a link: such files are not read. Put the file itself beside the model");
        }
        return File.Exists(path) ? path : throw error("which does not exist. Copy it beside the model");
    }

    // Hugging Face's cache is a directory of links, the model among them, to files that lie side by side in another.
    static bool LiesBeside(string owner, string path)
    {
        try
        {
            return new FileInfo(owner).LinkTarget is not null && File.Exists(path)
                && Path.GetDirectoryName(LinkedPath.Resolve(owner)) == Path.GetDirectoryName(LinkedPath.Resolve(path));
        }
        catch (IOException)
        {
            return false;
        }
    }
}
