namespace Elucid;

/// <summary>A table whose columns are known, and whose rows are about to be read for the second time.</summary>
internal sealed class TableReading : IDisposable
{
    readonly CsvRows _rows;
    readonly CsvOptions _options;
    readonly string[] _header;
    readonly TableScan _scan;
    readonly TablePlan _plan;
    readonly CsvSchema _schema;
    readonly int _target;
    readonly TableSummary _summary;
    readonly IReadOnlyList<string> _notes;

    TableReading(CsvRows rows, CsvDialect dialect, CsvOptions options)
    {
        (_rows, _options) = (rows, options);
        _header = CsvReader.ReadHeader(rows);
        TableNotes unnamed = new();
        for (int i = 0; i < _header.Length; i++)
            if (CsvReader.IsUnnamed(rows, i))
                unnamed.Add(_header[i], "has no name in the header and is named by its position.");
        _target = Check(_header, options, rows.Path);
        _scan = TableScan.Of(rows, _header, _target, options);
        TableContext table = new(rows.Path, dialect, options, new TableNotes());
        _plan = new(_scan.Columns, _header, _target, table);
        if (_plan.HasRowsToOmit)
        {
            _scan = _scan.Without(rows, _plan);
            table = table with { Notes = new TableNotes() };
            _plan = new TablePlan(_scan.Columns, _header, _target, table);
        }
        _plan.RequireValues();
        _schema = new(_plan.Features, options.Target ?? "", _plan.Target.Task, _plan.Target.ClassNames, options.Missing, dialect.Separator)
        {
            Unseen = options.Unseen,
            TargetOffset = _plan.Target.Offset,
            TargetNumbers = _plan.Target.Numbers,
            MissingMarks = options.MissingMarks,
        };
        _summary = new(Name, _scan.Count, dialect.SeparatorName, _plan.Summaries);
        _notes = [.. NotesOf(dialect), .. unnamed.Sentences, .. table.Notes.Sentences];
    }

    /// <summary>Learns what the columns of a table are.</summary>
    /// <exception cref="DataFormatException">The table cannot be used; the message names the line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static TableReading Of(CsvSource source, CsvOptions options)
    {
        if (options.Like is { } like)
            options = options with { Missing = like.Missing, MissingMarks = like.MissingMarks, Unseen = like.Unseen };
        CsvDialect dialect = CsvDialect.Of(source, options.Separator);
        CsvRows rows = new(source, dialect);
        try
        {
            return new TableReading(rows, dialect, options);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Whether memory holds the rows as numbers.</summary>
    public bool FitsMemory => MemoryBudget.Holds((long)_scan.Count * _schema.FeatureCount);

    string Name => Path.GetFileNameWithoutExtension(_rows.Path);

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    /// <summary>Reads the rows into memory.</summary>
    public CsvTable ToTable()
    {
        int width = _schema.FeatureCount, count = _scan.Count;
        CsvReader.RequireSize(_rows.Path, count, width);
        float[] features = new float[count * width], targets = new float[count];
        bool[]? missing = _plan.HasMissing ? new bool[features.Length] : null;
        double[]? times = _plan.Time is null ? null : new double[count];
        Read((row, encode) =>
        {
            encode(features.AsSpan(row * width, width), missing is null ? [] : missing.AsSpan(row * width, width), out targets[row]);
            times?[row] = _plan.Time!.Read(_rows);
        });
        ColumnScales means = ColumnScales.Fit(features, width, missing);
        if (missing is not null)
            for (int i = 0; i < features.Length; i++)
                if (missing[i])
                    features[i] = means.Means[i % width];
        Dataset dataset = new(Name, features, [width], _plan.Target.ToAnswers(targets, _schema))
        {
            FeatureNames = _schema.FeatureNames,
            MissingFeatures = missing,
            Times = times,
        };
        return new CsvTable(dataset.InOrderOfTime(), _schema.FilledWith(means), _summary, _notes) { TimeColumns = _plan.TimeColumns };
    }

    /// <summary>Reads the rows into a file.</summary>
    public StreamedTable ToStream()
    {
        if (_plan.Time is not null)
            throw new ArgumentException(
                $"'{_rows.Path}' is streamed, and {Spelling.Of(nameof(CsvOptions.Time))} orders rows in memory: leave it out, or take "
                    + "fewer rows.");
        int width = _schema.FeatureCount;
        RowFile file = new(width + 1);
        RunningScales means = new(width);
        float[] row = new float[width + 1];
        bool[] missing = new bool[width];
        Read((_, encode) =>
        {
            row.AsSpan().Clear();
            missing.AsSpan().Clear();
            encode(row.AsSpan(0, width), missing, out row[^1]);
            for (int i = 0; i < width; i++)
                if (missing[i])
                    row[i] = float.NaN;
            means.Add(row.AsSpan(0, width));
            file.Append(row);
        });
        file.Flush();
        return new StreamedTable(Name, file, _schema.FilledWith(means.ToScales()), _plan.Target.ToAnswers)
        {
            Summary = _summary,
            Notes = _notes,
            TimeColumns = _plan.TimeColumns,
        };
    }

    delegate void Encoding(Span<float> features, Span<bool> missing, out float target);

    // The rows of the first reading, one after the other.
    void Read(Action<int, Encoding> take)
    {
        _rows.Rewind();
        string[] header = CsvReader.ReadHeader(_rows);
        RowEncoder encoder = new(_schema, header, _rows.Path);
        int row = 0;
        while (_rows.Read())
        {
            if (_scan.Skips(_rows))
                continue;
            if (row == _scan.Count || _rows.Count != header.Length)
                throw Changed();
            take(row++, Encode);
        }
        if (row < _scan.Count)
            throw Changed();

        void Encode(Span<float> features, Span<bool> missing, out float target)
        {
            if (!_plan.Target.TryRead(_target < 0 ? [] : _rows[_target], out target))
                throw Changed();
            if (encoder.Encode(_rows, features, missing) is { } problem)
                throw new DataFormatException(problem);
        }
    }

    DataFormatException Changed() =>
        new($"'{_rows.Path}': expected the same rows on the second reading, but the file has changed. Read it again.");

    static int Check(string[] header, CsvOptions options, string path)
    {
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
        return target;
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

    IEnumerable<string> NotesOf(CsvDialect dialect)
    {
        if (_options.Separator is null && dialect.Separator != ',')
            yield return $"Fields are separated by {dialect.SeparatorName}{(dialect.HasSeparatorLine ? ", as the first line says" : "")}. Use "
                + $"{Spelling.Of(nameof(CsvOptions.Separator))} to overrule.";
        if (_scan.Empty > 0)
            yield return $"{_scan.Empty:N0} row{(_scan.Empty == 1 ? "" : "s")} without any value {(_scan.Empty == 1 ? "was" : "were")} skipped.";
        if (_scan.Dropped > 0)
            yield return $"{_scan.Dropped:N0} of {_scan.Count + _scan.Dropped:N0} rows have "
                + (_options.Missing == MissingValues.Drop ? "missing values and were left out."
                    : $"no '{Excerpt.Of(_options.Target ?? "")}' and were left out, as nothing can be learned from them.");
        int missing = _plan.Summaries.Where(column => column.Role == ColumnRole.Feature).Sum(column => column.Missing);
        if (missing > 0 && _options.Missing is MissingValues.Mean or MissingValues.Indicator)
            yield return $"{missing:N0} missing value{(missing == 1 ? " becomes" : "s become")} the mean of {(missing == 1 ? "its" : "their")} "
                + $"column{(_options.Missing == MissingValues.Indicator ? ", and a feature says so" : "")}.";
    }
}
