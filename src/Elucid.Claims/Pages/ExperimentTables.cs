using System.Globalization;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What an experiment ran, as tables.</summary>
internal static class ExperimentTables
{
    public static IEnumerable<ReportTable> Of(ExperimentRecord experiment)
    {
        yield return ReportTable.OfPairs($"Experiment {experiment.Id}", Settings(experiment));
        yield return Arms(experiment);
    }

    /// <summary>What was fixed before it ran, in pairs of names and values.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(ExperimentRecord experiment)
    {
        if (experiment.Data.Length > 0)
            yield return ("data", experiment.Data);
        if (experiment.Settings.Names.Any())
            yield return ("all arms", experiment.Settings.ToString());
        yield return ("seeds", $"{experiment.FirstSeed} to {experiment.FirstSeed + experiment.Seeds - 1}"
            + (experiment.FinishedSeeds.Count < experiment.Seeds ? $", {experiment.FinishedSeeds.Count} of them finished" : ""));
        yield return ("measured", string.Join(", ", experiment.Measures));
        yield return ("baseline", experiment.Baseline);
        if (experiment.Tuning is { } tuning)
            yield return ("tuning", $"{tuning.Setting} by {tuning.Score}, the best{(tuning.Rule == TuningRule.Safe ? " safe" : "")} one of "
                + $"{string.Join(", ", tuning.Grid.Select(Number))} on {tuning.Seeds.Count} other seeds");
        yield return ("design", $"{experiment.Design}, revision {experiment.Revision}");
        if (experiment.Seconds > 0)
            yield return ("time", $"{Format.Duration(TimeSpan.FromSeconds(experiment.Seconds))} on one thread");
    }

    static ReportTable Arms(ExperimentRecord experiment)
    {
        bool isTuned = experiment.Arms.Any(arm => arm.Tuned is not null), hasFailures = experiment.Arms.Any(arm => arm.Failures > 0);
        string[] measures = experiment.FinishedSeeds.Count > 0 ? [.. experiment.Measures] : [];
        ReportColumn[] columns =
        [
            new("arm"), .. measures.Select(measure => new ReportColumn($"mean {measure}", Alignment: ColumnAlignment.End)),
            .. isTuned ? [new ReportColumn(experiment.Tuning?.Setting ?? "tuned", Alignment: ColumnAlignment.End)] : Array.Empty<ReportColumn>(),
            new("failures", Alignment: ColumnAlignment.End),
            .. hasFailures ? [new ReportColumn("McNemar's p", Alignment: ColumnAlignment.End)] : Array.Empty<ReportColumn>(),
            new("seconds each", Alignment: ColumnAlignment.End),
        ];
        return new ReportTable("Arms", columns, [.. experiment.Arms.Select(arm => new ReportRow(
            (ReportCell[])
            [
                new(arm.Name), .. measures.Select(measure => (ReportCell)Format.Number(arm.Values[measure].Average())),
                .. isTuned ? [arm.Tuned is { } tuned ? Number(tuned) : Format.Missing] : Array.Empty<ReportCell>(),
                new(Format.Count(arm.Failures), arm.Failures > 0 ? CellTone.Failed : CellTone.Plain, arm.Failure),
                .. hasFailures ? [Format.BarePValue(arm.FailureP)] : Array.Empty<ReportCell>(),
                new(Format.Number(arm.SecondsPerTrial)),
            ])
        {
            IsBaseline = arm.Name == experiment.Baseline,
        })]);
    }

    static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
