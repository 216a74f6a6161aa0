using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What was foretold, beside what came; how errors grow with the horizon; whether intervals hold what they say.</summary>
internal sealed class ForecastSections : TaskSections
{
    const int MostCharts = 4, MostSeries = 30;

    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Forecast;

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run) => [("backtest.csv", Backtest.ToCsv(RowsOf(run)))];

    protected override IEnumerable<ReportTable> Tables(RunResult run)
    {
        SeriesTable table = ForecastWindows.TableOf(run.Split.Test);
        if (table.Series.Count == 1 && ForecastCharts.Next(run).Count > 0)
            yield return Next(run);
    }

    protected override IEnumerable<string> Sentences(RunResult run)
    {
        IReadOnlyList<BacktestRow> rows = RowsOf(run);
        int cutoffs = rows.Select(row => row.Cutoff).Distinct().Count();
        string each = ForecastWindows.TableOf(run.Split.Test).Series.Count > 1 ? " of each series" : "";
        yield return $"Test: {Format.Count(cutoffs)} forecasts{each} of {run.File.Series!.Horizon} steps, from {rows[0].Cutoff} to "
            + $"{rows[^1].Cutoff}. {Coverage(rows)}";
    }

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        IReadOnlyList<BacktestRow> rows = RowsOf(run);
        SeriesTable table = ForecastWindows.TableOf(run.Split.Test);
        yield return new ReportSection(
            "What does it foretell?",
            $"The network's last forecast of the test beside what came, and its forecast of what comes next; bands are its "
                + $"80 % intervals. {Coverage(rows)} They are as wide as its errors on validation data were, step by "
                + $"step (split conformal prediction): where a series changes its ways, they hold less than they say.",
            [.. table.Series.Take(MostCharts).Select((series, i) => ForecastCharts.Of(run, rows, series, i))],
            table.Series.Count == 1 ? ChartLayout.Wide : ChartLayout.Pairs)
        {
            Tables = table.Series.Count == 1 && ForecastCharts.Next(run).Count > 0 ? [Next(run)] : [],
        };
        yield return new ReportSection(
            "How far ahead can it see?",
            "The mean absolute error of the test by how far ahead a step is. Where a curve lies below the network's, use that forecast there.",
            [ForecastCharts.ErrorBySteps(rows, run.File.Series!.Season)]);
        if (table.Series.Count > 1)
            yield return new ReportSection(
                "How well is each series foretold?",
                table.Series.Count <= MostSeries ? "Mean absolute errors of the test, in each series' own unit."
                    : $"Mean absolute errors of the test, in each series' own unit: the first {MostSeries} of {table.Series.Count:N0} series; "
                        + "backtest.csv has all.",
                [])
            {
                Tables = [BySeries(rows)],
            };
    }

    // Once for the report, the terminal and the file.
    static readonly System.Runtime.CompilerServices.ConditionalWeakTable<RunResult, IReadOnlyList<BacktestRow>> Kept = [];

    static IReadOnlyList<BacktestRow> RowsOf(RunResult run) => Kept.GetValue(run, key => Backtest.Of(key.File, key.Network, key.Split));

    static string Coverage(IReadOnlyList<BacktestRow> rows) => double.IsNaN(rows[0].Lower) ? "" :
        $"The 80 % intervals hold {Format.Percent(rows.Count(row => row.IsCovered) / (double)rows.Count)} of "
            + $"the {Format.Count(rows.Count)} values that came.";

    static ReportTable Next(RunResult run)
    {
        IReadOnlyList<ForecastStep> steps = ForecastCharts.Next(run);
        ReportColumn Number(string name) => new(name, Alignment: ColumnAlignment.End);
        return new ReportTable(
            $"Next {steps.Count} steps",
            [new(run.File.Series!.Time), Number(run.File.Series.Columns.Target), Number("lower"), Number("upper")],
            [.. steps.Select(step => new ReportRow(
                step.Time, Format.Number(step.Value), Format.Number(step.Lower), Format.Number(step.Upper)))]);
    }

    static ReportTable BySeries(IReadOnlyList<BacktestRow> rows)
    {
        ReportColumn Number(string name) => new(name, Alignment: ColumnAlignment.End);
        ReportCell Error(IGrouping<string, BacktestRow> of, Func<BacktestRow, double> forecast, double best)
        {
            double error = of.Average(row => Math.Abs(row.Actual - forecast(row)));
            return new(Format.Number(error), error <= best ? CellTone.Best : CellTone.Plain, SortKey: error);
        }
        return new ReportTable(
            "Errors by series",
            [new("series"), Number("network"), Number("seasonal naive"), Number("naive"), Number("linear"), Number("coverage")],
            [.. rows.GroupBy(row => row.Series).Take(MostSeries).Select(of =>
            {
                Func<BacktestRow, double>[] forecasts =
                    [row => row.Network, row => row.SeasonalNaive, row => row.Naive, row => row.LinearAutoregression];
                double best = forecasts.Min(forecast => of.Average(row => Math.Abs(row.Actual - forecast(row))));
                double covered = of.Count(row => row.IsCovered) / (double)of.Count();
                return new ReportRow([of.Key, .. forecasts.Select(forecast => Error(of, forecast, best)),
                    new ReportCell(double.IsNaN(of.First().Lower) ? Format.Missing : Format.Percent(covered), SortKey: covered)]);
            })]);
    }
}
