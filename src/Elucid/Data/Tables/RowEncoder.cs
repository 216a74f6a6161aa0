namespace Elucid;

/// <summary>Makes features of records, as a schema says.</summary>
internal sealed class RowEncoder
{
    readonly CsvSchema _schema;
    readonly MissingMarks _marks;
    readonly int[] _fields;
    readonly int _width;

    /// <summary>Finds the schema's columns in a header.</summary>
    /// <exception cref="DataFormatException">One is not there.</exception>
    public RowEncoder(CsvSchema schema, string[] header, string path)
    {
        (_schema, _marks, _width) = (schema, new MissingMarks(schema.MissingMarks), header.Length);
        Dictionary<string, int> fields = Enumerable.Range(0, header.Length).ToDictionary(i => header[i]);
        _fields = [.. schema.Columns.Select(column =>
            fields.TryGetValue(column.Name, out int i) ? i : Find(header, column.Name, path, "column", isKnown: true))];
    }

    /// <summary>Missing values that were filled in.</summary>
    public int MissingCount { get; private set; }

    /// <summary>Unseen categories that were taken for unknown ones.</summary>
    public int UnseenCount { get; private set; }

    /// <summary>Whether a field of answers holds none.</summary>
    public bool IsMissing(ReadOnlySpan<char> field) => _marks.Of(field, isQuoted: false) != MissingMark.None;

    /// <summary>Writes the features of the present record, which are 0 so far, and where they stand for missing values. Null, or what is
    /// wrong.</summary>
    public string? Encode(CsvRows rows, Span<float> features, Span<bool> missing)
    {
        if (rows.Count != _width)
            return WidthError(rows, _width).Message;
        for (int c = 0; c < _fields.Length; c++)
        {
            Column column = _schema.Columns[c];
            ReadOnlySpan<char> value = rows[_fields[c]];
            MissingMark mark = _marks.Of(value, rows.IsQuoted(_fields[c]));
            if (mark != MissingMark.None && mark >= column.Missing)
            {
                if (_schema.RefusesMissing)
                    return MissingSentence(PlaceOf(rows, column));
                column.FillIn(features, isMissing: true);
                if (!missing.IsEmpty)
                    missing[..column.ValueWidth].Fill(true);
                MissingCount++;
            }
            else if (column.Encode(value, features) is { } expected)
            {
                if (!_schema.TakesUnseen(column))
                    return UnfitSentence(PlaceOf(rows, column), column, expected, value);
                column.FillIn(features, isMissing: false);
                UnseenCount++;
            }
            features = features[column.Width..];
            if (!missing.IsEmpty)
                missing = missing[column.Width..];
        }
        return null;
    }

    /// <summary>What is wrong with a value that no feature stands for.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="column">Its column.</param>
    /// <param name="expected">What the column takes.</param>
    /// <param name="value">What came.</param>
    public static string UnfitSentence(string place, Column column, string expected, ReadOnlySpan<char> value) =>
        $"{place}: expected {expected}, but got '{Excerpt.Of(value)}'. Correct "
        + $"the value{(column is CategoryColumn ? $", or retrain with {Spelling.Of(nameof(CsvOptions.Unseen), UnseenValues.Other)}" : "")}.";

    /// <summary>What is wrong with a missing value that nothing stands for.</summary>
    public static string MissingSentence(string place) => $"{place}: expected a value, but it is missing. Fill it in, or retrain with {FillIn}.";

    static string PlaceOf(CsvRows rows, Column column) => $"'{rows.Path}', line {rows.Line}, column '{Excerpt.Of(column.Name)}'";

    /// <summary>The options that fill missing values in.</summary>
    public static string FillIn =>
        $"{Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Mean)} or {Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Indicator)}";

    /// <summary>The place of a column in a header.</summary>
    /// <exception cref="DataFormatException">It is not there; names the nearest.</exception>
    /// <param name="header">The names of the columns.</param>
    /// <param name="name">Which one.</param>
    /// <param name="path">The table.</param>
    /// <param name="what">What the column is.</param>
    /// <param name="isKnown">Whether the schema is known, and no options say how to read the table.</param>
    public static int Find(string[] header, string name, string path, string what, bool isKnown = false)
    {
        int index = Array.IndexOf(header, name);
        if (index >= 0)
            return index;
        string nearest = Suggestion.Nearest(name, header) is { } near ? $" Did you mean '{Excerpt.Of(near)}'?" : "";
        string separator = header.Length != 1 ? "" : isKnown ? " If they are several, write a comma, semicolon, tab or | between them."
            : $" If they are several, use {Spelling.Of(nameof(CsvOptions.Separator))}.";
        throw new DataFormatException(
            $"'{path}': expected a {what} '{Excerpt.Of(name)}', but the columns are {Excerpt.Of(header)}.{nearest}{separator}");
    }

    public static DataFormatException WidthError(CsvRows rows, int columns) =>
        rows.Error($"expected {columns} fields, as in the header, but got {rows.Count}. "
        + "Complete the row, or quote a field that holds the separator.");

    public static DataFormatException MissingError(string path, int line, string column, string advice, string others = "") =>
        new($"'{path}', line {line}, column '{Excerpt.Of(column)}': expected a value, but it is missing{others}. Fill it in, or {advice}.");
}
