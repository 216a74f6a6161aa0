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
        using TableReading reading = TableReading.Of(source, options);
        return reading.ToTable();
    }

    /// <summary>Reads a table that memory need not hold: its rows become numbers in a temporary file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <returns>The same features as <see cref="Read(string, CsvOptions)"/> makes.</returns>
    /// <exception cref="DataFormatException">The file cannot be used; the message names the line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict each other, or ask for the order of a time column.</exception>
    /// <exception cref="IOException">The temporary file cannot be written: the disk is full.</exception>
    public static StreamedTable Stream(string path, CsvOptions options)
    {
        using CsvSource source = CsvSource.Open(path);
        return Stream(source, options);
    }

    /// <summary>Reads a table that memory need not hold out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream that can seek; another one is taken into memory, as the table is read twice.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <param name="name">What errors, and without its extension the table, call it.</param>
    /// <inheritdoc cref="Stream(string, CsvOptions)"/>
    public static StreamedTable Stream(Stream stream, CsvOptions options, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return Stream(source, options);
    }

    static StreamedTable Stream(CsvSource source, CsvOptions options)
    {
        using TableReading reading = TableReading.Of(source, options);
        return reading.ToStream();
    }

    /// <summary>Reads a table into memory where its numbers take at most an eighth of that, which leaves room to train, and otherwise a
    /// stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <returns>One of the two; the other is null.</returns>
    /// <inheritdoc cref="Stream(string, CsvOptions)" path="/exception"/>
    public static (CsvTable? Table, StreamedTable? Stream) ReadOrStream(string path, CsvOptions options)
    {
        using CsvSource source = CsvSource.Open(path);
        return ReadOrStream(source, options);
    }

    /// <summary>The same out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream that can seek; another one is taken into memory, as the table is read twice.</param>
    /// <param name="options">The target and how to treat the columns.</param>
    /// <param name="name">What errors, and without its extension the table, call it.</param>
    /// <inheritdoc cref="ReadOrStream(string, CsvOptions)"/>
    public static (CsvTable? Table, StreamedTable? Stream) ReadOrStream(Stream stream, CsvOptions options, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return ReadOrStream(source, options);
    }

    static (CsvTable? Table, StreamedTable? Stream) ReadOrStream(CsvSource source, CsvOptions options)
    {
        using TableReading reading = TableReading.Of(source, options);
        return reading.FitsMemory ? (reading.ToTable(), null) : (null, reading.ToStream());
    }

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

    static NewRows ReadRows(CsvSource source, CsvSchema schema) => Parts(source, schema, int.MaxValue).Single();

    /// <summary>Reads new rows in parts, of which memory need hold one; rows, and what is wrong with them, are counted from the beginning of
    /// each.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">How the table was read that the model learned from.</param>
    /// <param name="most">The rows of a part.</param>
    internal static IEnumerable<NewRows> ReadRows(string path, CsvSchema schema, int most)
    {
        using CsvSource source = CsvSource.Open(path);
        foreach (NewRows part in Parts(source, schema, most))
            yield return part;
    }

    /// <summary>The same out of a stream, from its position on.</summary>
    internal static IEnumerable<NewRows> ReadRows(Stream stream, CsvSchema schema, int most, string name)
    {
        using CsvSource source = CsvSource.Of(stream, name);
        foreach (NewRows part in Parts(source, schema, most))
            yield return part;
    }

    static IEnumerable<NewRows> Parts(CsvSource source, CsvSchema schema, int most)
    {
        using CsvRows rows = Open(source, schema);
        string[] header = ReadHeader(rows);
        RowEncoder encoder = new(schema, header, source.Name);
        int[] answers = [.. schema.AnswerColumns.Select(name => Array.IndexOf(header, name))];
        bool isFirst = true;
        while (Part(rows, encoder, schema, answers, most) is { } part)
        {
            yield return part;
            isFirst = false;
        }
        if (isFirst)
            throw TableScan.NoRows(source.Name);
    }

    // Null at the end of the table.
    static NewRows? Part(CsvRows rows, RowEncoder encoder, CsvSchema schema, int[] answers, int most)
    {
        List<float> features = [];
        List<float>? targets = answers.All(place => place < 0) ? null : [];
        Dictionary<int, string> problems = [];
        Dictionary<int, string> unknown = [];
        List<bool> missing = [];
        float[] row = new float[schema.FeatureCount];
        bool[] isMissing = new bool[row.Length];
        (int missingBefore, int unseenBefore) = (encoder.MissingCount, encoder.UnseenCount);
        for (int count = 0; count < most && rows.Read(); count++)
        {
            row.AsSpan().Clear();
            isMissing.AsSpan().Clear();
            if (encoder.Encode(rows, row, isMissing) is { } problem)
            {
                problems.Add(count, problem);
                row.AsSpan().Clear();
            }
            RequireSize(rows.Path, count + 1, row.Length);
            features.AddRange(row);
            missing.AddRange(isMissing);
            for (int target = 0; target < answers.Length; target++)
            {
                ReadOnlySpan<char> written = (uint)answers[target] < (uint)rows.Count ? rows[answers[target]] : [];
                float answer = schema.AnswerOf(target, written);
                targets?.Add(answer);
                if (float.IsNaN(answer) && !encoder.IsMissing(written))
                    unknown[count] = Excerpt.Of(written.ToString());
            }
        }
        int missingCount = encoder.MissingCount - missingBefore;
        return features.Count == 0 ? null
            : new NewRows([.. features], problems, missingCount, encoder.UnseenCount - unseenBefore)
            {
                Targets = targets is null ? null : [.. targets],
                UnknownAnswers = unknown,
                MissingFeatures = missingCount > 0 ? [.. missing] : null,
            };
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

    internal static bool IsUnnamed(CsvRows header, int i) => header[i].IsEmpty && header.Count > 1 && (i == 0 || i == header.Count - 1);

    internal static void RequireSize(string path, long count, int width)
    {
        const long most = 1L << 30;
        if (count * width > most)
            throw new DataFormatException($"'{path}': expected at most {most} values, but there are more than {count} rows of {width} features. "
                + "Remove columns with many different texts, or take fewer rows.");
    }
}
