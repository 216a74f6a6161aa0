namespace Elucid;

/// <summary>A directory of images with a file of boxes as data to learn from.</summary>
/// <param name="Images">Rows of [channels, height, width], numbers from 0 to 1, in the order of their names, with the objects of each.</param>
/// <param name="Options">What became of the images: store it with a model to read new ones alike.</param>
/// <param name="Notes">What was found and what looks wrong, in sentences that say how to overrule it.</param>
public sealed record BoxedImages(Dataset Images, ImageOptions Options, IReadOnlyList<string> Notes)
{
    // An object of which less is left after cropping cannot be known.
    const double LeastLeft = 0.25;

    /// <summary>Reads images and boxes.</summary>
    /// <param name="directory">Files of PNG and JPEG, in directories or not.</param>
    /// <param name="boxes">
    /// A CSV file with columns image, label and xmin, ymin, xmax, ymax or x, y, width, height, in pixels of the upright image; or COCO's JSON.
    /// </param>
    /// <param name="reader">What decodes images, such as <c>ImageReader.Skia</c> of Elucid.Images.</param>
    /// <param name="request">What they are to become.</param>
    /// <exception cref="DataFormatException">A file cannot be used, or a box is none; the message names it.</exception>
    public static BoxedImages Read(string directory, string boxes, IImageReader reader, ImageRequest request)
    {
        if (!Directory.Exists(directory))
            throw new DataFormatException($"'{directory}': expected a directory of images, but there is none. Check the path.");
        ImageFile[] found = [.. ImageFile.Below(directory).Where(ImageFile.IsNamedSo)
            .Select(path => new ImageFile(path, Path.GetRelativePath(directory, path).Replace('\\', '/'), ClassName: ""))];
        if (found.Length == 0)
            throw new DataFormatException($"'{directory}': expected images of .png, .jpg or .jpeg, but there is none. Check the path.");
        BoxFile file = BoxFile.Read(boxes);
        List<string> notes = [.. file.Notes];
        Dictionary<ImageFile, BoxedFile> named = Named(file, found, directory, notes);
        ImageFile[] files = file.NamesAll ? [.. found.Where(named.ContainsKey)] : found;
        ImageHeader[] headers = ImageDecoding.Headers(files, reader);
        BoxCleaning cleaning = new(boxes);
        List<FileBox>[] kept = [.. files.Select((image, i) => cleaning.Clean(named.GetValueOrDefault(image), headers[i].Size, image.Name))];
        cleaning.RequireAny();
        string[] classes = [.. kept.SelectMany(own => own).Select(box => box.Label).Distinct().Order(StringComparer.Ordinal)];
        ImageOptions options = request.OptionsForBoxes(headers);
        float[] features = Decode(files, reader, options, directory);
        if (request.Like is null && options.Color == ImageColor.Rgb && ImageDecoding.AreGrey(features, files.Length))
        {
            options = options with { Color = ImageColor.Grey };
            features = Decode(files, reader, options, directory);
        }
        IReadOnlyList<LabeledBox>[] placed =
            [.. kept.Select((own, i) => Place(own, headers[i].Size, options, classes))];
        int lost = kept.Sum(own => own.Count) - placed.Sum(own => own.Count);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        Dataset data = new(name, features, options.Shape, new ObjectBoxes(
            placed, classes, [.. files.Select((image, i) => new ImageSource(image.Name, headers[i].Size))]));
        notes.Insert(0, $"{Count(files.Length, "image")} {options.WordsFor(headers, request)} {Objects(placed, classes)}");
        notes.AddRange(cleaning.Notes());
        if (lost > 0)
            notes.Add(
                $"{Count(lost, "object")} {(lost == 1 ? "lies" : "lie")} in the margins that "
                    + $"{Spelling.Of(nameof(ImageRequest.Fit), options.Fit)} cuts "
                    + $"off, and {(lost == 1 ? "is" : "are")} left out.");
        return new BoxedImages(data, options, notes);
    }

    /// <summary>The file of each image of a dataset that was read so, or of a part of it; empty where images come from elsewhere.</summary>
    public static IReadOnlyList<ImageSource> SourcesOf(Dataset images) => images.Answers is ObjectBoxes boxes ? boxes.Sources : [];

