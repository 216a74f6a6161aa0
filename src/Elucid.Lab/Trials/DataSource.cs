namespace Elucid.Lab;

/// <summary>Finds the data that a user names: a known set, a CSV file, or a directory of IDX files.</summary>
public static class DataSource
{
    /// <summary>The set that is taken where none is named; it is part of the library.</summary>
    public const string Default = "digits";

    /// <summary>The series that are known by name.</summary>
    public static IReadOnlyList<string> SeriesNames { get; } = [.. KnownSeries.All.Select(series => series.Name)];

    /// <summary>The environments that are known by name.</summary>
    public static IReadOnlyList<string> EnvironmentNames { get; } = [.. EnvironmentCatalog.All.Select(environment => environment.Name)];

    /// <summary>The sets that are known by name, series and environments aside.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, "fashion-mnist", "mnist", "cifar-10", "cifar-100"];

    /// <summary>Loads the data of a study.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="notes">What the user should know of a table or of images, in sentences.</param>
    /// <exception cref="ArgumentException">Nothing of that name, or a CSV without a target; the message says what to do.</exception>
    /// <exception cref="DataFormatException">The data is missing or damaged.</exception>
    public static StudyData Load(DataRequest request, out IReadOnlyList<string> notes) => request.Body is { } body
        ? Read(BodyFit.Prepared(request, body), out notes).For(body) : Read(request, out notes);

    static StudyData Read(DataRequest request, out IReadOnlyList<string> notes)
    {
        StudyData data = Find(request, out notes);
        return request.WithoutAnswers is { } task && data.Task != task ? data.WithoutAnswers(task) : data;
    }

    static StudyData Find(DataRequest request, out IReadOnlyList<string> notes)
    {
        notes = [];
        string text = request.Data;
        if (request.Text is { } options)
            return TextData.Read(text, options, out notes);
        if (request.Test is not null && (request.Prose is not null || request.Series is not null))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(DataRequest.Test))} is for tables of numbers and categories, not for prose or series: omit it.");
        if (request.Prose is { } prose)
            return ProseData.Read(text, prose, out notes);
        if (request.Boxes is { } boxes)
        {
            BoxedImages boxed = BoxedImages.Read(text, boxes, ReaderOf(request), request.Images);
            notes = boxed.Notes;
            return StudyData.Detect(boxed);
        }
        if ((Names.Contains(text) || EnvironmentNames.Contains(text)) && Directory.Exists(text))
            notes = [$"{text} is the set of that name. For the directory, write {Path.Combine(".", text)}."];
        switch (text)
        {
            case Default: return StudyData.Digits();
            case "fashion-mnist": return StudyData.WithTestSet(ImageSets.FashionMnist());
            case "mnist": return StudyData.WithTestSet(ImageSets.Mnist());
            case "cifar-10": return StudyData.WithTestSet(ImageSets.Cifar10());
            case "cifar-100": return StudyData.WithTestSet(ImageSets.Cifar100());
        }
        if (EnvironmentNames.Contains(text))
            return StudyData.Episodes(EnvironmentCatalog.Find(text));
        if (request.Series is not null || SeriesNames.Contains(text))
            return Series(text, request.Series, out notes);
        if (Directory.Exists(text))
            return ImageSets.IsIn(text) ? StudyData.WithTestSet(FromDirectory(text)) : Images(request, out notes);
        if (!File.Exists(text))
            throw new ArgumentException(
                $"Data must be {string.Join(", ", Names)}, an environment ({string.Join(", ", EnvironmentNames)}), a CSV file, or a directory "
                    + $"of images or "
                    + $"IDX files, but '{text}' is none of them.{Suggestion.DidYouMean(text, [.. Names, .. EnvironmentNames])}");
        if (request.Csv is not { } csv)
            throw new ArgumentException(ImageFile.IsNamedSo(text)
                ? $"'{text}' is a single image: give the directory that holds a directory of images for each class."
                : $"'{text}' is taken for a table: name the column to predict with {Spelling.Of(nameof(CsvOptions.Target), "COLUMN")}. If it is "
                    + $"prose to go on with, use {Spelling.Of(nameof(CsvOptions.Task), "text")}.");
        return TableSplits.Read(text, csv, request.Split, request.Test, out notes);
    }

    static StudyData Images(DataRequest request, out IReadOnlyList<string> notes)
    {
        ImageFolder folder = ImageFolder.Find(request.Data);
        IImageReader reader = ReaderOf(request);
        LabeledImages images = request.WithoutAnswers is { } task ? folder.ReadUnlabeled(reader, request.Images, task)
            : folder.Read(reader, request.Images);
        notes = images.Notes;
        return StudyData.Images(images);
    }

    static IImageReader ReaderOf(DataRequest request) => request.ImageReader ?? throw new ArgumentException(
        $"'{request.Data}' holds files of images, and nothing decodes them here: set {nameof(DataRequest)}.{nameof(DataRequest.ImageReader)}.");

    static StudyData Series(string text, SeriesOptions? options, out IReadOnlyList<string> notes)
    {
        SeriesTable table = KnownSeries.Find(text) is { } known ? known.Load(options ?? known.Options)
            : SeriesReader.Read(RequireFile(text), options!);
        notes = table.Notes;
        return StudyData.Forecast(ForecastWindows.Of(table));
    }

    /// <summary>Loads series for a model to go on with.</summary>
    /// <param name="text">One of <see cref="SeriesNames"/>, or the path of a CSV file.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">Nothing of that name.</exception>
    /// <exception cref="DataFormatException">The file cannot be used.</exception>
    public static SeriesTable LoadSeries(string text, TrainedModel model) =>
        KnownSeries.Find(text) is { } known && model.File.Series is { } schema ? known.Load(schema) : model.ReadSeries(RequireFile(text));

    static string RequireFile(string path) => File.Exists(path) ? path : throw new ArgumentException(
        $"Series must be {string.Join(" or ", SeriesNames)} or a CSV file, but '{path}' is none of them.{Suggestion.DidYouMean(path, SeriesNames)}");

    // A directory called fashion-mnist gets its class names.
    static DataSplit FromDirectory(string directory) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) == "fashion-mnist"
            ? ImageSets.FashionMnist(directory)
            : ImageSets.FromDirectory(directory);
}
