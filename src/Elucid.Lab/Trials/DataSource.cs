namespace Elucid.Lab;

/// <summary>Finds the data that a user names: a known set, a CSV file, or a directory of IDX files.</summary>
public static class DataSource
{
    /// <summary>The set that is taken where none is named; it is part of the library.</summary>
    public const string Default = "digits";

    /// <summary>The sets that are known by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, "fashion-mnist", "mnist", "cifar-10", "cifar-100"];

    /// <summary>Loads the data of a study.</summary>
    /// <param name="text">A name, or the path of a CSV file or of a directory with the four IDX files.</param>
    /// <param name="csv">How to read a CSV file; null if no target was named.</param>
    /// <param name="notes">What the user should know of a table, in sentences.</param>
    /// <param name="split">How a table becomes training and test data.</param>
    /// <exception cref="ArgumentException">Nothing of that name, or a CSV without a target; the message says what to do.</exception>
    /// <exception cref="DataFormatException">The data is missing or damaged.</exception>
    public static StudyData Load(string text, CsvOptions? csv, out IReadOnlyList<string> notes, TableSplit split = TableSplit.Unasked)
    {
        notes = [];
        switch (text)
        {
            case Default: return StudyData.Digits();
            case "fashion-mnist": return StudyData.WithTestSet(ImageSets.FashionMnist());
            case "mnist": return StudyData.WithTestSet(ImageSets.Mnist());
            case "cifar-10": return StudyData.WithTestSet(ImageSets.Cifar10());
            case "cifar-100": return StudyData.WithTestSet(ImageSets.Cifar100());
        }
        if (Directory.Exists(text))
            return StudyData.WithTestSet(FromDirectory(text));
        if (!File.Exists(text))
            throw new ArgumentException(
                $"Data must be {string.Join(", ", Names)}, a CSV file or a directory of IDX files, but '{text}' is none of "
                    + $"them.{Suggestion.DidYouMean(text, Names)}");
        if (csv is null)
            throw new ArgumentException($"'{text}' is a table: name the column to predict with {Spelling.Of(nameof(CsvOptions.Target), "COLUMN")}.");
        return TableSplits.Read(text, csv, split, out notes);
    }

    // A directory called fashion-mnist gets its class names.
    static DataSplit FromDirectory(string directory) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) == "fashion-mnist"
            ? ImageSets.FashionMnist(directory)
            : ImageSets.FromDirectory(directory);
}
