namespace Elucid;

/// <summary>Opens data files with a sentence for the commonest mistake.</summary>
internal static class DataFile
{
    public static FileStream Open(string path, string expected)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            string got = Directory.Exists(path) ? "it is a directory" : "there is no such file";
            throw new DataFormatException($"'{path}': expected {expected}, but {got}. Check the path.", e);
        }
    }
}