    static Dictionary<ImageFile, BoxedFile> Named(BoxFile file, ImageFile[] found, string directory, List<string> notes)
    {
        ImageFinder finder = new(found);
        Dictionary<ImageFile, BoxedFile> named = [];
        List<BoxedFile> unknown = [];
        foreach (BoxedFile image in file.Images)
            if (finder.Find(image.Name, image.Where) is not { } own)
                unknown.Add(image);
            else if (!named.TryAdd(own, image))
                throw new DataFormatException(
                    $"{image.Where}: expected each image once, but '{Excerpt.Of(image.Name)}' and '{Excerpt.Of(named[own].Name)}' are both "
                        + $"'{own.Name}'. Write its name alike.");
        if (named.Count == 0)
            throw new DataFormatException(
                $"'{file.Path}': expected names of images in '{directory}', such as '{found[0].Name}', but none of its {file.Images.Count:N0} is one"
                    + $"{(unknown.Count > 0 ? $", such as '{Excerpt.Of(unknown[0].Name)}'" : "")}. Check both paths.");
        if (unknown.Count > 0)
            notes.Add(
                $"{Count(unknown.Count, "image")} of {Path.GetFileName(file.Path)} {(unknown.Count == 1 ? "is" : "are")} not in the directory and "
                    + $"{(unknown.Count == 1 ? "was" : "were")} passed over, such as '{Excerpt.Of(unknown[0].Name)}'.");
        int unnamed = found.Length - named.Count;
        if (unnamed > 0)
        {
            string example = found.First(image => !named.ContainsKey(image)).Name;
            notes.Add(file.NamesAll
                ? $"{Count(unnamed, "image")} of the directory {(unnamed == 1 ? "does" : "do")} not stand in {Path.GetFileName(file.Path)} and "
                    + $"{(unnamed == 1 ? "was" : "were")} passed over, such as '{example}'."
                : $"{Count(unnamed, "image")} without a line in {Path.GetFileName(file.Path)} {(unnamed == 1 ? "is" : "are")} taken for "
                    + $"{(unnamed == 1 ? "one" : "images")} without objects, such as '{example}'. Take what nobody looked at out of the directory.");
        }
        return named;
    }

    static float[] Decode(ImageFile[] files, IImageReader reader, ImageOptions options, string directory)
    {
        NewRows rows = ImageDecoding.Rows(files, reader, options, directory);
        ImageDecoding.Refuse([.. Enumerable.Range(0, files.Length).Select(file => rows.Problems.GetValueOrDefault(file))]);
        return rows.Features;
    }

    static LabeledBox[] Place(List<FileBox> boxes, ImageSize size, ImageOptions options, string[] classes)
    {
        ImagePlacement placement = ImagePlacement.Of(size, options);
        return [.. boxes.Select(box => placement.ToExample(new(
                (float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom, Array.BinarySearch(classes, box.Label, StringComparer.Ordinal)))
            .Within(options.Width, options.Height, LeastLeft)).OfType<LabeledBox>()];
    }

    // 412 objects of 3 classes: cat (200), dog (112), bird (100). 12 images have none.
    static string Objects(IReadOnlyList<LabeledBox>[] boxes, string[] classes)
    {
        const int shown = 6;
        int[] counts = new int[classes.Length];
        foreach (LabeledBox box in boxes.SelectMany(own => own))
            counts[box.Class]++;
        string first = string.Join(", ", classes.Take(shown).Select((name, i) => $"{Excerpt.Of(name)} ({counts[i]:N0})"));
        string rest = classes.Length > shown ? $" and {classes.Length - shown:N0} more" : "";
        int empty = boxes.Count(own => own.Count == 0);
        return $"{Count(counts.Sum(), "object")} of {(classes.Length == 1 ? "one class" : $"{classes.Length:N0} classes")}: {first}{rest}."
            + (empty > 0 ? $" {Count(empty, "image")} {(empty == 1 ? "has" : "have")} none." : "");
    }

    static string Count(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";
}
