namespace Elucid.Lab;

/// <summary>What a model is asked.</summary>
/// <param name="Model">A model that a training run saved.</param>
/// <param name="Data">
/// A CSV file with the columns that the model learned from, an image or a directory of them, the name of a known set, or a directory of IDX files.
/// </param>
public sealed record PredictionRequest(string Model, string Data)
{
    /// <summary>Whether a row or an image that cannot be read is an error; otherwise its fields stay empty, and the notes say why.</summary>
    public bool IsStrict { get; init; }

    /// <summary>A file of the boxes that a detector should find, to judge it by; null where they are not known.</summary>
    public string? Boxes { get; init; }

    /// <summary>What decodes files of images; null where nothing does.</summary>
    public IImageReader? ImageReader { get; init; }
}
