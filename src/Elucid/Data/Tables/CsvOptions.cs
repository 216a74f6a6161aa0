namespace Elucid.Data.Tables;

/// <summary>What to do with missing values: fields that are empty or say NA, NaN or ?.</summary>
public enum MissingValues
{
    /// <summary>A missing value is an error that names its line and column.</summary>
    Refuse,

    /// <summary>
    /// A missing feature becomes the mean of its column, or its most frequent text. The mean is taken over all rows of the file, test rows included,
    /// since they are divided later; where that matters, use <see cref="Drop"/>. A missing target stays an error: it cannot be invented.
    /// </summary>
    Mean,

    /// <summary>A row with a missing value is left out.</summary>
    Drop,
}

/// <summary>How to read a table.</summary>
public sealed record CsvOptions
{
    /// <summary>The column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>
    /// Classification or regression; null decides by the target: text and whole numbers are classes, numbers with a decimal point or exponent are
    /// quantities.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>What to do with missing values; an error by default.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>
    /// Columns whose numbers are names, such as postcodes: one-hot like text. Others are numeric if most of their values are numbers.
    /// </summary>
    public IReadOnlyList<string> CategoryColumns { get; init; } = [];

    /// <summary>What separates fields; a comma by default.</summary>
    public char Separator { get; init; } = ',';
}

/// <summary>A table as a dataset.</summary>
/// <param name="Dataset">The rows.</param>
/// <param name="Schema">How columns became features: store it with a model to read new rows alike.</param>
/// <param name="Notes">What the user should know, in sentences: rows dropped, values filled in, a target with suspiciously many classes.</param>
public sealed record CsvTable(Dataset Dataset, CsvSchema Schema, IReadOnlyList<string> Notes);
