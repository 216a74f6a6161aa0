namespace Elucid.Lab;

/// <summary>What repeating earlier values foretells: the last one, or those of the last season.</summary>
static class NaiveForecast
{
    /// <summary>What is called so: "naive forecast" repeats the last value, a seasonal one a season.</summary>
    public static string NameOf(int season) => season == 1 ? "naive forecast" : $"seasonal naive forecast ({season})";

    /// <summary>The forecasts in units of the windows, [rows, horizon].</summary>
    /// <param name="windows">Windows of series.</param>
    /// <param name="season">Steps of a season, 1 for the last value alone.</param>
    public static float[] Outputs(Dataset windows, int season)
    {
        SeriesTable table = ForecastWindows.TableOf(windows);
        IReadOnlyList<WindowOrigin> origins = ForecastWindows.OriginsOf(windows);
        float[] outputs = new float[windows.Count * windows.OutputCount];
        for (int i = 0; i < outputs.Length; i++)
        {
            WindowOrigin origin = origins[i / windows.OutputCount];
            ValueSeries series = table.Series[(int)origin.Series];
            double Repeated(int steps) => series.SeasonBefore(origin.Cutoff, i % windows.OutputCount, steps);
            outputs[i] = (float)((Repeated(season) - Repeated(table.Schema.Season)) / origin.Spread);
        }
        return outputs;
    }
}
