namespace Elucid;

/// <summary>Reads series from a long table, a CSV file with a row for each time of each series.</summary>
/// <remarks>
/// Columns are read as <see cref="CsvReader"/> reads them; those that are neither time, target nor the series' name are covariates. The frequency is
/// found from the times. Rows need no order. Rows at the end that have no target say what is known ahead.
/// </remarks>
public static class SeriesReader
{
    /// <summary>Reads a table to learn from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns say what, and how far to look back and ahead.</param>
    /// <exception cref="DataFormatException">The file cannot be used; the message names the line and column, or the first gap.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static SeriesTable Read(string path, SeriesOptions options)
    {
        using CsvSource source = CsvSource.Open(path);
        return Learn(source, options);
    }

    /// <summary>Reads a table to learn from out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory.</param>
    /// <param name="options">As for a file.</param>
    /// <param name="name">What errors, and without its extension the table, call it.</param>
    /// <exception cref="DataFormatException">As for a file.</exception>
    /// <exception cref="ArgumentException">As for a file.</exception>
    public static SeriesTable Read(Stream stream, SeriesOptions options, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return Learn(source, options);
    }

    /// <summary>Reads a table to go on with, as the one was read that a model learned from.</summary>
    /// <param name="path">A file with the same columns, in any order.</param>
    /// <param name="schema">How the other one was read.</param>
    /// <exception cref="DataFormatException">As for one to learn from.</exception>
    public static SeriesTable Read(string path, SeriesSchema schema)
    {
        using CsvSource source = CsvSource.Open(path);
        return Continue(source, schema);
    }

    /// <summary>Reads such a table out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory.</param>
    /// <param name="schema">How the other one was read.</param>
    /// <param name="name">What errors, and without its extension the table, call it.</param>
    /// <exception cref="DataFormatException">As for one to learn from.</exception>
    public static SeriesTable Read(Stream stream, SeriesSchema schema, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return Continue(source, schema);
    }

    static SeriesTable Learn(CsvSource source, SeriesOptions options)
    {
        options.Check();
        CsvOptions csv = options.ToCsv();
        CsvDialect dialect = CsvDialect.Of(source, csv.Separator);
        using CsvRows rows = new(source, dialect);
        (string[] header, ColumnScan?[] scans, TableContext table) = Scan(rows, csv, options.Series, dialect);
        TablePlan plan = new(scans, header, [Array.IndexOf(header, options.Target)], table, needsFeatures: false);
        foreach (string ahead in options.Ahead)
        {
            RowEncoder.Find(header, ahead, source.Name, "column that is known ahead");
            if (!plan.Features.Any(column => column.Name == ahead))
                throw new DataFormatException(
                    $"'{source.Name}': expected '{Excerpt.Of(ahead)}' to be known ahead, but it is left out: "
                        + string.Join(' ', table.Notes.Sentences.Where(note => note.StartsWith(Excerpt.Of(ahead), StringComparison.Ordinal))));
        }
        CsvSchema columns = new(plan.Features, options.Target, LearningTask.Regression, [], csv.Missing, dialect.Separator)
        {
            Unseen = csv.Unseen,
            MissingMarks = csv.MissingMarks,
        };
        (OrderedDictionary<string, List<SeriesRow>> read, bool wasUnordered) =
            new SeriesRows(Rewound(rows), columns, plan.Time!, plan.Target, options.Series, options.Ahead).Read();
        TimeGrid grid = TimeGridFinder.Find(
            [.. read.Values.Select(of => of.Select(row => row.Time).Distinct().ToArray())], plan.Time!.AreDates, options.Frequency, source.Name);
        SeriesBuilder builder = new(source.Name, options.Series, options.Target, grid, options.Gaps, columns.FeatureCount);
        ValueSeries[] series = [.. read.Select(of => builder.Build(of.Key, of.Value))];
        ForecastSpans spans =
            ForecastSpans.Of(series.Max(one => one.End) - series.Min(one => one.First), options, grid.Season, source.Name);
        RequireLong(series, spans.Window, options, source.Name);
        SeriesSchema schema = new()
        {
            Columns = columns,
            Time = options.Time,
            Series = options.Series,
            Ahead = options.Ahead,
            Grid = grid,
            Horizon = options.Horizon,
            Window = spans.Window,
            Season = spans.Season,
            Gaps = options.Gaps,
        };
        return new SeriesTable(
            Path.GetFileNameWithoutExtension(source.Name), schema, series,
            [.. SeriesNotes.Of(schema, series, builder, read.Values.Sum(of => of.Count), wasUnordered, options), .. table.Notes.Sentences]);
    }

