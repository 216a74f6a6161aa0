namespace Elucid;

/// <summary>What was found of series, in sentences.</summary>
internal static class SeriesNotes
{
    /// <summary>Of series to learn from.</summary>
    public static IEnumerable<string> Of(
        SeriesSchema schema, ValueSeries[] series, SeriesBuilder built, int rows, bool wasUnordered, SeriesOptions options)
    {
        TimeGrid grid = schema.Grid;
        yield return $"{char.ToUpperInvariant(grid.Name[0])}{grid.Name[1..]}: {rows:N0} rows"
            + $"{(schema.Series is null ? "" : $" of {series.Length:N0} series")}, {grid.TextOf(series.Min(one => one.First))} to "
            + $"{grid.TextOf(series.Max(one => one.End) - 1)}."
            + (options.Frequency == SeriesFrequency.Recognize ? $" Use {Spelling.Of(nameof(SeriesOptions.Frequency))} to overrule." : "");
        foreach (string note in OfGaps(built, schema))
            yield return note;
        if (wasUnordered)
            yield return "Rows did not stand in the order of time and were put into it.";
        yield return $"Forecasts of {schema.Horizon} steps look back {schema.Window}"
            + $"{(options.Window is null ? $" ({Spelling.Of(nameof(SeriesOptions.Window))})" : "")}; "
            + (schema.Season == 1 ? "no season is assumed" : $"a season has {schema.Season}")
            + $"{(options.Season is null ? $" ({Spelling.Of(nameof(SeriesOptions.Season))})" : "")}.";
        string[] covariates = [.. schema.Columns.Columns.Select(column => column.Name)];
        if (covariates.Length > 0)
            yield return $"Covariates: {Excerpt.Of([.. covariates.Select(name => schema.Ahead.Contains(name) ? $"{name} (known ahead)" : name)])}."
                + (covariates.All(schema.Ahead.Contains) ? ""
                    : $" They end at a forecast's cutoff; name those known ahead with {Spelling.Of(nameof(SeriesOptions.Ahead), "COLUMN")}.");
    }

    /// <summary>Of gaps that were filled.</summary>
    public static IEnumerable<string> OfGaps(SeriesBuilder built, SeriesSchema schema) => built.Filled switch
    {
        0 => [],
        1 => [$"1 gap filled: {built.FirstFilled} ({Spelling.Of(nameof(SeriesOptions.Gaps), schema.Gaps)})."],
        _ => [$"{built.Filled:N0} steps without a value filled, the first is {built.FirstFilled} "
            + $"({Spelling.Of(nameof(SeriesOptions.Gaps), schema.Gaps)})."],
    };
}
