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
    readonly MissingMarks _marks;
    readonly TableSummary _summary;
    readonly IReadOnlyList<string> _notes;

    TableReading(CsvRows rows, CsvDialect dialect, CsvOptions options)
    {
        _rows = rows;
        _header = CsvReader.ReadHeader(rows);
        _options = options = TableTargets.Chosen(_header, options, out string? chosen);
        _marks = new MissingMarks(options.MissingMarks);
        TableNotes unnamed = new();
        for (int i = 0; i < _header.Length; i++)
            if (CsvReader.IsUnnamed(rows, i))
                unnamed.Add(_header[i], "has no name in the header and is named by its position.");
        int[] targets = TableTargets.Check(_header, options, rows.Path);
        _scan = TableScan.Of(rows, _header, targets, options);
        TableContext table = new(rows.Path, dialect, options, new TableNotes());
        _plan = new(_scan.Columns, _header, targets, table);
        if (_plan.HasRowsToOmit)
        {
            _scan = _scan.Without(rows, _plan);
            table = table with { Notes = new TableNotes() };
            _plan = new TablePlan(_scan.Columns, _header, targets, table);
        }
        _plan.RequireValues();
        _schema = SchemaOf(options, dialect);
        _summary = new(Name, _scan.Count, dialect.SeparatorName, _plan.Summaries);
        _notes = [.. chosen is null ? [] : new[] { chosen }, .. NotesOf(dialect), .. unnamed.Sentences, .. table.Notes.Sentences];
    }

    CsvSchema SchemaOf(CsvOptions options, CsvDialect dialect)
    {
        CsvSchema schema = new(_plan.Features, options.Target ?? "", _plan.Target.Task, _plan.Target.ClassNames, options.Missing, dialect.Separator)
        {
            Unseen = options.Unseen,
            TargetOffset = _plan.Target.Offset,
            TargetNumbers = _plan.Target.Numbers,
            MissingMarks = options.MissingMarks,
        };
        IReadOnlyList<TargetInfo> several = _plan.SeveralTargets;
        if (several.Count == 0)
            return schema;
        SeveralAnswers.CheckNames([.. several.SelectMany(target => target.OutputNames)], several, $"'{_rows.Path}'");
        return schema with
        {
            Target = string.Join(", ", several.Select(target => target.Name)),
            Task = LearningTask.Several,
            ClassNames = [],
            TargetOffset = 0,
            TargetNumbers = null,
            SeveralTargets = several,
        };
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
        int width = _schema.FeatureCount, count = _scan.Count, answers = _plan.TargetCount;
        CsvReader.RequireSize(_rows.Path, count, Math.Max(width, answers));
        float[] features = new float[count * width], targets = new float[count * answers];
        bool[]? missing = _plan.HasMissing ? new bool[features.Length] : null;
        double[]? times = _plan.Time is null ? null : new double[count];
        Read((row, encode) =>
        {
            encode(
                features.AsSpan(row * width, width), missing is null ? [] : missing.AsSpan(row * width, width),
                targets.AsSpan(row * answers, answers));
            times?[row] = _plan.Time!.Read(_rows);
        });
        ColumnScales means = ColumnScales.Fit(features, width, missing);
        if (missing is not null)
            for (int i = 0; i < features.Length; i++)
                if (missing[i])
                    features[i] = means.Means[i % width];
        Dataset dataset = new(Name, features, [width], _plan.ToAnswers(targets, _schema))
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
        if (_schema.SeveralTargets.Count > 0)
            throw new ArgumentException(
                $"'{_rows.Path}' does not fit into memory, and several targets ({_schema.Target}) are learned from rows that do: name one of them, "
                    + "or take fewer rows.");
        int width = _schema.FeatureCount;
        RowFile file = new(width + 1);
        RunningScales means = new(width);
        float[] row = new float[width + 1];
        bool[] missing = new bool[width];
        Read((_, encode) =>
        {
            row.AsSpan().Clear();
            missing.AsSpan().Clear();
            encode(row.AsSpan(0, width), missing, row.AsSpan(width));
            for (int i = 0; i < width; i++)
                if (missing[i])
                    row[i] = float.NaN;
            means.Add(row.AsSpan(0, width));
            file.Append(row);
        });
        file.Flush();
        return new StreamedTable(Name, file, _schema.FilledWith(means.ToScales()), _plan.ToAnswers)
        {
            Summary = _summary,
            Notes = _notes,
            TimeColumns = _plan.TimeColumns,
        };
    }

    delegate void Encoding(Span<float> features, Span<bool> missing, Span<float> targets);

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

        void Encode(Span<float> features, Span<bool> missing, Span<float> targets)
        {
            if (!_plan.TryReadTargets(_rows, _marks, targets))
                throw Changed();
            if (encoder.Encode(_rows, features, missing) is { } problem)
                throw new DataFormatException(problem);
        }
    }

    DataFormatException Changed() =>
        new($"'{_rows.Path}': expected the same rows on the second reading, but the file has changed. Read it again.");

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
                    : $"{(_options.Target is { } target ? $"no '{Excerpt.Of(target)}'" : $"none of {_schema.Target}")} and were left out, as nothing "
                        + "can be learned from them.");
        foreach ((string several, int without) in _plan.MissingTargets)
            yield return $"Target {Excerpt.Of(several)}: missing in {without:N0} of {_scan.Count:N0} rows, where it counts for nothing.";
        int missing = _plan.Summaries.Where(column => column.Role == ColumnRole.Feature).Sum(column => column.Missing);
        if (missing > 0 && _options.Missing is MissingValues.Mean or MissingValues.Indicator)
            yield return $"{missing:N0} missing value{(missing == 1 ? " becomes" : "s become")} the mean of {(missing == 1 ? "its" : "their")} "
                + $"column{(_options.Missing == MissingValues.Indicator ? ", and a feature says so" : "")}.";
    }
}
