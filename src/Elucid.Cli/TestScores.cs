using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>The table that <c>elucid train</c> ends with: the network's scores on the test data, and below them what it must beat.</summary>
internal static class TestScores
{
    readonly record struct Score(string Name, Func<Evaluation, double?> Of, Func<double, string> Text);

    static readonly Score[] OfClasses =
    [
        new("accuracy", e => e.Accuracy, v => Format.Percent(v)),
        new("balanced accuracy", e => e.BalancedAccuracy, v => Format.Percent(v)),
        new("F1", e => e.F1, v => Format.Number(v)),
        new("macro F1", e => e.F1 is null ? e.MacroF1 : null, v => Format.Number(v)),
        new("AUC", e => e.Auc, v => Format.Number(v)),
        new("log loss", e => double.IsFinite(e.Loss) ? e.Loss : null, v => Format.Number(v)),
    ];

    static readonly Score[] OfQuantities =
    [
        new("RMSE", e => e.Rmse, v => Format.Number(v)),
        new("R²", e => e.R2, v => Format.Number(v)),
        new("MAE", e => e.Mae, v => Format.Number(v)),
    ];

    /// <summary>One row for the network, one for each baseline; a score that none of them has is left out, and one that a row lacks is
    /// "undefined".</summary>
    public static ReportTable Table(string network, Evaluation test, IReadOnlyList<Baseline> baselines)
    {
        Evaluation[] all = [test, .. baselines.Select(b => b.Test)];
        Score[] scores = [.. (test.Accuracy is null ? OfQuantities : OfClasses).Where(s => all.Any(e => s.Of(e) is not null))];
        ReportRow Row(string name, Evaluation evaluation) =>
            new([name, .. scores.Select(s => s.Of(evaluation) is { } value ? s.Text(value) : "undefined")]);
        return new ReportTable(
            "Test data", [new(""), .. scores.Select(s => new ReportColumn(s.Name, Alignment: ColumnAlignment.End))], [Row(network, test)])
        {
            Footer = [.. baselines.Select(b => Row(b.Name, b.Test))],
        };
    }
}
