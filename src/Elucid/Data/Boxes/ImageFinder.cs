namespace Elucid;

/// <summary>Finds the files that a list means by its names: as they are below the directory, or by the last part of the name alone, with its
/// extension or without.</summary>
internal sealed class ImageFinder
{
    readonly Dictionary<string, List<ImageFile>> _files = [];

    public ImageFinder(IEnumerable<ImageFile> files)
    {
        foreach (ImageFile file in files)
            foreach (string name in (HashSet<string>)[file.Name, LastOf(file.Name), Path.GetFileNameWithoutExtension(file.Name)])
                if (_files.TryGetValue(name, out List<ImageFile>? alike))
                    alike.Add(file);
                else
                    _files.Add(name, [file]);
    }

    /// <summary>The file of a name; null if there is none.</summary>
    /// <exception cref="DataFormatException">It may be one of several.</exception>
    public ImageFile? Find(string name, string where)
    {
        string path = name.Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        List<ImageFile> found = _files.GetValueOrDefault(path) ?? _files.GetValueOrDefault(LastOf(path)) ?? [];
        return found switch
        {
            [] => null,
            [var only] => only,
            _ => found.FirstOrDefault(file => file.Name == path) ?? throw new DataFormatException(
                $"{where}: expected the name of one image, but '{Excerpt.Of(name)}' may be "
                    + $"{Excerpt.Of([.. found.Select(file => file.Name)], 3)}. Write "
                    + "the directory before it."),
        };
    }

    static string LastOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
