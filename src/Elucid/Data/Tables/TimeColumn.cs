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

    // Whether times have offsets that differ, and so are comparable in UTC alone.
    readonly bool _isUtc;

    TimeColumn(int field, string name, DateOrder? dates, NumberFormat numbers, bool isUtc = false) =>
        (Field, _name, _dates, _numbers, _isUtc) = (field, name, dates, numbers, isUtc);

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
            return new TimeColumn(field, scan.Name, scan.Dates.Best!.Order, default, IsUtc(scan, table));
        if (NumericKind.Instance.Refusal(scan, table) is null)
            return new TimeColumn(field, scan.Name, null, scan.Numbers.Best(table.Dialect.Separator));
        if (scan.Dates.NamedZone is { Exists: true } zone)
            throw new DataFormatException(
                $"'{table.Path}', line {zone.Line}, column '{name}': expected when the row was, without a zone or with how far it is from UTC, but "
                    + $"got '{zone.Text}'. Names of zones mean several: write +02:00 or the like in its place, or times of UTC without one.");
        throw new DataFormatException(
            $"'{table.Path}': expected dates or numbers in time column '{name}', but "
                + $"{(scan.IsNamedCategory ? "it is named a category" : "its values are texts")}. Write them as 2024-01-31, 2024-01, 31.01.2024 "
                + $"or the like, or as numbers, or choose another {Spelling.Of(nameof(CsvOptions.Time))}.");
    }

    static bool IsUtc(ColumnScan scan, TableContext table)
    {
        DateScan.OrderScan dates = scan.Dates.Best!;
        if (dates.LacksOffsets)
            throw new DataFormatException(
                $"'{table.Path}', line {dates.OtherOffset.Line}, column '{Excerpt.Of(scan.Name)}': expected that all times say how far they are from "
                    + $"UTC, as +02:00 does, or none, but '{dates.OtherOffset.Text}' {(dates.Offset is null ? "does" : "does not")}, unlike the "
                    + "first one. Write all alike.");
        if (dates.OtherOffset.Exists)
            table.Notes.Add(scan.Name, "not all times are as far from UTC, so they are converted to it.");
        return dates.OtherOffset.Exists;
    }

    /// <summary>When the present row was: a number that grows with time.</summary>
    /// <exception cref="DataFormatException">The row does not say.</exception>
    public double Read(CsvRows rows)
    {
        ReadOnlySpan<char> field = rows[Field];
        if (_dates is { } order && DateText.TryParse(field, order, out DateTime date, out TimeSpan? offset))
            return (date - (_isUtc ? offset ?? default : default) - DateTime.UnixEpoch).TotalDays;
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
