namespace Elucid.Lab;

/// <summary>How a column of prose becomes data.</summary>
public sealed record ProseOptions
{
    /// <summary>The column of prose.</summary>
    public required string Column { get; init; }

    /// <summary>The column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>Classes or quantities; null for quantities where all are numbers and more than 20 of them are different.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>What a token is: <c>words</c>, or <c>pairs:2000</c> for parts of words.</summary>
    public string Tokens { get; init; } = ProseData.Words;

    /// <summary>The most tokens that are read of a text; 0 for those of the longest one, at most 256.</summary>
    public int Window { get; init; }

    /// <summary>The body that reads the texts, whose tokens they become; null where the training rows teach what tokens there are.</summary>
    public PretrainedBody? Body { get; init; }
}

/// <summary>Reads tables of which a column is prose.</summary>
public static class ProseData
{
    internal const string Words = "words";
    const int MostClasses = 20, MostWindow = 4096, FewestRows = 10, MostNumbers = 1 << 24;

    /// <summary>Reads a table. A fifth of its rows is test data, drawn by the seed.</summary>
    /// <param name="path">A CSV file.</param>
    /// <param name="options">Which columns.</param>
    /// <param name="notes">What the user should know of it, in sentences.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DataFormatException">The table cannot be used; the message says why.</exception>
    public static StudyData Read(string path, ProseOptions options, out IReadOnlyList<string> notes)
    {
        if (options.Window is < 0 or > MostWindow)
            throw new ArgumentException($"{Spelling.Of(nameof(TextOptions.Window))} must be 1 to {MostWindow} tokens, but got {options.Window}.");
        if (options.Column == options.Target)
            throw new ArgumentException($"'{options.Column}' is both the column of prose and the one to predict: name two.");
        int pairs = options.Tokens == Words ? 0 : TextData.PairsOf(options.Tokens, Words);
        CsvColumns table = CsvColumns.Read(path, [options.Column, options.Target]);
        if (table.Count is < FewestRows or > MostNumbers)
            throw new DataFormatException($"'{path}': expected {FewestRows} to {MostNumbers:N0} rows, but got {table.Count:N0}.");
        IReadOnlyList<string> texts = table[options.Column], targets = table[options.Target];
        for (int row = 0; row < targets.Count; row++)
            if (targets[row].Length == 0)
                throw new DataFormatException(
                    $"'{path}', line {table.Lines[row]}, column '{options.Target}': expected a value to predict, but it is missing. Fill it in, or "
                        + "leave the row out.");
        string name = Path.GetFileNameWithoutExtension(path);
        float[] numbers = [.. Enumerable.Range(0, texts.Count).Select(row => (float)row)];
        bool areNumbers = options.Task == LearningTask.Regression
            || (options.Task is null && targets.Distinct().Take(MostClasses + 1).Count() > MostClasses && AreNumbers(table, options.Target));
        string[] classes = [.. targets.Distinct().Order(StringComparer.Ordinal)];
        if (!areNumbers && classes.Length < 2)
            throw new DataFormatException($"'{path}', column '{options.Target}': expected at least two classes, but all rows are of '{classes[0]}'.");
        Dataset rows = areNumbers
            ? new Dataset(name, numbers, [1], [.. table.Numbers(options.Target).Select(number => (float)number)], [options.Target])
            : new Dataset(name, numbers, [1], [.. targets.Select(target => Array.BinarySearch(classes, target, StringComparer.Ordinal))], classes);
        int empty = texts.Count(text => text.Length == 0);
        notes =
        [
            $"{Path.GetFileName(path)}: {table.Count:N0} texts of column {options.Column}, to predict {options.Target} "
                + $"({(areNumbers ? "numbers" : $"{classes.Length} classes")}); other columns are not looked at."
                + (empty > 0 ? $" {empty:N0} of the texts {(empty == 1 ? "is" : "are")} empty." : ""),
        ];
        return StudyData.Prose(rows, new ProseRows(options.Column, options.Target, texts, pairs, options.Window) { Body = options.Body });
    }

    static bool AreNumbers(CsvColumns table, string column)
    {
        try
        {
            return table.Numbers(column).All(double.IsFinite);
        }
        catch (DataFormatException)
        {
            return false;
        }
    }
}
