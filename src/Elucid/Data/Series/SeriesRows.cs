namespace Elucid;

/// <summary>A row of a table of series.</summary>
/// <param name="Time">When it was: days since 1970, or a plain number.</param>
/// <param name="Value">The target; NaN if it is missing.</param>
/// <param name="Covariates">Their numbers; NaN where one is missing.</param>
/// <param name="Line">Where it stands.</param>
internal readonly record struct SeriesRow(double Time, double Value, float[] Covariates, int Line);

/// <summary>Reads the rows of a table of series, series by series.</summary>
/// <param name="rows">The table, before its header.</param>
/// <param name="schema">The covariates and the target's name.</param>
/// <param name="time">The time column.</param>
/// <param name="target">What the target's column is.</param>
/// <param name="seriesColumn">The column that tells series apart; null for one series.</param>
/// <param name="ahead">The covariates that are known ahead.</param>
internal sealed class SeriesRows(
    CsvRows rows, CsvSchema schema, TimeColumn time, TargetColumn target, string? seriesColumn, IReadOnlyList<string> ahead)
{
    const int MostSeries = 100_000;
    const long MostNumbers = 1L << 28;

    readonly MissingMarks _marks = new(schema.MissingMarks);
    readonly OrderedDictionary<string, List<SeriesRow>> _series = [];
    int _targetField, _seriesField;
    int[] _fields = [];

    /// <summary>The rows of each series in the order of time, and whether a row stood before an earlier one.</summary>
    /// <exception cref="DataFormatException">A value cannot be read; names its line and column.</exception>
    public (OrderedDictionary<string, List<SeriesRow>> Series, bool WasUnordered) Read()
    {
        string[] header = CsvReader.ReadHeader(rows);
        _targetField = RowEncoder.Find(header, schema.Target, rows.Path, "target column");
        _seriesField = seriesColumn is null ? -1 : RowEncoder.Find(header, seriesColumn, rows.Path, "series column");
        _fields = [.. schema.Columns.Select(column => RowEncoder.Find(header, column.Name, rows.Path, "column"))];
        for (long numbers = 0; rows.Read();)
        {
            if (rows.IsEmpty)
                continue;
            if (rows.Count != header.Length)
                throw RowEncoder.WidthError(rows, header.Length);
            if ((numbers += schema.FeatureCount + 1) > MostNumbers)
                throw rows.Error($"expected at most {MostNumbers:N0} numbers, but there are more. Leave columns or early rows out.");
            Add(SeriesName());
        }
        bool wasUnordered = false;
        foreach (List<SeriesRow> of in _series.Values)
        {
            bool isOrdered = of.Zip(of.Skip(1), (a, b) => a.Time <= b.Time).All(rises => rises);
            wasUnordered |= !isOrdered;
            if (!isOrdered)
                of.Sort((a, b) => a.Time.CompareTo(b.Time));
        }
        return (_series, wasUnordered);
    }

    string SeriesName()
    {
        if (_seriesField < 0)
            return "";
        string name = rows[_seriesField].ToString();
        if (name.Length == 0)
            throw rows.Error(
                $"expected the name of a series in column '{Excerpt.Of(seriesColumn)}', but it is empty. Fill it in, or remove the row.");
        if (!_series.ContainsKey(name) && _series.Count == MostSeries)
            throw rows.Error(
                $"expected at most {MostSeries:N0} series in column '{Excerpt.Of(seriesColumn)}', but there are more. Check that it names series.");
        return name;
    }

    void Add(string series)
    {
        double when = time.Read(rows), value = double.NaN;
        MissingMark mark = _marks.Of(rows[_targetField], rows.IsQuoted(_targetField));
        if (mark == MissingMark.None || mark < target.Missing)
            value = target.TryRead(rows[_targetField], out float number) ? target.Offset + number : throw rows.Error(
                $"column '{Excerpt.Of(schema.Target)}': expected a number, but got '{Excerpt.Of(rows[_targetField])}'. Correct the value, or leave "
                    + "it empty if it is unknown.");
        if (!_series.TryGetValue(series, out List<SeriesRow>? of))
            _series.Add(series, of = []);
        of.Add(new SeriesRow(when, value, Covariates(isKnown: !double.IsNaN(value)), rows.Line));
    }

    // Rows without a target are times to be foretold: of them only what is known ahead is asked for.
    float[] Covariates(bool isKnown)
    {
        float[] numbers = new float[schema.FeatureCount];
        int first = 0;
        for (int c = 0; c < _fields.Length; c++)
        {
            Column column = schema.Columns[c];
            Span<float> own = numbers.AsSpan(first, column.Width);
            ReadOnlySpan<char> field = rows[_fields[c]];
            MissingMark mark = _marks.Of(field, rows.IsQuoted(_fields[c]));
            if (mark != MissingMark.None && mark >= column.Missing)
            {
                if (schema.RefusesMissing && (isKnown || ahead.Contains(column.Name)))
                    throw RowEncoder.MissingError(
                        rows.Path, rows.Line, column.Name, $"use {Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Mean)}");
                own.Fill(float.NaN);
            }
            else if (column.Encode(field, own) is { } expected)
            {
                if (!schema.TakesUnseen(column))
                    throw new DataFormatException(RowEncoder.UnfitSentence(
                        $"'{rows.Path}', line {rows.Line}, column '{Excerpt.Of(column.Name)}'", column, expected, field));
                own.Fill(float.NaN);
            }
            first += column.Width;
        }
        return numbers;
    }
}