    static SeriesTable Continue(CsvSource source, SeriesSchema schema)
    {
        CsvOptions csv = new SeriesOptions
        {
            Target = schema.Columns.Target,
            Time = schema.Time,
            Series = schema.Series,
            Horizon = schema.Horizon,
            Columns = new CsvOptions { Target = schema.Columns.Target, MissingMarks = schema.Columns.MissingMarks },
        }.ToCsv();
        CsvDialect dialect = CsvDialect.Of(source, asked: null);
        using CsvRows rows = new(source, dialect);
        (string[] header, ColumnScan?[] scans, TableContext table) = Scan(rows, csv, schema.Series, dialect);
        int time = Array.IndexOf(header, schema.Time), target = Array.IndexOf(header, schema.Columns.Target);
        (OrderedDictionary<string, List<SeriesRow>> read, _) = new SeriesRows(
            Rewound(rows), schema.Columns, TimeColumn.Fit(time, scans[time]!, table), TargetColumn.Fit(scans[target]!, table), schema.Series,
            schema.Ahead).Read();
        SeriesBuilder builder = new(source.Name, schema.Series, schema.Columns.Target, schema.Grid, schema.Gaps, schema.Columns.FeatureCount);
        ValueSeries[] series = [.. read.Select(of => builder.Build(of.Key, of.Value))];
        return new SeriesTable(Path.GetFileNameWithoutExtension(source.Name), schema, series, [.. SeriesNotes.OfGaps(builder, schema)]);
    }

    static (string[] Header, ColumnScan?[] Scans, TableContext Table) Scan(CsvRows rows, CsvOptions csv, string? series, CsvDialect dialect)
    {
        string[] header = CsvReader.ReadHeader(rows);
        int target = RowEncoder.Find(header, csv.Target!, rows.Path, "target column");
        RowEncoder.Find(header, csv.Time!, rows.Path, "time column");
        if (series is not null)
            RowEncoder.Find(header, series, rows.Path, "series column");
        foreach (string name in csv.CategoryColumns.Concat(csv.Keep).Concat(csv.Ignore))
            RowEncoder.Find(header, name, rows.Path, "column");
        return (header, TableScan.Of(rows, header, [target], csv).Columns, new TableContext(rows.Path, dialect, csv, new TableNotes()));
    }

    static CsvRows Rewound(CsvRows rows)
    {
        rows.Rewind();
        return rows;
    }

    static void RequireLong(ValueSeries[] series, int window, SeriesOptions options, string path)
    {
        ValueSeries[] brief = [.. series.Where(one => one.Values.Length < window + options.Horizon)];
        if (brief.Length == 0)
            return;
        throw new DataFormatException(
            $"'{path}': expected at least {window + options.Horizon} steps of each series, a window of {window} and a horizon of {options.Horizon}, "
                + $"but {(options.Series is null ? "there are" : $"'{Excerpt.Of(brief[0].Name)}' has")} {brief[0].Values.Length}"
                + $"{(brief.Length > 1 ? $", and {brief.Length - 1} more {(brief.Length == 2 ? "is" : "are")} as short" : "")}. Choose a smaller "
                + $"{Spelling.Of(nameof(SeriesOptions.Window))} or {Spelling.Of(nameof(SeriesOptions.Horizon))}, or leave such series out.");
    }
}
