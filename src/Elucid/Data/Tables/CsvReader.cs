using Elucid.Activations;
namespace Elucid.Data.Tables;

/// <summary>Reads tables in CSV files, in UTF-8 with a header.</summary>
/// <remarks>
/// The file is read twice, first to learn what its columns are and then to fill the features, so that memory holds the result and one row only.
/// Fields may be quoted (RFC 4180); spaces around them and empty lines do not count.
/// </remarks>
public static class CsvReader
{
    const int ManyClasses = 100, MaxClasses = 10_000, MaxCategories = 1000, MaxColumns = 100_000;

    /// <summary>Reads a table to learn from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <returns>Features: numeric columns as they are, text columns one-hot with their values in ordinal order.</returns>
    /// <exception cref="DataFormatException">The file or the options cannot be used; the message names the line and column.</exception>
    public static CsvTable Read(string path, CsvOptions options)
    {
        using CsvRows rows = new(path, options.Separator);
        string[] header = ReadHeader(rows);
        int target = Find(header, options.Target, path, "target column");
        int[] texts = [.. options.CategoryColumns.Select(name => Find(header, name, path, "category column"))];
        if (header.Length == 1)
            throw new DataFormatException($"'{path}': expected columns to predict '{options.Target}' from, but it is the only one. Add features, or "
                + "check the separator.");

        CsvScan[] scans = [.. header.Select((name, i) => new CsvScan(name, i == target ? MaxClasses : MaxCategories))];
        (int count, int dropped) = Scan(rows, scans, target, options.Missing);
        List<string> notes = Notes(scans, count, dropped, options.Missing);
        LearningTask task = TaskOf(scans[target], path, options, texts.Contains(target));
        string[] classes = task == LearningTask.Regression ? [] : Classes(scans[target], path, count, options, notes);
        CsvColumn[] columns = [.. scans.Select((scan, i) => i == target ? null : scan.ToColumn(path, texts.Contains(i))).OfType<CsvColumn>()];
        CsvSchema schema = new(columns, options.Target, task, classes, options.Missing, options.Separator);

        rows.Rewind();
        return new CsvTable(ReadDataset(rows, schema, count), schema, notes);
    }

    /// <summary>Reads the features of new rows, to predict from. Columns are found by name; others, such as the target, are not looked at.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">How the table was read that the model learned from.</param>
    /// <returns>
    /// [rows, features], row by row. There is one row for each of the file: <see cref="MissingValues.Drop"/> refuses missing values here.
    /// </returns>
    /// <exception cref="DataFormatException">The file cannot be used: a column is missing, or a value is missing or unknown.</exception>
    public static float[] ReadFeatures(string path, CsvSchema schema)
    {
        using CsvRows rows = new(path, schema.Separator);
        List<float> features = [];
        float[] row = new float[schema.FeatureCount];
        int[] fields = FieldsOf(schema, ReadHeader(rows), path);
        int columns = rows.Count;
        while (rows.Read())
        {
            RequireWidth(rows, columns);
            row.AsSpan().Clear();
            Encode(rows, schema, fields, row);
            RequireSize(path, features.Count / row.Length + 1, row.Length);
            features.AddRange(row);
        }
        return features.Count > 0 ? [.. features] : throw NoRows(path);
    }

    static string[] ReadHeader(CsvRows rows)
    {
        if (!rows.Read())
            throw new DataFormatException($"'{rows.Path}': expected a header and rows of data, but the file is empty.");
        if (rows.Count > MaxColumns)
            throw rows.Error($"expected at most {MaxColumns} columns, but the header has {rows.Count}. Check the separator, or remove columns.");
        string[] header = [.. Enumerable.Range(0, rows.Count).Select(i => rows[i].ToString())];
        if (header.All(name => CsvField.TryNumber(name, out _)))
            throw rows.Error("expected a header with the names of the columns, but it holds only numbers. Put a line of names above the data.");
        HashSet<string> names = [];
        for (int i = 0; i < header.Length; i++)
            if (header[i].Length == 0)
                throw rows.Error($"expected a name for every column, but column {i + 1} has none. Name it in the header.");
            else if (!names.Add(header[i]))
                throw rows.Error($"expected a different name for every column, but '{Excerpt.Of(header[i])}' occurs twice. Rename one.");
        return header;
    }

