using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>The table that <c>elucid train</c> ends with: the network's scores on the test data, and below them what it must beat.</summary>
internal static class TestScores
{
    /// <summary>One row for the network, one for each baseline; a score that none of them has is left out, and one that a row lacks is
    /// "undefined".</summary>
    public static ReportTable Table(string network, Evaluation test, IReadOnlyList<Baseline> baselines, IReadOnlyList<Metric> metrics)
    {
        Evaluation[] all = [test, .. baselines.Select(b => b.Test)];
        Metric[] shown = [.. metrics.Where(metric => all.Any(e => Of(metric, e) is not null))];
        ReportRow Row(string name, Evaluation evaluation) =>
            new([name, .. shown.Select(metric => Of(metric, evaluation) is { } value ? metric.Text(value) : "undefined")]);
        return new ReportTable(
            "Test data", [new(""), .. shown.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End))],
            [Row(network, test)])
        {
            Footer = [.. baselines.Select(b => Row(b.Name, b.Test))],
        };
    }

    static double? Of(Metric metric, Evaluation evaluation) => metric.Of(evaluation) is { } value && double.IsFinite(value) ? value : null;
}
