namespace Elucid;

/// <summary>Goes on with series.</summary>
internal static class SeriesForecast
{
    /// <summary>The next steps of every series.</summary>
    /// <param name="network">A network of windows.</param>
    /// <param name="table">The series.</param>
    /// <param name="schema">How the network sees them.</param>
    /// <exception cref="DataFormatException">A series is shorter than a window, or a covariate is not known ahead.</exception>
    public static ForecastStep[] Of(Module network, SeriesTable table, SeriesSchema schema)
    {
        WindowEncoder encoder = new(schema);
        List<ForecastStep> steps = [];
        foreach (ValueSeries series in table.Series)
        {
            Require(series, table.Name, schema, encoder);
            float[] window = new float[encoder.Size];
            double spread = encoder.Encode(series, series.Values.Length, window);
            Tensor x = new([1, schema.Window, schema.Channels], window);
            (Tensor outputs, Tensor[] members) = network is Ensemble committee ? committee.PredictEach(x) : (network.Predict(x), []);
            for (int step = 0; step < schema.Horizon; step++)
            {
                double value = series.SeasonBefore(series.End, step, schema.Season) + (spread * outputs.Values[step]);
                double radius = schema.IntervalRadii.Count > 0 ? spread * schema.IntervalRadii[step] : double.NaN;
                steps.Add(new ForecastStep(series.Name, schema.Grid.TextOf(series.End + step), step + 1, value, value - radius, value + radius)
                {
                    Disagreement = members.Length > 1 ? spread * PredictedQuantities.Deviation(members, step) : null,
                });
            }
        }
        return [.. steps];
    }

    static void Require(ValueSeries series, string table, SeriesSchema schema, WindowEncoder encoder)
    {
        string name = schema.Series is null ? $"'{table}'" : $"'{table}', series '{Excerpt.Of(series.Name)}'";
        if (series.Values.Length < schema.Window)
            throw new DataFormatException(
                $"{name}: expected the {schema.Window} steps that the model looks back, but there are {series.Values.Length}. Add earlier rows.");
        if (!encoder.IsKnownAhead(series, series.Values.Length))
            throw new DataFormatException(
                $"{name}: expected {string.Join(", ", schema.Ahead.Select(ahead => $"'{Excerpt.Of(ahead)}'"))} up to "
                    + $"{schema.Grid.TextOf(series.End + schema.Horizon - 1)}, as the model learned with what is known ahead, but rows end at "
                    + $"{schema.Grid.TextOf(series.First + (series.Covariates.Length / schema.Columns.FeatureCount) - 1)}. Add rows without "
                    + $"'{Excerpt.Of(schema.Columns.Target)}' that say it.");
    }
}
