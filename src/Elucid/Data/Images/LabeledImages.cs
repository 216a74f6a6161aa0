namespace Elucid;

/// <summary>A directory of images as data to learn from.</summary>
/// <param name="Images">All images, or those of <c>train</c>: rows of [channels, height, width], numbers from 0 to 1, in the order of their
/// names.</param>
/// <param name="Tests">Those of <c>test</c>; null where there are no parts.</param>
/// <param name="Options">What became of them: store it with a model to read new images alike.</param>
/// <param name="Notes">What was found and what looks wrong, in sentences that say how to overrule it.</param>
public sealed record LabeledImages(Dataset Images, Dataset? Tests, ImageOptions Options, IReadOnlyList<string> Notes)
{
    /// <summary>Reads the images of a directory.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="reader">What decodes them.</param>
    /// <param name="request">What they are to become.</param>
    /// <param name="unlabeled">What is learned of images without their classes; null where the classes are learned.</param>
    internal static LabeledImages Read(ImageFolder folder, IImageReader reader, ImageRequest request, LearningTask? unlabeled = null)
    {
        bool needsClass = unlabeled is null;
        ImageFile[] training = [.. folder.Images.Where(file => !needsClass || file.ClassName.Length > 0)];
        ImageFile[] tests = [.. folder.Tests.Where(file => !needsClass || file.ClassName.Length > 0)];
        if (needsClass)
            RequireClasses(folder, training, tests);
        ImageFile[] all = [.. training, .. tests];
        ImageHeader[] headers = ImageDecoding.Headers(all, reader);
        ImageOptions options = request.OptionsFor(headers);
        Dataset images = Decode(folder, training, reader, options, unlabeled);
        Dataset? asked = tests.Length == 0 ? null : Decode(folder, tests, reader, options, unlabeled);
        if (request.Like is null && options.Color == ImageColor.Rgb && ImageDecoding.AreGrey(images.Features, images.Count)
            && (asked is null || ImageDecoding.AreGrey(asked.Features, asked.Count)))
        {
            // Greys are often written as three equal channels. Read anew, so that a new image gets the same bits.
            options = options with { Color = ImageColor.Grey };
            (images, asked) = (
                Decode(folder, training, reader, options, unlabeled), asked is null ? null : Decode(folder, tests, reader, options, unlabeled));
        }
        List<string> notes = [Found(folder, all, headers, options, request), .. PassedOver(folder, needsClass)];
        if (needsClass)
            notes.AddRange(ImageCopies.Notes(training, tests));
        return new LabeledImages(images, asked, options, notes);
    }

    static void RequireClasses(ImageFolder folder, ImageFile[] training, ImageFile[] tests)
    {
        if (folder.Misnamed.Count > 0)
            throw new DataFormatException(
                $"'{folder.Directory}': expected a directory for each class, or 'train' and 'test' with one for each class in both, but got "
                    + $"{LookAlikes.Quoted(folder.Misnamed)}, which {(folder.Misnamed.Count == 1 ? "sounds like a part" : "sound like parts")}. Rename "
                    + "parts to 'train' and 'test', or give one of them alone.");
        if (training.Length == 0)
            throw new DataFormatException(
                $"'{folder.Directory}': expected a directory for each class with images in it, but there is none. Put the "
                + $"{Count(folder.Images.Count)} that {(folder.Images.Count == 1 ? "lies" : "lie")} here into directories that are called as their "
                + "classes.");
        if (folder.ClassNames is [var only])
            throw new DataFormatException(
                $"'{folder.Directory}': expected images of at least two classes, but all {training.Length:N0} are of '{Excerpt.Of(only)}'. "
                + "Add a directory with images of another class.");
        if (tests.FirstOrDefault(file => !folder.ClassNames.Contains(file.ClassName)) is { } unknown)
            throw new DataFormatException(
                $"'{unknown.FullName}': expected test images of the classes that there are training images of, but "
                    + $"'{Excerpt.Of(unknown.ClassName)}' has "
                + $"none.{Suggestion.DidYouMean(unknown.ClassName, folder.ClassNames)} Rename the directory, or add training images.");
    }

