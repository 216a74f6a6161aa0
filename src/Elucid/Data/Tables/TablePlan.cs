namespace Elucid;

/// <summary>What every column of a table is: decided once, from what the first pass saw.</summary>
internal sealed class TablePlan
{
    readonly TableContext _table;
    readonly ColumnScan?[] _scans;
    readonly Column?[] _columns;
    readonly int[] _targets;
    readonly TargetColumn[] _learned;
    readonly List<ColumnSummary> _summaries = [];

    /// <summary>Decides.</summary>
    /// <param name="scans">What was seen of each column; null for those to ignore.</param>
    /// <param name="header">The columns' names.</param>
    /// <param name="targets">Those to predict; none where the rows themselves are learned.</param>
    /// <param name="table">The table.</param>
    /// <param name="needsFeatures">Whether there must be a column to learn from.</param>
    /// <exception cref="DataFormatException">A column is neither one thing nor the other, or nothing is left to learn from.</exception>
    public TablePlan(ColumnScan?[] scans, string[] header, int[] targets, TableContext table, bool needsFeatures = true)
    {
        (_table, _scans, _targets) = (table, scans, targets);
        _learned = targets.Length == 0 ? [TargetColumn.Fit(null, table)] : [.. targets.Select(target => TargetColumn.Fit(scans[target], table))];
        _columns = [.. scans.Select(
            (scan, i) =>
                TargetAt(i) is { } target ? Summarize(scan!, target) : table.Options.Like is { } like ? Known(like, header[i], scan) : scan is null
                    || table.Options.Ignore.Contains(header[i]) ? Ignore(header[i]) : Decide(scan))];
        Time = table.Options.Time is { } time && Array.IndexOf(header, time) is var field ? TimeColumn.Fit(field, scans[field]!, table) : null;
        if (needsFeatures && _columns.All(column => column is null))
            throw new DataFormatException($"'{table.Path}': expected at least one column to "
                + (targets.Length == 0 ? "learn" : $"predict '{Excerpt.Of(header[targets[0]])}'") + " from, but "
                + $"{Excerpt.Of([.. _summaries.Where(s => s.Role == ColumnRole.LeftOut).Select(s => $"{s.Name} is {s.Becomes}")], most: 5)}. Use "
                + $"{Spelling.OfList(nameof(CsvOptions.Keep), ["COLUMN"])} to keep one, or ignore fewer.");
    }

    /// <summary>What the target is, or the first of several.</summary>
    public TargetColumn Target => _learned[0];

    /// <summary>What the targets are where there are several; else none.</summary>
    public IReadOnlyList<TargetInfo> SeveralTargets =>
        _targets.Length < 2 ? [] : [.. _targets.Select((place, i) => _learned[i].ToTarget(_scans[place]!.Name))];

    /// <summary>How many answers a row has.</summary>
    public int TargetCount => _learned.Length;

    /// <summary>What the dataset holds of the answers that were read: [rows, targets].</summary>
    public Answers ToAnswers(float[] values, CsvSchema schema) =>
        schema.SeveralTargets.Count > 0 ? new SeveralAnswers(values, schema.SeveralTargets) : Target.ToAnswers(values, schema);

    /// <summary>Reads the answers of the present record, NaN for those of several that are missing; false where one is none that was seen.</summary>
    public bool TryReadTargets(CsvRows rows, MissingMarks marks, Span<float> answers)
    {
        if (_targets.Length < 2)
            return Target.TryRead(_targets.Length == 0 ? [] : rows[_targets[0]], out answers[0]);
        for (int i = 0; i < _targets.Length; i++)
            if (IsMissing(_targets[i], rows, marks))
                answers[i] = float.NaN;
            else if (!_learned[i].TryRead(rows[_targets[i]], out answers[i]))
                return false;
        return true;
    }

    /// <summary>In how many rows each of several targets is missing, where any is.</summary>
    public IEnumerable<(string Target, int Missing)> MissingTargets => _targets.Length < 2 ? []
        : _targets.Select(place => (_scans[place]!.Name, Missing: MissingCount(_scans[place]!, LeastMark(place)))).Where(one => one.Missing > 0);

    /// <summary>The columns to learn from.</summary>
    public IReadOnlyList<Column> Features => _table.Options.Like?.Columns ?? [.. _columns.OfType<Column>()];

    /// <summary>What says when a row was; null if nothing is to.</summary>
    public TimeColumn? Time { get; }

