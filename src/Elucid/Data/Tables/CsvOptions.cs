namespace Elucid;

/// <summary>
/// How to read a table. Only the target must be named, and not even that where the rows themselves are learned; everything else is recognised, and
/// <see cref="CsvTable.Notes"/> says what was guessed.
/// </summary>
public sealed record CsvOptions
{
    /// <summary>
    /// The column to predict. Null for <see cref="LearningTask.Reconstruct"/>, which needs none; a column that is named there is not learned from,
    /// but says for pictures and scores what kind each row is of.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// Several columns to predict with one network (<see cref="LearningTask.Several"/>), in place of <see cref="Target"/>; one that is named beside
    /// them is the only target where the table has a column of that very name. In a row some may be missing.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Targets whose whole numbers are quantities although they are few, and so would be taken for classes.</summary>
    public IReadOnlyList<string> QuantityColumns { get; init; } = [];

    /// <summary>
    /// Classification, regression or reconstruction; null decides by the target: texts are classes, and so are whole numbers if there are at most 20
    /// different ones, each twice on average; other numbers are quantities. Of several targets each is decided by itself, or all by this.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>What to do with missing values; an error by default.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>What predicting does with a category that training did not see.</summary>
    public UnseenValues Unseen { get; init; }

    /// <summary>
    /// Columns whose values are names, even if they look like numbers (postcodes) or like missing values (NA for Namibia): one-hot. In them only an
    /// empty field is missing.
    /// </summary>
    public IReadOnlyList<string> CategoryColumns { get; init; } = [];

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// The column, of dates or of numbers, that says when each row was: the dataset's rows are in its order, for <see cref="Splitter.ByTime"/>. Null
    /// keeps the order of the file.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Columns to keep although all their values are alike, or texts nearly all different.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>
    /// The texts that mean a missing value, in quotes or not, in every column; an empty field always does. By default NA, NaN and ? without quotes,
    /// and beside numbers and dates also NULL, None, N/A, -, a point and the like.
    /// </summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }

    /// <summary>The decimal mark of numbers; null recognises a point or a comma, column by column.</summary>
    public char? Decimal { get; init; }

    /// <summary>What stands between groups of three digits; null recognises a comma, a point, a space or an apostrophe, column by column.</summary>
    public char? Thousands { get; init; }

    /// <summary>Whether dates are recognised, and how those are read in which day and month could change places.</summary>
    public DateReading Dates { get; init; }

    /// <summary>What separates fields; null recognises a comma, a semicolon, a tab or a bar, or follows a first line <c>sep=;</c>.</summary>
    public char? Separator { get; init; }

    /// <summary>How another table was read, whose columns this one has, and no others are learned from: a network that learned from that one goes on
    /// with this one. What is said here of columns and of missing values then counts for nothing. Null finds out what columns are.</summary>
    public CsvSchema? Like { get; init; }

    /// <summary>The formats of numbers that may occur.</summary>
    internal NumberFormat[] NumberFormats => field ??= FormatsOf(Decimal, Thousands);

    /// <summary>The orders of dates that may occur.</summary>
    internal DateOrder[] DateOrders => Dates switch
    {
        DateReading.Off => [],
        DateReading.DayFirst => [DateOrder.YearMonthDay, DateOrder.Compact, DateOrder.DayMonthYear],
        DateReading.MonthFirst => [DateOrder.YearMonthDay, DateOrder.Compact, DateOrder.MonthDayYear],
        _ => [DateOrder.YearMonthDay, DateOrder.Compact, DateOrder.DayMonthYear, DateOrder.MonthDayYear],
    };

    /// <exception cref="ArgumentException">Both marks are the same, or one is no mark.</exception>
    internal static NumberFormat[] FormatsOf(char? point, char? thousands)
    {
        if (point is { } p && (char.IsAsciiLetterOrDigit(p) || p is '+' or '-' or ' '))
            throw new ArgumentException($"Expected a decimal mark such as '.' or ',', but got '{p}'.");
        if (thousands is { } t && (char.IsAsciiLetterOrDigit(t) || t is '+' or '-' || t == (point ?? '\0')))
            throw new ArgumentException($"Expected a mark between thousands such as ',' or a space that is not the decimal mark, but got '{t}'.");
        NumberFormat[] known =
            [.. NumberFormat.Known.Where(f => (point ?? f.Decimal) == f.Decimal && (thousands is null || f.Thousands == thousands))];
        return known.Length > 0 ? known : [new NumberFormat(point ?? (thousands == '.' ? ',' : '.'), thousands)];
    }
}