    static Dataset Decode(ImageFolder folder, ImageFile[] files, IImageReader reader, ImageOptions options, LearningTask? unlabeled)
    {
        NewRows rows = ImageDecoding.Rows(files, reader, options, folder.Directory);
        ImageDecoding.Refuse([.. Enumerable.Range(0, files.Length).Select(file => rows.Problems.GetValueOrDefault(file))]);
        Dictionary<string, int> labels = folder.ClassNames.Index().ToDictionary(c => c.Item, c => c.Index);
        int[] known = [.. files.Select(file => labels.GetValueOrDefault(file.ClassName, file.ClassName.Length == 0 ? Unlabeled.Unsaid : -1))];
        return unlabeled is not { } task ? new Dataset(folder.Name, rows.Features, options.Shape, known, folder.ClassNames)
            : new Dataset(
                folder.Name, rows.Features, options.Shape,
                new Unlabeled(task, files.Length, Unlabeled.NamesOf(rows.Features.Length / files.Length), known, folder.ClassNames));
    }

    // 412 images of 3 sizes, 640×480 most often, brought to 32×32 in colour by cropping to the middle.
    static string Found(ImageFolder folder, ImageFile[] files, ImageHeader[] headers, ImageOptions options, ImageRequest request)
    {
        int kinds = files.Select(file => file.ClassName).Where(name => name.Length > 0).Distinct().Count();
        string classes = kinds == 0 ? "" : $" {kinds:N0} class{(kinds == 1 ? "" : "es")}: {ClassesOf(files)}.";
        return $"{Count(files.Length)} {options.WordsFor(headers, request)}{classes}";
    }

    static string ClassesOf(ImageFile[] files)
    {
        const int shown = 6;
        KeyValuePair<string,
            int>[] counts = [.. files.CountBy(file => file.ClassName).Where(c => c.Key.Length > 0).OrderBy(c => c.Key, StringComparer.Ordinal)];
        string first = string.Join(", ", counts.Take(shown).Select(c => $"{Excerpt.Of(c.Key)} ({c.Value:N0})"));
        return counts.Length <= shown ? first
            : $"{first} and {counts.Length - shown:N0} more, of {counts.Min(c => c.Value):N0} to {counts.Max(c => c.Value):N0} images each";
    }

    static IEnumerable<string> PassedOver(ImageFolder folder, bool needsClass)
    {
        foreach (string[] alike in needsClass ? LookAlikes.Of(folder.ClassNames) : [])
            yield return $"{LookAlikes.Quoted(alike)} are {alike.Length} classes, {LookAlikes.Difference}. Put their images into one directory "
                + "if they are one.";
        if (folder.PassedOver.Count > 0)
            yield return $"{Excerpt.Of(folder.PassedOver, 3)}: neither 'train' nor 'test', and passed over. Move images into one of the two to "
                + "use them.";
        if (needsClass && folder.EmptyClasses.Count > 0)
            yield return $"{Excerpt.Of(folder.EmptyClasses, 3)}: no image of .png, .jpg or .jpeg, and no class.";
        string[] loose = [.. folder.Images.Concat(folder.Tests).Where(file => file.ClassName.Length == 0).Select(file => file.Name)];
        if (needsClass && loose.Length > 0)
            yield return $"{Count(loose.Length)} outside of the classes' directories {(loose.Length == 1 ? "was" : "were")} passed over: "
                + $"{Excerpt.Of(loose, 3)}.";
        if (folder.Others.Count > 0)
            yield return $"{folder.Others.Count:N0} file{(folder.Others.Count == 1 ? " is" : "s are")} neither .png nor .jpg and "
                + $"{(folder.Others.Count == 1 ? "was" : "were")} passed over: {Excerpt.Of(folder.Others, 3)}.";
    }

    static string Count(int images) => $"{images:N0} image{(images == 1 ? "" : "s")}";
}
