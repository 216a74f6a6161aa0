namespace Elucid;

/// <summary>
/// The images of a directory: a directory for each class, or <c>train</c> and <c>test</c> with one for each class in both. Only names are looked at.
/// </summary>
public sealed class ImageFolder
{
    const string TrainName = "train", TestName = "test";

    // What else people call the parts of their images.
    static readonly string[] PartNames = [TrainName, "training", TestName, "testing", "val", "valid", "validation", "dev", "eval"];

    readonly List<string> _others = [];

    ImageFolder(string directory) => Directory = directory;

    /// <summary>Where the images are.</summary>
    public string Directory { get; }

    /// <summary>What reports call them: the name of the directory.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory)));

    /// <summary>The images, those of <c>train</c> where there are parts; in the order of their names.</summary>
    public IReadOnlyList<ImageFile> Images { get; private set; } = [];

    /// <summary>The images of <c>test</c>; empty where there are no parts.</summary>
    public IReadOnlyList<ImageFile> Tests { get; private set; } = [];

    /// <summary>The classes in the order of their names.</summary>
    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    /// <summary>Classes whose directory holds no image.</summary>
    public IReadOnlyList<string> EmptyClasses { get; private set; } = [];

    /// <summary>Directories beside <c>train</c> and <c>test</c>, which nobody looks into.</summary>
    internal IReadOnlyList<string> PassedOver { get; private set; } = [];

    /// <summary>Directories that look like parts and are called otherwise: <c>training</c> and <c>validation</c>; empty if any does not.</summary>
    internal IReadOnlyList<string> Misnamed { get; private set; } = [];

    /// <summary>The names of files that are no images by their names.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>Looks for images.</summary>
    /// <param name="directory">Where.</param>
    /// <exception cref="DataFormatException">There is no such directory, it holds no image, or one part without the other.</exception>
    public static ImageFolder Find(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
            throw new DataFormatException($"'{directory}': expected a directory of images, but there is none. Check the path.");
        ImageFolder folder = new(directory);
        string[] directories = [.. ImageFile.Shown(new DirectoryInfo(directory).GetDirectories()).Select(d => d.Name)];
        string[] parts = [.. directories.Where(name => IsPart(Path.Combine(directory, name)))];
        (string? trainName, string? testName) = (Named(parts, TrainName), Named(parts, TestName));
        string train = Path.Combine(directory, trainName ?? TrainName), test = Path.Combine(directory, testName ?? TestName);
        bool hasTrain = trainName is not null, hasTest = testName is not null;
        if (hasTrain != hasTest)
            throw new DataFormatException(
                $"'{directory}': expected '{TrainName}' and '{TestName}' with a directory for each class in both, but there is only "
                + $"'{trainName ?? testName}'. {OtherPart(parts, trainName ?? testName!)}Add the other, or give '{(hasTrain ? train : test)}' alone.");
        if (hasTrain)
        {
            (folder.Images, folder.Tests) = (folder.In(train), folder.In(test));
            folder.PassedOver = [.. directories.Where(name => name != trainName && name != testName)];
        }
        else
        {
            folder.Images = folder.In(directory);
            folder.Misnamed = directories.All(name => parts.Contains(name) && IsPartName(name)) ? directories : [];
        }
        if (folder.Images.Count == 0 || (hasTest && folder.Tests.Count == 0))
            throw new DataFormatException(
                $"'{(folder.Images.Count == 0 ? hasTrain ? train : directory : test)}': expected a directory for each class with images of .png, "
                + $".jpg or .jpeg, but there is no image.{(folder._others.Count > 0 ? $" There are {Excerpt.Of(folder._others, 3)}." : "")} "
                + "Put images into directories that are called as their classes.");
        folder.ClassNames = [.. Classes(folder.Images).Order(StringComparer.Ordinal)];
        return folder;
    }

    /// <summary>Reads all images, to learn from.</summary>
    /// <param name="reader">What decodes them, such as <c>ImageReader.Skia</c> of Elucid.Images.</param>
    /// <param name="request">What they are to become.</param>
    /// <exception cref="DataFormatException">There are not two classes at least, or an image cannot be read.</exception>
    public LabeledImages Read(IImageReader reader, ImageRequest request) => LabeledImages.Read(this, reader, request);

    /// <summary>Reads all images without their classes, to learn the images themselves: they may lie anywhere below the directory, and the directory
    /// that one lies in is still known (<see cref="Dataset.KnownLabels"/>).</summary>
    /// <param name="reader">What decodes them, such as <c>ImageReader.Skia</c> of Elucid.Images.</param>
    /// <param name="request">What they are to become.</param>
    /// <param name="task">What is learned of them.</param>
    /// <exception cref="DataFormatException">An image cannot be read.</exception>
    public LabeledImages ReadUnlabeled(IImageReader reader, ImageRequest request, LearningTask task = LearningTask.Reconstruct) =>
        LabeledImages.Read(this, reader, request, task);

    // A part holds directories only: a class that is called "train" holds images itself.
    static bool IsPart(string directory) => System.IO.Directory.Exists(directory)
        && ImageFile.Shown(new DirectoryInfo(directory).GetDirectories()).Any()
        && !ImageFile.Shown(new DirectoryInfo(directory).GetFiles()).Any(file => ImageFile.IsNamedSo(file.Name));

    // However people write it, and as it stands here where both are there.
    static string? Named(string[] parts, string name) =>
        parts.Contains(name) ? name : Array.Find(parts, part => part.Equals(name, StringComparison.OrdinalIgnoreCase));

    static bool IsPartName(string name) => PartNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    static string OtherPart(string[] parts, string known) => Array.Find(parts, part => part != known && IsPartName(part)) is { } other
        ? $"Rename '{other}' if it is the other. " : "";

    static IEnumerable<string> Classes(IEnumerable<ImageFile> files) =>
        files.Select(file => file.ClassName).Where(name => name.Length > 0).Distinct();

    List<ImageFile> In(string part)
    {
        List<ImageFile> files = [];
        DirectoryInfo here = new(part);
        foreach (FileInfo file in ImageFile.Shown(here.GetFiles()))
            Add(Path.Combine(part, file.Name), className: "");
        List<string> empty = [];
        foreach (DirectoryInfo kind in ImageFile.Shown(here.GetDirectories()))
        {
            int before = files.Count;
            foreach (string path in ImageFile.Below(Path.Combine(part, kind.Name)))
                Add(path, kind.Name);
            if (files.Count == before)
                empty.Add(kind.Name);
        }
        EmptyClasses = [.. EmptyClasses, .. empty];
        return files;

        void Add(string path, string className)
        {
            string name = Path.GetRelativePath(Directory, path).Replace('\\', '/');
            if (ImageFile.IsNamedSo(path))
                files.Add(new ImageFile(path, name, className));
            else
                _others.Add(name);
        }
    }
}