    /// <summary>The columns to learn from that look like times.</summary>
    public IReadOnlyList<string> TimeColumns =>
        [.. _columns.Where((column, i) => column is DateColumn || (column is NumericColumn && TimeColumn.IsLikely(_scans[i]!, _table.Dialect)))
            .Select(column => column!.Name)];

    /// <summary>All columns, for people.</summary>
    public IReadOnlyList<ColumnSummary> Summaries => _summaries;

    /// <summary>Whether a value is missing in a column that is used.</summary>
    public bool HasMissing => _scans.Where((scan, i) => scan is not null && IsUsed(i) && MissingCount(scan, LeastMark(i)) > 0).Any();

    /// <summary>Whether a row is to be left out, as a value is missing that cannot, or shall not, be filled in.</summary>
    public bool HasRowsToOmit => (_targets.Length > 1 && MissingTargets.Count() == _targets.Length)
        || _scans.Where((scan, i) => scan is not null && OmitsRow(i) && MissingCount(scan, LeastMark(i)) > 0).Any();

    /// <summary>Whether the present record is left out, as a value is missing in it.</summary>
    public bool Lacks(CsvRows rows, MissingMarks marks)
    {
        for (int i = 0; i < _columns.Length; i++)
            if (OmitsRow(i) && IsMissing(i, rows, marks))
                return true;
        return _targets.Length > 1 && _targets.All(field => IsMissing(field, rows, marks));
    }

    bool IsMissing(int i, CsvRows rows, MissingMarks marks) =>
        marks.Of(rows[i], rows.IsQuoted(i)) is not MissingMark.None and var mark && mark >= LeastMark(i);

    TargetColumn? TargetAt(int i) => Array.IndexOf(_targets, i) is >= 0 and var at ? _learned[at] : null;

