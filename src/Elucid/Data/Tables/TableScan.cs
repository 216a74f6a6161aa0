namespace Elucid;

/// <summary>The first pass over a table.</summary>
internal sealed class TableScan
{
    readonly string[] _header;
    readonly int[] _targets;
    readonly CsvOptions _options;
    readonly MissingMarks _marks;
    readonly TablePlan? _required;

    TableScan(string[] header, int[] targets, CsvOptions options, TablePlan? required)
    {
        (_header, _targets, _options, _required) = (header, targets, options, required);
        _marks = new MissingMarks(options.MissingMarks);
        Columns = [.. header.Select((name, i) => options.Ignore.Contains(name) && name != options.Time ? null
            : new ColumnScan(
                name, options.CategoryColumns.Contains(name), targets.Contains(i) ? TargetColumn.MostClasses : CategoryKind.Most, options))];
    }

    /// <summary>What was seen of each column; null for those to ignore.</summary>
    public ColumnScan?[] Columns { get; }

    /// <summary>Rows that are used.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that were left out because a value is missing.</summary>
    public int Dropped { get; private set; }

    /// <summary>Rows without any value.</summary>
    public int Empty { get; private set; }

    /// <summary>Reads all rows below the header.</summary>
    /// <exception cref="DataFormatException">There are none, or one has another number of fields than the header.</exception>
    public static TableScan Of(CsvRows rows, string[] header, int[] targets, CsvOptions options) =>
        new TableScan(header, targets, options, null).Run(rows);

    /// <summary>Reads all rows again but those that lack a value which a plan uses.</summary>
    /// <exception cref="DataFormatException">None is left.</exception>
    public TableScan Without(CsvRows rows, TablePlan plan)
    {
        rows.Rewind();
        rows.Read();
        return new TableScan(_header, _targets, _options, plan).Run(rows);
    }

    /// <summary>Whether the present record is no row of the dataset.</summary>
    public bool Skips(CsvRows rows) => rows.IsEmpty || (_required is not null && rows.Count == _header.Length && _required.Lacks(rows, _marks));

    /// <summary>A sentence for a table without rows.</summary>
    public static DataFormatException NoRows(string path) => new($"'{path}': expected rows of data below the header, but there are none. Add rows.");

    TableScan Run(CsvRows rows)
    {
        while (rows.Read())
        {
            if (Skips(rows))
            {
                (Empty, Dropped) = rows.IsEmpty ? (Empty + 1, Dropped) : (Empty, Dropped + 1);
                continue;
            }
            if (rows.Count != _header.Length)
                throw RowEncoder.WidthError(rows, _header.Length);
            Count++;
            for (int i = 0; i < Columns.Length; i++)
                Columns[i]?.Add(rows[i], rows.IsQuoted(i), _marks, rows.Line);
        }
        if (Count == 0)
            throw Dropped == 0 ? NoRows(rows.Path) : new DataFormatException($"'{rows.Path}': expected rows of data below the header, but all "
                + $"{Dropped} have missing values and were left out. "
                + $"Use {RowEncoder.FillIn}, or leave a column out with {Spelling.Of(nameof(CsvOptions.Ignore))}.");
        return this;
    }
}
