using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>One step of one forecast of a test, beside what came and what would have been foretold without the network.</summary>
/// <param name="Series">Which series of the table.</param>
/// <param name="Cutoff">The last step that was known, as the table writes times.</param>
/// <param name="Time">The step that is foretold.</param>
/// <param name="Step">How many steps after the cutoff, from 1.</param>
/// <param name="Actual">What came.</param>
/// <param name="Network">The network's forecast.</param>
/// <param name="Lower">The lower end of its interval.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Naive">The last value before the cutoff.</param>
/// <param name="SeasonalNaive">The value of the last season.</param>
/// <param name="LinearAutoregression">That of the best linear function of the window.</param>
public sealed record BacktestRow(
    string Series, string Cutoff, string Time, int Step, double Actual, double Network, double Lower, double Upper, double Naive,
    double SeasonalNaive, double LinearAutoregression)
{
    /// <summary>Whether the interval holds what came.</summary>
    public bool IsCovered => Lower <= Actual && Actual <= Upper;
}

/// <summary>A test from several cutoffs, a rolling origin: the network as it was trained before the first of them forecasts from each.</summary>
/// <remarks>L. J. Tashman, International Journal of Forecasting 16, 2000.</remarks>
public static class Backtest
{
    /// <summary>All forecasts of the test, a row for each step.</summary>
    /// <param name="file">What is known of the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="split">Windows of series, of which it learned from the training part.</param>
    public static IReadOnlyList<BacktestRow> Of(ModelFile file, Module network, DataSplit split)
    {
        Dataset test = split.Test;
        SeriesTable table = ForecastWindows.TableOf(test);
        SeriesSchema schema = file.Series ?? table.Schema;
        IReadOnlyList<WindowOrigin> origins = ForecastWindows.OriginsOf(test);
        double[] forecasts = ForecastWindows.Restore(test, Evaluation.Outputs(network, test).Values),
            linear = ForecastWindows.Restore(test, Evaluation.Outputs(LinearForecast.Fit(split.Train), test).Values);
        BacktestRow[] rows = new BacktestRow[forecasts.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            WindowOrigin origin = origins[i / schema.Horizon];
            ValueSeries series = table.Series[(int)origin.Series];
            int step = i % schema.Horizon;
            double value = forecasts[i];
            double radius = schema.IntervalRadii.Count > 0 ? origin.Spread * schema.IntervalRadii[step] : double.NaN;
            rows[i] = new BacktestRow(
                series.Name, schema.Grid.TextOf(origin.Cutoff - 1), schema.Grid.TextOf(origin.Cutoff + step), step + 1,
                series.Values[(int)(origin.Cutoff - series.First) + step], value, value - radius, value + radius,
                series.SeasonBefore(origin.Cutoff, step, season: 1), series.SeasonBefore(origin.Cutoff, step, schema.Season), linear[i]);
        }
        return rows;
    }

    /// <summary>The rows as CSV.</summary>
    public static string ToCsv(IReadOnlyList<BacktestRow> rows)
    {
        StringBuilder csv = new("series,cutoff,time,step,actual,network,lower,upper,naive,seasonal_naive,linear_autoregression\n");
        foreach (BacktestRow row in rows)
            csv.Append(PredictionCsv.Quote(row.Series)).Append(CultureInfo.InvariantCulture, $",{row.Cutoff},{row.Time},{row.Step}")
                .AppendJoin("", new[] { row.Actual, row.Network, row.Lower, row.Upper, row.Naive, row.SeasonalNaive, row.LinearAutoregression }
                    .Select(number => double.IsNaN(number) ? "," : FormattableString.Invariant($",{(float)number}"))).Append('\n');
        return csv.ToString();
    }
}
