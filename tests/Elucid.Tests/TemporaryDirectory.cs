using System.IO.Compression;

namespace Elucid.Tests;

/// <summary>A directory for the files of one test, deleted at its end.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elucid-");

    public string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream result = new();
        using (GZipStream gzip = new(result, CompressionLevel.Fastest))
            gzip.Write(content);
        return result.ToArray();
    }
}
