namespace Elucid;

/// <summary>One step of a forecast.</summary>
/// <param name="Series">Its series; empty in a table of one series.</param>
/// <param name="Time">When it is, as <see cref="TimeGrid.TextOf"/> writes it.</param>
/// <param name="Step">How many steps after the last value, from 1.</param>
/// <param name="Value">The forecast, in the series' own unit.</param>
/// <param name="Lower">The lower end of its interval (<see cref="ForecastIntervals"/>); NaN if none was measured.</param>
/// <param name="Upper">The upper end.</param>
public readonly record struct ForecastStep(string Series, string Time, int Step, double Value, double Lower, double Upper)
{
    /// <summary>The standard deviation of what the members of a committee foretell, in the series' own unit; null unless there are two or
    /// more.</summary>
    public double? Disagreement { get; init; }
}
