namespace Elucid;

/// <summary>How a table's rows become series, and what a forecast sees of them: what a model must remember to go on with new rows.</summary>
public sealed record SeriesSchema
{
    /// <summary>The share of true values that intervals are to hold.</summary>
    public const double IntervalLevel = 0.8;

    /// <summary>The target, and the covariates with their columns' numbers.</summary>
    public required CsvSchema Columns { get; init; }

    /// <summary>The column that says when a row was.</summary>
    public required string Time { get; init; }

    /// <summary>The column that tells series apart; null for one series.</summary>
    public string? Series { get; init; }

    /// <summary>The covariates that are known ahead.</summary>
    public IReadOnlyList<string> Ahead { get; init; } = [];

    /// <summary>The times that have values.</summary>
    public required TimeGrid Grid { get; init; }

    /// <summary>How many steps a forecast goes ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>How many steps it looks back.</summary>
    public required int Window { get; init; }

    /// <summary>Steps after which a pattern comes again; 1 for none.</summary>
    public required int Season { get; init; }

    /// <summary>What becomes of steps without a value.</summary>
    public GapFilling Gaps { get; init; }

    /// <summary>What the covariates' numbers are scaled with, as measured before the first cutoff of validation; null without covariates.</summary>
    public ColumnScales? Scales { get; init; }

    /// <summary>Half of the width of each step's interval, in spreads of a window; empty until they are measured.</summary>
    public IReadOnlyList<double> IntervalRadii { get; init; } = [];

    /// <summary>Numbers of a step that a network gets: the value, the covariates, and those known ahead a horizon later.</summary>
    public int Channels => 1 + Columns.FeatureCount + AheadFeatures.Count;

    /// <summary>Which of the covariates' numbers are known ahead.</summary>
    internal IReadOnlyList<int> AheadFeatures =>
    [
        .. Columns.Columns.SelectMany(column => Enumerable.Repeat(Ahead.Contains(column.Name), column.Width)).Index()
            .Where(feature => feature.Item).Select(feature => feature.Index),
    ];

    /// <summary>The name of every output: +1 for the first step.</summary>
    public IReadOnlyList<string> OutputNames => [.. Enumerable.Range(1, Horizon).Select(step => $"+{step}")];
}
