using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say what to foretell, and from what.</summary>
/// <param name="window">How far a forecast looks back.</param>
internal sealed class ForecastOptions(Option<int?> window)
{
    readonly Option<int?> _horizon = NumberOption.CreateOptional<int>("--horizon", "Steps that a forecast goes ahead. (forecast)");
    readonly Option<string?> _series = Of("--series", "COLUMN", "The column that tells several series apart.");
    readonly Option<string?> _ahead =
        Of("--ahead", "COLUMN,…", "Columns that are known ahead, such as promotions; others end where a forecast starts.");
    readonly Option<int?> _season = NumberOption.CreateOptional<int>(
        "--season", "Steps after which a pattern comes again; by default 12 for months, 7 for days, 24 for hours. (forecast)");
    readonly Option<string?> _frequency = Of(
        "--frequency", "WORD",
        $"How often there is a value: {string.Join(", ", Frequencies.Select(word => Choice.WordOf(word)))}. Found from the times by default.");
    readonly Option<string?> _gaps = Of("--gaps", "linear|last", "What becomes of steps without a value. An error by default.");

    static SeriesFrequency[] Frequencies => [.. Enum.GetValues<SeriesFrequency>().Where(word => word != SeriesFrequency.Recognize)];

    IEnumerable<Option> All => [_horizon, _series, _ahead, _season, _frequency, _gaps];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>The first one that was given; null if none was.</summary>
    public string? Given(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>How to read series.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="columns">How the columns are read; null if no target is named.</param>
    /// <param name="data">What --data names.</param>
    /// <exception cref="ArgumentException">What must be named is not.</exception>
    public SeriesOptions Read(ParseResult parsed, CsvOptions? columns, string data)
    {
        KnownSeries? known = KnownSeries.Find(data);
        if (known is not null && (parsed.GetValue(_series) ?? parsed.GetValue(_ahead)) is not null)
            throw new ArgumentException($"--series and --ahead are for CSV files, but --data is {data}, which is one series: omit them.");
        if (columns?.Targets.Count > 1)
            throw new ArgumentException(
                $"--target {columns.Target} names {columns.Targets.Count} columns, but a forecast has one target: name it, or for others alike put "
                    + "all values into one column and name what tells them apart with --series.");
        SeriesOptions asked = known?.Options ?? new SeriesOptions
        {
            Target = columns?.Target ?? throw Missing("--target COLUMN", "the column to foretell"),
            Time = columns.Time ?? throw Missing("--time COLUMN", "the column that says when a row was"),
            Horizon = parsed.GetValue(_horizon) ?? throw Missing("--horizon STEPS", "how many steps to look ahead"),
            Series = parsed.GetValue(_series),
            Ahead = DataOptions.NamesOf(parsed.GetValue(_ahead) ?? ""),
            Columns = columns,
        };
        return asked with
        {
            Horizon = parsed.GetValue(_horizon) ?? asked.Horizon,
            Window = parsed.GetValue(window) ?? asked.Window,
            Season = parsed.GetValue(_season) ?? asked.Season,
            Frequency = parsed.GetValue(_frequency) is { } frequency ? Choice.Parse(_frequency.Name, frequency, Frequencies) : default,
            Gaps = parsed.GetValue(_gaps) is { } gaps ? Choice.Parse(_gaps.Name, gaps, GapFilling.Linear, GapFilling.Last) : default,
        };
    }

    static ArgumentException Missing(string option, string meaning) => new($"--task forecast needs {option}: {meaning}.");

    static Option<string?> Of(string name, string values, string description) =>
        new(name) { Description = $"{description} (forecast)", HelpName = values };
}
