using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The table that a training run ends with: the network's scores on the test data, and below them what it must beat.</summary>
public static class TestScores
{
    /// <summary>One row for the network, one for each baseline; a score that none of them has is left out, and one that a row lacks is
    /// "undefined".</summary>
    public static ReportTable Table(RunResult run)
    {
        Evaluation[] all = [run.Test, .. run.Baselines.Select(b => b.Test)];
        Metric[] shown = [.. run.Metrics.Where(metric => all.Any(e => Of(metric, e) is not null))];
        ReportRow Row(string name, Evaluation evaluation) =>
            new([name, .. shown.Select(metric => Of(metric, evaluation) is { } value ? metric.Text(value) : "undefined")]);
        ReportRow MeanOf(CommitteeScores committee) => new([
            "its members, mean", .. shown.Select(metric => metric.Over(committee.Tests) is { } mean ? metric.Text(mean.Mean) : "undefined")]);
        return new ReportTable(
            "Test data", [new(""), .. shown.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End))],
            [
                Row(run.Members.Count == 0 ? $"best epoch, {run.History.BestEpoch}" : $"committee of {run.Members.Count}", run.Test),
                .. run.Committee is { } committee ? [MeanOf(committee)] : Array.Empty<ReportRow>(),
            ])
        {
            Footer = [.. run.Baselines.Select(b => Row(b.Name, b.Test))],
        };
    }

    static double? Of(Metric metric, Evaluation evaluation) => metric.Of(evaluation) is { } value && double.IsFinite(value) ? value : null;
}
