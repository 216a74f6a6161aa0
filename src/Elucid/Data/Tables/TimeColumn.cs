namespace Elucid;

/// <summary>The column that says when each row was: rows are put in its order.</summary>
internal sealed class TimeColumn
{
    // 1990 to 2100, in seconds.
    const double FirstUnix = 631_152_000, LastUnix = 4_102_444_800;
    const int FirstYear = 1800, LastYear = 2100;

    static readonly string[] Words = ["time", "timestamp", "datetime", "date", "ts", "epoch", "unix", "unixtime"];

    readonly string _name;
    readonly DateOrder? _dates;
    readonly NumberFormat _numbers;

    TimeColumn(int field, string name, DateOrder? dates, NumberFormat numbers) => (Field, _name, _dates, _numbers) = (field, name, dates, numbers);

    /// <summary>Its place in the header.</summary>
    public int Field { get; }

    /// <summary>Whether times are dates, as days since 1970, and no plain numbers.</summary>
    public bool AreDates => _dates is not null;

    /// <summary>Finds out how the column writes times.</summary>
    /// <exception cref="DataFormatException">Its values are neither dates nor numbers.</exception>
    public static TimeColumn Fit(int field, ColumnScan scan, TableContext table)
    {
        string name = Excerpt.Of(scan.Name);
        if (!scan.IsNamedCategory && scan.Dates.IsAmbiguous && scan.Dates.Best!.Count == scan.Present)
            throw new DataFormatException(
                $"'{table.Path}': expected time column '{name}' to say when a row was, but day and month could change places in its dates. Use "
                    + $"{DateKind.Orders}.");
        if (DateKind.Instance.Refusal(scan, table) is null)
            return new TimeColumn(field, scan.Name, scan.Dates.Best!.Order, default);
        if (NumericKind.Instance.Refusal(scan, table) is null)
            return new TimeColumn(field, scan.Name, null, scan.Numbers.Best(table.Dialect.Separator));
        throw new DataFormatException(
            $"'{table.Path}': expected dates or numbers in time column '{name}', but "
                + $"{(scan.IsNamedCategory ? "it is named a category" : "its values are texts")}. Choose another "
                + $"{Spelling.Of(nameof(CsvOptions.Time))}.");
    }

    /// <summary>When the present row was: a number that grows with time.</summary>
    /// <exception cref="DataFormatException">The row does not say.</exception>
    public double Read(CsvRows rows)
    {
        ReadOnlySpan<char> field = rows[Field];
        if (_dates is { } order && DateText.TryParse(field, order, out DateTime date))
            return (date - DateTime.UnixEpoch).TotalDays;
        if (_dates is null && _numbers.TryParse(field, out double number) && double.IsFinite(number))
            return number;
        throw new DataFormatException(
            $"'{rows.Path}', line {rows.Line}, column '{Excerpt.Of(_name)}': expected when the row was, as rows are put in the order of "
                + $"time, but got "
            + $"'{Excerpt.Of(field)}'. Fill it in, or remove the row.");
    }

    /// <summary>Whether the numbers of a column look like times: years, or numbers of that name that rise or fall from row to row, or are unix
    /// times.</summary>
    public static bool IsLikely(ColumnScan scan, CsvDialect dialect)
    {
        NumberStats stats = scan.Numbers.Of(scan.Numbers.Best(dialect.Separator));
        string word = NumericKind.LastWord(scan.Name);
        if (word == "year")
            return stats.AreWhole && stats.Low >= FirstYear && stats.High <= LastYear;
        return Words.Contains(word)
            && ((stats.AreWhole && scan.Numbers.AreInOrder)
                || new[] { 1, 1e3, 1e6, 1e9 }.Any(unit => stats.Low >= FirstUnix * unit && stats.High <= LastUnix * unit));
    }
}
