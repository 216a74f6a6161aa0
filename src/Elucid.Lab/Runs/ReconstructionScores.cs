using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How well rows come back, and, where it is known of which kind they are, how well other kinds than those of training stand out.</summary>
/// <param name="Errors">The error of each row.</param>
/// <param name="Threshold">Above which a row is an anomaly; null if that is unknown.</param>
/// <param name="Kinds">The kind of each row: −1 for one that was not learned from, NaN where nothing is known; null if nothing is of any.</param>
internal sealed record ReconstructionScores(IReadOnlyList<double> Errors, double? Threshold, IReadOnlyList<float>? Kinds)
{
    /// <summary>The errors of rows of the kinds of training; empty where nothing is known.</summary>
    public double[] OfTraining => [.. Where(kind => kind >= 0)];

    /// <summary>Those of other kinds.</summary>
    public double[] Others => [.. Where(kind => kind < 0)];

    /// <summary>How often a row of another kind has a larger error than one of the kinds of training; null where there are not both.</summary>
    public double? Auc => AucOf(Errors);

    /// <summary>Whether rows of both are there.</summary>
    public bool AreTwo => Kinds is not null && Kinds.Any(kind => kind >= 0) && Kinds.Any(kind => kind < 0);

    /// <summary>The same of other errors of the rows.</summary>
    public double? AucOf(IReadOnlyList<double> errors)
    {
        if (!AreTwo)
            return null;
        int[] known = [.. Enumerable.Range(0, errors.Count).Where(row => !float.IsNaN(Kinds![row]))];
        return RocAuc.Of([.. known.Select(row => Kinds![row] < 0 ? 1 : 0)], [.. known.Select(row => errors[row])]).Value;
    }

    /// <summary>The scores.</summary>
    public ReportTable ToTable()
    {
        ReportColumn Number(string name) => new(name, Alignment: ColumnAlignment.End);
        ReportRow Row(string name, IReadOnlyList<double> errors, double? auc = null) => new(
        [
            name, Format.Count(errors.Count), Format.Number(errors.Average()),
            Threshold is { } limit ? Format.Percent(errors.Count(error => !(error <= limit)) / (double)errors.Count) : Format.Missing,
            .. AreTwo ? new[] { auc is { } area ? Format.Number(area) : "" } : [],
        ]);
        return new ReportTable(
            "",
            [
                new(""), Number("rows"), Number(Metric.TestReconstructionError.ShortName), Number("above threshold"),
                .. AreTwo ? new[] { Number("AUC") } : [],
            ],
            [Row("all rows", Errors), .. AreTwo ? new[] { Row("kinds of training", OfTraining), Row("other kinds", Others, Auc) } : []]);
    }

    IEnumerable<double> Where(Func<float, bool> isIn) => Kinds is null ? [] : Errors.Where((_, row) => isIn(Kinds[row]));
}
