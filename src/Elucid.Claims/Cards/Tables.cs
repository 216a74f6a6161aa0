using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>Tables of what trials measured beside their measures.</summary>
internal static class Tables
{
    /// <summary>Numbers that trials measured beside their measures: the mean of each over the seeds of each arm that have it.</summary>
    public static ReportTable Extras(ExperimentResult result, string caption, params IReadOnlyList<string> names) => new(
        caption,
        [new("arm"), .. names.Select(name => new ReportColumn(name, Alignment: ColumnAlignment.End))],
        [.. result.Experiment.Arms.Select(arm => new ReportRow(
            [arm.Name, .. names.Select(name => new ReportCell(Format.Number(Mean(result, arm.Name, name))))]))]);

    /// <summary>The mean of a number over the seeds of an arm that measured it; NaN for none.</summary>
    public static double Mean(ExperimentResult result, string arm, string name) => result.Of(arm)
        .Where(trial => trial.Measured.Numbers.ContainsKey(name)).Select(trial => trial.Measured.Numbers[name]).DefaultIfEmpty(double.NaN).Average();
}
