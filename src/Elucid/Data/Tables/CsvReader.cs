namespace Elucid;

/// <summary>Reads tables in CSV files, in UTF-8 (or UTF-16 with its mark) with a header.</summary>
/// <remarks>
/// The file is read twice, first to learn what its columns are and then to fill the features, so that memory holds the result and one row only.
/// Fields may be quoted (RFC 4180); spaces around them and blank lines do not count.
/// </remarks>
public static class CsvReader
{
    const int MaxColumns = 100_000;

    /// <summary>Reads a table to learn from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <returns>Features: numbers, dates as days and their place in year, week and day, categories one-hot with their values in ordinal
    /// order.</returns>
    /// <exception cref="DataFormatException">The file cannot be used; the message names the line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static CsvTable Read(string path, CsvOptions options)
    {
        using CsvSource source = CsvSource.Open(path);
        return Read(source, options);
    }

    /// <summary>Reads a table to learn from out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory, as the table is read twice.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <param name="name">What errors, and without its extension the dataset, call it.</param>
    /// <returns>As from a file.</returns>
    /// <exception cref="DataFormatException">The table cannot be used; the message names the line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static CsvTable Read(Stream stream, CsvOptions options, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return Read(source, options);
    }

    static CsvTable Read(CsvSource source, CsvOptions options)
    {
        string path = source.Name;
        if (options.Like is { } like)
            options = options with { Missing = like.Missing, MissingMarks = like.MissingMarks, Unseen = like.Unseen };
        CsvDialect dialect = CsvDialect.Of(source, options.Separator);
        using CsvRows rows = new(source, dialect);
        string[] header = ReadHeader(rows);
        TableNotes unnamed = new();
        for (int i = 0; i < header.Length; i++)
            if (IsUnnamed(rows, i))
                unnamed.Add(header[i], "has no name in the header and is named by its position.");
        int target = TargetOf(options, header, path);
        foreach ((IReadOnlyList<string> names, string what) in new[] { (options.CategoryColumns, "category column"),
            (options.Ignore, "column to ignore"), (options.Keep, "column to keep"), (options.Time is { } time ? [time] : [], "time column") })
            foreach (string name in names)
                RowEncoder.Find(header, name, path, what);
        if (target >= 0 && options.Ignore.Contains(header[target]))
            throw new ArgumentException($"Column '{options.Target}' is both the target and to be ignored. Drop one of the two.");
        if (options.Like?.Columns.Any(column => column.Name == options.Target) == true)
            throw new ArgumentException(
                $"Column '{options.Target}' cannot be the target: it is one of those that {Spelling.Of(nameof(CsvOptions.Like))} reads. "
                    + $"Take another.");
        foreach (Column column in options.Like?.Columns ?? [])
            RowEncoder.Find(header, column.Name, path, "column");
        if (target >= 0 && options.Time == options.Target)
            throw new ArgumentException($"Column '{options.Target}' is both the target and the time. Drop one of the two.");
        if (target >= 0 && header.Length == 1)
            throw new DataFormatException(
                $"'{path}': expected columns to predict '{Excerpt.Of(header[target])}' from, but it is the only one. Add features, or "
                + "check the separator.");

        TableScan scan = TableScan.Of(rows, header, target, options);
        TableContext table = new(path, dialect, options, new TableNotes());
        TablePlan plan = new(scan.Columns, header, target, table);
        if (plan.HasRowsToOmit)
        {
            scan = scan.Without(rows, plan);
            table = table with { Notes = new TableNotes() };
            plan = new TablePlan(scan.Columns, header, target, table);
        }
        plan.RequireValues();
        CsvSchema schema = new(plan.Features, options.Target ?? "", plan.Target.Task, plan.Target.ClassNames, options.Missing, dialect.Separator)
        {
            Unseen = options.Unseen,
            TargetOffset = plan.Target.Offset,
            TargetNumbers = plan.Target.Numbers,
            MissingMarks = options.MissingMarks,
        };
        rows.Rewind();
        (Dataset dataset, schema) = ReadDataset(rows, schema, plan, scan, target);
        TableSummary summary = new(dataset.Name, scan.Count, dialect.SeparatorName, plan.Summaries);
        return new CsvTable(
            dataset, schema, summary,
            [.. Notes(scan, dialect, options, plan), .. unnamed.Sentences, .. table.Notes.Sentences])
        { TimeColumns = plan.TimeColumns };
    }

    // −1 where nothing is predicted.
    static int TargetOf(CsvOptions options, string[] header, string path) => options switch
    {
        { Target: { } name } => RowEncoder.Find(header, name, path, "target column"),
        { Task: { } task } when task.IsOfRows() => -1,
        _ => throw new ArgumentException(
            $"'{path}': expected the column to predict, but none is named: use {Spelling.Of(nameof(CsvOptions.Target), "COLUMN")}, or "
                + $"{Spelling.Of(nameof(CsvOptions.Task), LearningTask.Reconstruct)} to learn the rows themselves."),
    };

    /// <summary>
    /// Reads new rows, to predict from; rows that cannot be read are passed over, and the answer says what is wrong with them. Columns are found by
    /// name; others, such as the target, are not looked at.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">How the table was read that the model learned from.</param>
    /// <returns>One row for each of the file: <see cref="MissingValues.Drop"/> refuses missing values here.</returns>
    /// <exception cref="DataFormatException">The file cannot be used: it has no rows, or a column is missing.</exception>
    public static NewRows ReadRows(string path, CsvSchema schema)
    {
        using CsvSource source = CsvSource.Open(path);
        return ReadRows(source, schema);
    }

    /// <summary>Reads new rows out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory.</param>
    /// <param name="schema">How the table was read that the model learned from.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">The table cannot be used: it has no rows, or a column is missing.</exception>
    public static NewRows ReadRows(Stream stream, CsvSchema schema, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return ReadRows(source, schema);
    }

    static NewRows ReadRows(CsvSource source, CsvSchema schema)
    {
        string path = source.Name;
        using CsvRows rows = Open(source, schema);
        string[] header = ReadHeader(rows);
        RowEncoder encoder = new(schema, header, path);
        List<float> features = [];
        int target = Array.IndexOf(header, schema.Target);
        List<float>? targets = target < 0 ? null : [];
        Dictionary<int, string> problems = [];
        List<bool> missing = [];
        float[] row = new float[schema.FeatureCount];
        bool[] isMissing = new bool[row.Length];
        for (int count = 0; rows.Read(); count++)
        {
            row.AsSpan().Clear();
            isMissing.AsSpan().Clear();
            if (encoder.Encode(rows, row, isMissing) is { } problem)
            {
                problems.Add(count, problem);
                row.AsSpan().Clear();
            }
            RequireSize(path, count + 1, row.Length);
            features.AddRange(row);
            missing.AddRange(isMissing);
            targets?.Add(target < rows.Count ? schema.TargetOf(rows[target]) : float.NaN);
        }
        return features.Count > 0
            ? new NewRows([.. features], problems, encoder.MissingCount, encoder.UnseenCount)
            {
                Targets = targets is null ? null : [.. targets],
                MissingFeatures = encoder.MissingCount > 0 ? [.. missing] : null,
            }
            : throw TableScan.NoRows(path);
    }

    // New rows may have another separator than those that were learned from, but not other columns.
    static CsvRows Open(CsvSource source, CsvSchema schema)
    {
        CsvRows rows = new(source, CsvDialect.Of(source, schema.Separator));
        if (rows.Read() && schema.Columns.All(column => Enumerable.Range(0, rows.Count).Any(i => rows[i].SequenceEqual(column.Name))))
        {
            rows.Rewind();
            return rows;
        }
        rows.Dispose();
        return new CsvRows(source, CsvDialect.Of(source, asked: null));
    }

    internal static string[] ReadHeader(CsvRows rows)
    {
        if (!rows.Read())
            throw new DataFormatException($"'{rows.Path}': expected a header and rows of data, but the file is empty.");
        if (rows.Count > MaxColumns)
            throw rows.Error($"expected at most {MaxColumns} columns, but the header has {rows.Count}. Check the separator, or remove columns.");
        // R and pandas write the names of rows under no name, others a separator at the end of every line.
        string[] header = [.. Enumerable.Range(0, rows.Count).Select(i => IsUnnamed(rows, i) ? $"column {i + 1}" : rows[i].ToString())];
        if (header.All(name => NumberFormat.Plain.TryParse(name, out _)))
            throw rows.Error("expected a header with the names of the columns, but it holds only numbers. Put a line of names above the data.");
        HashSet<string> names = [];
        for (int i = 0; i < header.Length; i++)
            if (header[i].Length == 0)
                throw rows.Error($"expected a name for every column, but column {i + 1} has none. Name it in the header.");
            else if (!names.Add(header[i]))
                throw rows.Error($"expected a different name for every column, but '{Excerpt.Of(header[i])}' occurs twice. Rename one.");
        return header;
    }

    static bool IsUnnamed(CsvRows header, int i) => header[i].IsEmpty && header.Count > 1 && (i == 0 || i == header.Count - 1);

    static IEnumerable<string> Notes(TableScan scan, CsvDialect dialect, CsvOptions options, TablePlan plan)
    {
        if (options.Separator is null && dialect.Separator != ',')
            yield return $"Fields are separated by {dialect.SeparatorName}{(dialect.HasSeparatorLine ? ", as the first line says" : "")}. Use "
                + $"{Spelling.Of(nameof(CsvOptions.Separator))} to overrule.";
        if (scan.Empty > 0)
            yield return $"{scan.Empty:N0} row{(scan.Empty == 1 ? "" : "s")} without any value {(scan.Empty == 1 ? "was" : "were")} skipped.";
        if (scan.Dropped > 0)
            yield return $"{scan.Dropped:N0} of {scan.Count + scan.Dropped:N0} rows have "
                + (options.Missing == MissingValues.Drop ? "missing values and were left out."
                    : $"no '{Excerpt.Of(options.Target ?? "")}' and were left out, as nothing can be learned from them.");
        int missing = plan.Summaries.Where(column => column.Role == ColumnRole.Feature).Sum(column => column.Missing);
        if (missing > 0 && options.Missing is MissingValues.Mean or MissingValues.Indicator)
            yield return $"{missing:N0} missing value{(missing == 1 ? " becomes" : "s become")} the mean of {(missing == 1 ? "its" : "their")} "
                + $"column{(options.Missing == MissingValues.Indicator ? ", and a feature says so" : "")}.";
    }

    static (Dataset, CsvSchema) ReadDataset(CsvRows rows, CsvSchema schema, TablePlan plan, TableScan scan, int target)
    {
        string[] header = ReadHeader(rows);
        int width = schema.FeatureCount, count = scan.Count;
        RowEncoder encoder = new(schema, header, rows.Path);
        RequireSize(rows.Path, count, width);
        float[] features = new float[count * width], targets = new float[count];
        bool[]? missing = plan.HasMissing ? new bool[features.Length] : null;
        double[]? times = plan.Time is null ? null : new double[count];

        int row = 0;
        while (rows.Read())
        {
            if (scan.Skips(rows))
                continue;
            if (row == count || rows.Count != header.Length || !plan.Target.TryRead(target < 0 ? [] : rows[target], out targets[row]))
                throw Changed(rows.Path);
            if (encoder.Encode(rows, features.AsSpan(row * width, width), missing is null ? [] : missing.AsSpan(row * width, width)) is { } problem)
                throw new DataFormatException(problem);
            times?[row] = plan.Time!.Read(rows);
            row++;
        }
        if (row < count)
            throw Changed(rows.Path);
        ColumnScales means = ColumnScales.Fit(features, width, missing);
        schema = schema.FilledWith(means);
        if (missing is not null)
            for (int i = 0; i < features.Length; i++)
                if (missing[i])
                    features[i] = means.Means[i % width];
        string name = Path.GetFileNameWithoutExtension(rows.Path);
        Dataset dataset = new(name, features, [width], plan.Target.ToAnswers(targets, schema))
        {
            FeatureNames = schema.FeatureNames,
            MissingFeatures = missing,
            Times = times,
        };
        return (dataset.InOrderOfTime(), schema);
    }

    static void RequireSize(string path, long count, int width)
    {
        const long most = 1L << 30;
        if (count * width > most)
            throw new DataFormatException($"'{path}': expected at most {most} values, but there are more than {count} rows of {width} features. "
                + "Remove columns with many different texts, or take fewer rows.");
    }

    static DataFormatException Changed(string path) => new($"'{path}': expected the same rows on the second reading, but the file has changed. Read "
        + "it again.");
}
