using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Pictures of forecasts.</summary>
internal static class ForecastCharts
{
    const double Years = 3 * 365.25;

    /// <summary>A series' last forecast of the test beside what came, and the forecast of what comes next.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rows">Its backtest.</param>
    /// <param name="series">The series.</param>
    /// <param name="number">Which of the table's series it is.</param>
    public static LineChart Of(RunResult run, IReadOnlyList<BacktestRow> rows, ValueSeries series, int number)
    {
        SeriesSchema schema = run.File.Series!;
        BacktestRow[] own = [.. rows.Where(row => row.Series == series.Name)], last = own.Length == 0 ? [] : own[^schema.Horizon..];
        long cutoff = last.Length == 0 ? series.End : ForecastWindows.OriginsOf(run.Split.Test).Last(origin => origin.Series == number).Cutoff;
        ForecastStep[] next = [.. Next(run).Where(step => step.Series == series.Name)];
        long from = Math.Max(series.First, cutoff - Math.Max(schema.Window, 2 * schema.Horizon));
        Func<long, double> x = Axis(schema.Grid, from, series.End + schema.Horizon, cutoff, out string label);
        long[] known = [.. Enumerable.Range(0, (int)(series.End - from)).Select(i => from + i)];
        Series Line(string name, long first, IEnumerable<double> values, int style, double[]? lower = null, double[]? upper = null)
        {
            double[] y = [.. values];
            return new(name, [.. y.Select((_, i) => x(first + i))], y, lower, upper) { Style = new(style) };
        }
        return new LineChart
        {
            Title = series.Name.Length > 0 ? series.Name : schema.Columns.Target,
            Caption = last.Length == 0 ? "" : $"Forecast from {last[0].Cutoff}, when the values behind it were not known.",
            X = new(label),
            Y = new(schema.Columns.Target),
            Rules = last.Length == 0 ? [] : [new ChartRule(x(cutoff - 1), "cutoff")],
            Series =
            [
                Line("came", from, known.Select(step => series.Values[(int)(step - series.First)]), 1),
                .. last.Length == 0 ? [] : new[]
                {
                    Line(
                        "forecast", cutoff, last.Select(row => row.Network), 0, [.. last.Select(row => row.Lower)],
                        [.. last.Select(row => row.Upper)]),
                },
                .. next.Length == 0 ? [] : new[] { Line(
                    "next", series.End, next.Select(step => step.Value), 2, [.. next.Select(step => step.Lower)],
                    [.. next.Select(step => step.Upper)]) },
            ],
        };
    }

    /// <summary>What comes after every series; nothing where what must be known ahead is not.</summary>
    public static IReadOnlyList<ForecastStep> Next(RunResult run)
    {
        TrainedModel model = new(run.File, run.Network);
        SeriesTable table = ForecastWindows.TableOf(run.Split.Test);
        return model.IsKnownAhead(table) ? model.Forecast(table) : [];
    }

    /// <summary>The mean absolute error of each step.</summary>
    /// <param name="rows">A backtest.</param>
    /// <param name="season">Steps of a season.</param>
    public static LineChart ErrorBySteps(IReadOnlyList<BacktestRow> rows, int season)
    {
        Series Curve(string name, Func<BacktestRow, double> forecast, int style)
        {
            (double Step, double Error)[] means =
            [
                .. rows.GroupBy(row => row.Step).OrderBy(of => of.Key)
                    .Select(of => ((double)of.Key, of.Average(row => Math.Abs(row.Actual - forecast(row))))),
            ];
            return new(name, [.. means.Select(mean => mean.Step)], [.. means.Select(mean => mean.Error)]) { Style = new(style) };
        }
        return new LineChart
        {
            Title = "Error by step",
            X = new("steps ahead"),
            Y = new("mean absolute error") { Min = 0 },
            Series =
            [
                Curve("network", row => row.Network, 0),
                Curve("linear autoregression", row => row.LinearAutoregression, 1),
                Curve("naive", row => row.Naive, 2),
                .. season == 1 ? [] : new[] { Curve("seasonal naive", row => row.SeasonalNaive, 3) },
            ],
        };
    }

    // Years where there are several, else steps from the cutoff.
    static Func<long, double> Axis(TimeGrid grid, long from, long end, long cutoff, out string label)
    {
        if (grid.Unit != TimeUnit.Number && grid.TimeOf(end) - grid.TimeOf(from) > Years)
        {
            label = "year";
            return step => Year(grid.TimeOf(step));
        }
        label = grid.Unit == TimeUnit.Number ? "time" : $"steps from {grid.TextOf(cutoff - 1)}, the cutoff";
        return grid.Unit == TimeUnit.Number ? step => grid.TimeOf(step) : step => step - cutoff + 1;
    }

    static double Year(double days)
    {
        DateTime date = DateTime.UnixEpoch.AddDays(days);
        return date.Year + ((date.DayOfYear - 1 + date.TimeOfDay.TotalDays) / (DateTime.IsLeapYear(date.Year) ? 366 : 365));
    }
}