    /// <summary>Complains about the first missing value, if there may be none.</summary>
    /// <exception cref="DataFormatException">There is one.</exception>
    public void RequireValues()
    {
        if (_table.Options.Missing != MissingValues.Refuse)
            return;
        (int Line, int Column) first = _scans.Select((scan, i) => (Line: scan is null || !IsUsed(i) ? 0 : FirstMissing(scan, LeastMark(i)), i))
            .Where(found => found.Line > 0).OrderBy(found => found.Line).FirstOrDefault();
        if (first.Line == 0)
            return;
        ColumnScan scan = _scans[first.Column]!;
        string advice =
            $"use {Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Mean)}, "
                + $"{Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Indicator)} or "
            + Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Drop);
        if (TargetAt(first.Column) is not null)
            advice += ", which leave out rows without a target";
        // NA is Namibia, too.
        if (scan.FirstMark is { Exists: true } mark && mark.Line == first.Line)
            advice += $". If '{mark.Text}' is a value, put it in quotes or use "
                + $"{Spelling.OfList(nameof(CsvOptions.CategoryColumns), [Excerpt.Of(scan.Name)])}";
        throw RowEncoder.MissingError(_table.Path, first.Line, scan.Name, advice, Others());
    }

    // A target cannot be invented: its row is of no use, whatever becomes of missing features. Of several one that is there is enough.
    bool OmitsRow(int i) => _table.Options.Missing switch
    {
        MissingValues.Refuse => false,
        MissingValues.Drop => IsUsed(i),
        _ => TargetAt(i) is not null && IsUsed(i),
    };

    bool IsUsed(int i) => TargetAt(i) is { } target ? target.IsLearned && _targets.Length == 1 : _columns[i] is not null;

    MissingMark LeastMark(int i) => TargetAt(i)?.Missing ?? _columns[i]!.Missing;

    // How much is missing in all, as it decides what to do about it.
    string Others()
    {
        (string Name, int Missing)[] columns =
            [.. _scans.Select((scan, i) => (scan?.Name ?? "", scan is null || !IsUsed(i) ? 0 : MissingCount(scan, LeastMark(i))))
                .Where(c => c.Item2 > 0)];
        int total = columns.Sum(column => column.Missing);
        return total == 1 ? "" : $", one of {total:N0} ({Excerpt.Of([.. columns.Select(c => $"{c.Name}: {c.Missing:N0}")], most: 5)})";
    }

    static int MissingCount(ColumnScan scan, MissingMark least) => scan.Missing + (least == MissingMark.Weak ? scan.WeakCount : 0);

    static int FirstMissing(ColumnScan scan, MissingMark least) =>
        least == MissingMark.Weak ? scan.FirstMissing.Earlier(scan.FirstWeak).Line : scan.FirstMissing.Line;

    Column? Decide(ColumnScan scan)
    {
        bool isKept = _table.Options.Keep.Contains(scan.Name);
        if (scan.Present + scan.WeakCount == 0)
            return isKept
                ? throw new DataFormatException(
                    $"'{_table.Path}': expected values in column '{Excerpt.Of(scan.Name)}', as it is to be kept, but all are missing.")
                : LeaveOut(scan, "left out: no values", "has no values and is left out.");
        if (!scan.IsNamedCategory && scan.Dates.IsAmbiguous && scan.Dates.Best!.Count == scan.Present)
            return LeaveOut(
                scan, "left out: dates of unknown order", $"dates in which day and month could change places are left out. Use {DateKind.Orders}.");
        string reason = "";
        foreach (ColumnKind kind in ColumnKind.All)
        {
            if (kind is CategoryKind)
                CategoryKind.TellOfNumbers(scan, _table);
            if (kind.Refusal(scan, _table) is { } refusal)
            {
                reason = refusal;
                continue;
            }
            if (!isKept && IsConstant(kind, scan))
                return LeaveOut(
                    scan, "left out: one value",
                    $"holds one value in all rows and is left out. Use {Spelling.OfList(nameof(CsvOptions.Keep), ["COLUMN"])} to keep it.");
            Column column = kind.Fit(scan, _table);
            int missing = MissingCount(scan, column.Missing);
            if (missing > 0 && _table.Options.Missing == MissingValues.Indicator)
                column = column.With([], hasIndicator: true);
            Summarize(scan, column.KindName, column.Becomes, ColumnRole.Feature, missing);
            return column;
        }
        return scan.TooMany
            ? LeaveOut(scan, $"left out: {reason}",
                $"left out, as each text would become a feature, and more than {CategoryKind.Most:N0} are too many. Group them to use them.")
            : LeaveOut(scan, $"left out: {reason}",
                $"left out, as texts that are nearly one per row teach nothing about others. Use "
                    + $"{Spelling.OfList(nameof(CsvOptions.Keep), ["COLUMN"])} to keep one.", reason);
    }

    // What it was in the other table.
    Column? Known(CsvSchema like, string name, ColumnScan? scan)
    {
        Column? column = like.Columns.FirstOrDefault(column => column.Name == name);
        _summaries.Add(new ColumnSummary(
            name, column?.KindName ?? "", scan?.Distinct ?? 0, scan?.TooMany ?? false, scan?.Missing ?? 0,
            column?.Becomes ?? "left out: it was not there before", column is null ? ColumnRole.LeftOut : ColumnRole.Feature));
        return column;
    }

    // That some values are missing may mean something where it becomes a feature.
    bool IsConstant(ColumnKind kind, ColumnScan scan)
    {
        if (_table.Options.Missing == MissingValues.Indicator && scan.Missing + scan.WeakCount > 0)
            return false;
        if (kind is not NumericKind)
            return scan.Distinct + (kind is CategoryKind ? scan.Weak.Count : 0) == 1;
        NumberFormat format = scan.Numbers.Best(_table.Dialect.Separator);
        NumberStats stats = scan.Numbers.Of(format);
        return stats.Low == stats.High && NumberOffset.Of(scan, format).Looked == 1;
    }

    Column? LeaveOut(ColumnScan scan, string becomes, string sentence, string detail = "")
    {
        _table.Notes.Add(scan.Name, sentence, detail);
        return Summarize(scan, "", becomes, ColumnRole.LeftOut, scan.Missing);
    }

    Column? Ignore(string name)
    {
        _summaries.Add(
            new ColumnSummary(name, "", 0, HasMoreValues: false, 0, $"left out: {Spelling.Of(nameof(CsvOptions.Ignore))}", ColumnRole.LeftOut));
        return null;
    }

    Column? Summarize(ColumnScan scan, TargetColumn target) => Summarize(
        scan, target.Kind, target.Description, ColumnRole.Target, MissingCount(scan, target.Missing), target.ClassNames.Count);

    Column? Summarize(ColumnScan scan, string kind, string becomes, ColumnRole role, int missing, int classes = 0)
    {
        int weak = kind is "number" or "date" ? 0 : scan.Weak.Count;
        int distinct = classes > 0 ? classes : scan.Distinct + weak;
        _summaries.Add(new ColumnSummary(scan.Name, kind, distinct, scan.TooMany, missing, becomes, role));
        return null;
    }
}
