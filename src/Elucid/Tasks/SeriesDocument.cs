using System.Text.Json;

namespace Elucid;

/// <summary>A <see cref="SeriesSchema"/> as JSON. What earlier versions wrote is read for ever.</summary>
internal sealed record SeriesDocument(
    string Columns, string Time, TimeUnit Unit, double Step, double Origin, int Day, bool IsLoose, int Horizon, int Window, int Season,
    GapFilling Gaps, double[] IntervalRadii, string[] Ahead, string? Series = null, float[]? Means = null, float[]? Deviations = null)
{
    const int MostSteps = 10_000;

    public static SeriesDocument Of(SeriesSchema schema) => new(
        schema.Columns.ToJson(), schema.Time, schema.Grid.Unit, schema.Grid.Step, schema.Grid.Origin, schema.Grid.Day, schema.Grid.IsLoose,
        schema.Horizon, schema.Window, schema.Season, schema.Gaps, [.. schema.IntervalRadii], [.. schema.Ahead], schema.Series,
        schema.Scales?.Means.ToArray(), schema.Scales?.Deviations.ToArray());

    /// <exception cref="JsonException">A number is out of range, or parts do not fit together.</exception>
    public SeriesSchema ToSchema()
    {
        CsvSchema columns = CsvSchema.FromJson(Columns);
        Require(Enum.IsDefined(Unit) && Enum.IsDefined(Gaps), "'unit' or 'gaps' is unknown.");
        Require(double.IsFinite(Step) && Step > 0 && Math.Abs(Origin) < 1e15 && Day is >= 0 and <= 31, $"'step' is {Step} and 'origin' {Origin}.");
        Require(Unit == TimeUnit.Number || (Step < 1e9 && Step == Math.Floor(Step) && Math.Abs(Origin) < 1e6), $"'step' is {Step}.");
        Require(Horizon is > 0 and <= MostSteps && Window is > 1 and <= MostSteps && Season is > 0 and <= MostSteps,
            $"'horizon' is {Horizon}, 'window' {Window}, and 'season' {Season}.");
        Require(IntervalRadii.Length is 0 || IntervalRadii.Length == Horizon, $"'intervalRadii' has {IntervalRadii.Length} numbers.");
        Require(IntervalRadii.All(radius => double.IsFinite(radius) && radius >= 0), "'intervalRadii' has a number that is no width.");
        Require(Ahead.All(name => columns.Columns.Any(column => column.Name == name)), "'ahead' names a column that is none.");
        int width = columns.FeatureCount;
        Require((Means?.Length ?? 0) == width && (Deviations?.Length ?? 0) == width, $"'means' and 'deviations' are not of {width} numbers.");
        return new SeriesSchema
        {
            Columns = columns,
            Time = Time,
            Series = Series,
            Ahead = Ahead,
            Grid = new TimeGrid(Unit, Step, Origin, Day, IsLoose),
            Horizon = Horizon,
            Window = Window,
            Season = Season,
            Gaps = Gaps,
            Scales = width > 0 ? new ColumnScales(Means, Deviations) : null,
            IntervalRadii = IntervalRadii,
        };
    }

    static void Require(bool isMet, string complaint)
    {
        if (!isMet)
            throw new JsonException($"'series': {complaint}");
    }
}