    static (int Count, int Dropped) Scan(CsvRows rows, CsvScan[] scans, int target, MissingValues missing)
    {
        int count = 0, dropped = 0;
        while (rows.Read())
        {
            RequireWidth(rows, scans.Length);
            if (missing == MissingValues.Drop && HasMissing(rows))
            {
                dropped++;
                continue;
            }
            count++;
            for (int i = 0; i < scans.Length; i++)
                if (!CsvField.IsMissing(rows[i]))
                    scans[i].Add(rows[i], rows.Line);
                else if (i == target || missing == MissingValues.Refuse)
                    throw MissingError(rows, scans[i].Name, i == target ? "or drop rows with missing values" : "or choose to drop such rows or to "
                        + "use the mean");
                else
                    scans[i].MissingCount++;
        }
        if (count == 0)
            throw dropped == 0 ? NoRows(rows.Path) : new DataFormatException($"'{rows.Path}': expected rows of data below the header, but all "
                + $"{dropped} have missing values and were dropped. Fill them with the mean, or remove a column.");
        return (count, dropped);
    }

    static List<string> Notes(CsvScan[] scans, int count, int dropped, MissingValues missing)
    {
        List<string> notes = [];
        if (dropped > 0)
            notes.Add($"{dropped} of {count + dropped} rows have missing values and were dropped.");
        int filled = scans.Sum(scan => scan.MissingCount);
        if (missing == MissingValues.Mean && filled > 0)
            notes.Add($"{filled} missing values were filled with the mean (or most frequent text) of their column over all {count} rows.");
        return notes;
    }

    static LearningTask TaskOf(CsvScan target, string path, CsvOptions options, bool isText)
    {
        if (options.Task == LearningTask.Regression && isText)
            throw new DataFormatException($"'{path}': expected target column '{Excerpt.Of(target.Name)}' to be text or a quantity, but it is "
                + "declared a category and regression is chosen. Take back one of the two.");
        if (options.Task == LearningTask.Classification || (options.Task is null && isText))
            return LearningTask.Classification;
        bool numeric = target.RequireConsistent(path);
        if (options.Task == LearningTask.Regression && !numeric)
            throw new DataFormatException($"'{path}': expected numbers in target column '{Excerpt.Of(target.Name)}' for regression, but they are "
                + "text. Choose classification.");
        return options.Task ?? (numeric && !target.IsAllIntegers ? LearningTask.Regression : LearningTask.Classification);
    }

    static string[] Classes(CsvScan target, string path, int count, CsvOptions options, List<string> notes)
    {
        string advice = target.IsAllNumbers ? "If it is a quantity, choose regression." : "If it identifies rows, choose another target.";
        if (target.Distinct == 1)
            throw new DataFormatException($"'{path}': expected at least two classes in target column '{Excerpt.Of(target.Name)}', but all {count} "
                + $"rows say '{Excerpt.Of(target.Values(numeric: false)[0])}'. Choose another target or add rows of other classes.");
        if (target.TooMany)
            throw new DataFormatException($"'{path}': expected at most {MaxClasses} classes in target column '{Excerpt.Of(target.Name)}', "
                + $"but there are more. {advice}");
        if (options.Task is null && (target.Distinct > ManyClasses || 2 * target.Distinct > count))
            notes.Add($"Target column '{Excerpt.Of(target.Name)}' has {target.Distinct} different values in {count} rows and is treated as classes. "
                + $"{advice}");
        return target.Values(numeric: target.IsAllNumbers);
    }

