namespace Elucid.Lab;

/// <summary>What data a user asks for, and how it is to be read.</summary>
/// <param name="Data">A known set, the path of a CSV file, or that of a directory: IDX files, or images in a directory for each class.</param>
public sealed record DataRequest(string Data)
{
    /// <summary>How to read a CSV file; null if no target was named.</summary>
    public CsvOptions? Csv { get; init; }

    /// <summary>What is learned of rows without their answers, such as <see cref="LearningTask.Reconstruct"/>; null where answers are
    /// learned.</summary>
    public LearningTask? WithoutAnswers { get; init; }

    /// <summary>How to read series to be foretold; null where rows are learned from.</summary>
    public SeriesOptions? Series { get; init; }

    /// <summary>How a table becomes training and test data.</summary>
    public TableSplit Split { get; init; }

    /// <summary>A CSV file with the test rows of a table; null to hold rows of the table itself out.</summary>
    public string? Test { get; init; }

    /// <summary>How to read a text, to learn the token after each of its tokens; null where the file is none.</summary>
    public TextOptions? Text { get; init; }

    /// <summary>Which column of a CSV file is prose, to predict another one from it; null where none is.</summary>
    public ProseOptions? Prose { get; init; }

    /// <summary>The body that is to read the data, which is prepared as it expects; null where all weights are drawn.</summary>
    public PretrainedBody? Body { get; init; }

    /// <summary>A file of the boxes of objects in images, CSV or COCO's JSON, to learn to find them; null where nothing is to be found.</summary>
    public string? Boxes { get; init; }

    /// <summary>What files of images become.</summary>
    public ImageRequest Images { get; init; } = new();

    /// <summary>What decodes them; null where nothing does, as the laboratory itself carries no decoder.</summary>
    public IImageReader? ImageReader { get; init; }
}
