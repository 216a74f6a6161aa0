namespace Elucid;

/// <summary>How to read a long table of series: a row for each time of each series.</summary>
public sealed record SeriesOptions
{
    /// <summary>The column to foretell.</summary>
    public required string Target { get; init; }

    /// <summary>The column, of dates or of numbers, that says when a row was.</summary>
    public required string Time { get; init; }

    /// <summary>How many steps a forecast goes ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The column that tells several series apart; null for one series.</summary>
    public string? Series { get; init; }

    /// <summary>Columns that are known ahead, such as holidays or promotions: a forecast sees them up to its last step. Others end at its
    /// cutoff.</summary>
    public IReadOnlyList<string> Ahead { get; init; } = [];

    /// <summary>How many steps a forecast looks back; null chooses two seasons, or less where the series are short.</summary>
    public int? Window { get; init; }

    /// <summary>Steps after which a pattern comes again: 12 for months. Null takes what is usual for the frequency.</summary>
    public int? Season { get; init; }

    /// <summary>How often there is a value; found from the times by default.</summary>
    public SeriesFrequency Frequency { get; init; }

    /// <summary>What becomes of steps without a value; an error by default.</summary>
    public GapFilling Gaps { get; init; }

    /// <summary>How the table's columns are read: marks, dates, categories, columns to leave out. Its target and time are those of these
    /// options.</summary>
    public CsvOptions? Columns { get; init; }

    /// <summary>Checks what needs no table.</summary>
    /// <exception cref="ArgumentException">A number is out of range, or options contradict each other.</exception>
    internal void Check()
    {
        RequireSteps(Spelling.Of(nameof(SeriesOptions.Horizon)), Horizon);
        RequireSteps(Spelling.Of(nameof(SeriesOptions.Window)), Window ?? 2, least: 2);
        RequireSteps(Spelling.Of(nameof(SeriesOptions.Season)), Season ?? 1);
        if (Columns?.Missing is MissingValues.Drop or MissingValues.Indicator)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(CsvOptions.Missing), Columns.Missing)} is not for series, where every step counts: use "
                    + $"{Spelling.Of(nameof(CsvOptions.Missing), MissingValues.Mean)} for covariates and "
                    + $"{Spelling.Of(nameof(SeriesOptions.Gaps), GapFilling.Linear)} for '{Excerpt.Of(Target)}'.");
        (string Name, string Role)[] roles =
            [(Target, "the target"), (Time, "the time"), .. Series is { } series ? new[] { (series, "the name of the series") } : []];
        if (roles.GroupBy(role => role.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Column '{Excerpt.Of(twice.Key)}' is both {string.Join(" and ", twice.Select(role => role.Role))}. Drop one of the two.");
        if (roles.FirstOrDefault(role => Ahead.Contains(role.Name)) is { Role: not null } known)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(SeriesOptions.Ahead))} names covariates, but '{Excerpt.Of(known.Name)}' is {known.Role}. Leave it out there.");
        if (Ahead.FirstOrDefault(name => Columns?.Ignore.Contains(name) == true) is { } ignored)
            throw new ArgumentException($"Column '{Excerpt.Of(ignored)}' is both known ahead and to be ignored. Drop one of the two.");
    }

    static void RequireSteps(string setting, int value, int least = 1)
    {
        if (value < least || value > 10_000)
            throw new ArgumentException($"{setting} must be a number of steps from {least} to 10,000, but got {value}.");
    }

    /// <summary>How the columns are read.</summary>
    internal CsvOptions ToCsv() => (Columns ?? new CsvOptions { Target = Target }) with
    {
        Target = Target,
        Targets = [],
        Time = Time,
        Task = LearningTask.Regression,
        Ignore = [.. Columns?.Ignore ?? [], Time, .. Series is { } series ? new[] { series } : []],
    };
}