    static Dataset ReadDataset(CsvRows rows, CsvSchema schema, int count)
    {
        string[] header = ReadHeader(rows);
        int width = schema.FeatureCount, target = Array.IndexOf(header, schema.Target);
        int[] fields = FieldsOf(schema, header, rows.Path);
        RequireSize(rows.Path, count, width);
        float[] features = new float[count * width], targets = new float[schema.Task == LearningTask.Regression ? count : 0];
        int[] labels = new int[count - targets.Length];
        var classes = Enumerable.Range(0, schema.ClassNames.Count).ToDictionary(i => schema.ClassNames[i]).GetAlternateLookup<ReadOnlySpan<char>>();

        int row = 0;
        while (rows.Read())
        {
            RequireWidth(rows, header.Length);
            if (schema.Missing == MissingValues.Drop && HasMissing(rows))
                continue;
            bool known = row < count && (targets.Length > 0
                ? CsvField.TryNumber(rows[target], out targets[row])
                : classes.TryGetValue(rows[target], out labels[row]));
            if (!known)
                throw Changed(rows.Path);
            Encode(rows, schema, fields, features.AsSpan(row++ * width, width));
        }
        if (row < count)
            throw Changed(rows.Path);
        string name = Path.GetFileNameWithoutExtension(rows.Path);
        return targets.Length > 0
            ? new Dataset(name, features, [width], targets, [schema.Target]) { FeatureNames = schema.FeatureNames }
            : new Dataset(name, features, [width], labels, schema.ClassNames) { FeatureNames = schema.FeatureNames };
    }

    static void Encode(CsvRows rows, CsvSchema schema, int[] fields, Span<float> features)
    {
        for (int c = 0; c < fields.Length; c++)
        {
            CsvColumn column = schema.Columns[c];
            ReadOnlySpan<char> value = rows[fields[c]];
            if (!CsvField.IsMissing(value))
            {
                if (column.Encode(value, features) is { } expected)
                    throw new DataFormatException($"'{rows.Path}', line {rows.Line}, column '{Excerpt.Of(column.Name)}': expected {expected}, but "
                        + $"got '{Excerpt.Of(value)}'. Correct the value.");
            }
            else if (schema.Missing == MissingValues.Mean)
                column.Fill(features);
            else
                throw MissingError(rows, column.Name, "or learn again with missing values read as the mean");
            features = features[column.Width..];
        }
    }

    static int[] FieldsOf(CsvSchema schema, string[] header, string path)
    {
        Dictionary<string, int> fields = Enumerable.Range(0, header.Length).ToDictionary(i => header[i]);
        return [.. schema.Columns.Select(column => fields.TryGetValue(column.Name, out int i) ? i : Find(header, column.Name, path, "column"))];
    }

    static int Find(string[] header, string name, string path, string what)
    {
        int index = Array.IndexOf(header, name);
        if (index >= 0)
            return index;
        string nearest = Suggestion.Nearest(name, header) is { } near ? $" Did you mean '{Excerpt.Of(near)}'?" : "";
        throw new DataFormatException($"'{path}': expected a {what} '{Excerpt.Of(name)}', but the columns are {Excerpt.Of(header)}.{nearest}");
    }

    static bool HasMissing(CsvRows rows)
    {
        for (int i = 0; i < rows.Count; i++)
            if (CsvField.IsMissing(rows[i]))
                return true;
        return false;
    }

    static void RequireWidth(CsvRows rows, int columns)
    {
        if (rows.Count != columns)
            throw rows.Error($"expected {columns} fields, as in the header, but got {rows.Count}. Complete the row, or quote a field that holds the "
                + "separator.");
    }

    static void RequireSize(string path, long count, int width)
    {
        const long most = 1L << 30;
        if (count * width > most)
            throw new DataFormatException($"'{path}': expected at most {most} values, but there are more than {count} rows of {width} features. "
                + "Remove columns with many different texts, or take fewer rows.");
    }

    static DataFormatException MissingError(CsvRows rows, string column, string advice) =>
        new($"'{rows.Path}', line {rows.Line}, column '{Excerpt.Of(column)}': expected a value, but it is missing. Fill it in, {advice}.");

    static DataFormatException NoRows(string path) => new($"'{path}': expected rows of data below the header, but there are none. Add rows.");

    static DataFormatException Changed(string path) => new($"'{path}': expected the same rows on the second reading, but the file has changed. Read "
        + "it again.");
}
