namespace Elucid.Tests;

/// <summary>The directory that the tests were built in, for those that read sources and documents.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    static string Find()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Elucid.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} holds Elucid.slnx.");
    }
}
