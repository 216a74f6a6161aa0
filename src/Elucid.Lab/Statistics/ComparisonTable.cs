using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The statistics of arms against a baseline as a table, whatever was compared.</summary>
public static class ComparisonTable
{
    /// <summary>One row per arm.</summary>
    /// <param name="study">The statistics.</param>
    /// <param name="rows">The arms in their order; the baseline is left out.</param>
    /// <param name="styles">The style of each arm in every picture.</param>
    /// <param name="nameColumn">What the arms are, such as <c>activation</c>.</param>
    public static ReportTable Of(
        StudyComparison study, IEnumerable<RankedArm> rows, IReadOnlyDictionary<string, SeriesStyle> styles, string nameColumn)
    {
        RankedArm[] arms = [.. rows.Where(arm => arm.AgainstBaseline is not null)];
        Column[] columns = [.. Columns(study, arms, nameColumn)];
        return new ReportTable(
            $"Against {study.Baseline}: gain in {study.Metric.Name}{UnitOf(study.Metric)}",
            [.. columns.Select(column => new ReportColumn(column.Header, column.Explanation, column.Alignment))],
            [.. arms.Select(
                arm => new ReportRow([.. columns.Select(column => column.Cell(arm, arm.AgainstBaseline!))]) { Style = styles[arm.Name] })]);
    }

    static IEnumerable<Column> Columns(StudyComparison study, RankedArm[] arms, string nameColumn)
    {
        Metric metric = study.Metric;
        yield return new(nameColumn, "", (arm, _) => new ReportCell(arm.Name), ColumnAlignment.Start);
        yield return new("difference",
            $"Gain in {metric.Name} over {study.Baseline}, paired by seed{(metric.Unit.Length > 0 ? $", in{metric.Unit}" : "")}; positive is better.",
            (_, c) => new(Format.Signed(metric.Readable(c.Paired.Estimate)), SortKey: c.Paired.Estimate));
        yield return new("95 % CI", $"{FamilyOf(study)} Student's t; Hodges-Lehmann where the differences are far from normal.", (_, c) => new(
            IntervalText(c.Paired.Interval, metric), Detail: c.Paired.Method == IntervalMethod.HodgesLehmann ? "Hodges-Lehmann" : ""));
        yield return new("p (Wilcoxon)", $"Exact signed-rank test, {Correction(study)}: decides.",
            (_, c) => new(Format.BarePValue(c.WilcoxonP), SortKey: c.WilcoxonP));
        yield return new("p (t)", $"Paired t test, {Correction(study)}.", (_, c) => new(Format.BarePValue(c.StudentP), SortKey: c.StudentP));
        yield return new("effect", "Mean difference in standard deviations (d_z), corrected for small samples.",
            (_, c) => new(Format.Signed(c.Paired.EffectSize), SortKey: c.Paired.EffectSize));
        yield return new("seeds better",
            "On how many seeds it is better. Seeds whose scores tie tell no direction: the signed-rank test drops them, and the smallest p that "
                + "it can reach rises.",
            (_, c) => new($"{c.Paired.PositiveCount}/{study.Seeds}", Detail: TiesOf(c.Paired.TiedCount)));
        if (arms.Any(arm => arm.Scores.FailureCount > 0))
            yield return new("p (failures)", "McNemar's exact test of the failed runs against the baseline's.",
                (arm, _) => new(Format.BarePValue(arm.FailureP ?? double.NaN), SortKey: arm.FailureP));
        if (arms.Any(arm => arm.AgainstBaseline!.SeedsToDecide is not null))
            yield return new("seeds to decide",
                "With so many seeds in all, 80 % of studies would decide it, if the effect is what it seems: as uncertain as the effect.",
                (_, c) => c.SeedsToDecide is { } seeds ? new ReportCell(SeedsToDecide.Text(seeds), SortKey: seeds) : Format.Missing);
        yield return new("verdict",
            "From the corrected Wilcoxon test at 5 %, which asks ranks where the interval asks means: near the border the two may part, and the "
                + "test counts. That scores tie says so of these test rows only: the networks may differ.",
            (_, c) => new(Word(c.Standing)), ColumnAlignment.Start);
    }

    /// <summary>What a comparison decides, in a word or two.</summary>
    internal static string Word(Standing standing) => standing switch
    {
        Standing.Better => "better",
        Standing.Worse => "worse",
        Standing.Equal => "scores tie",
        _ => "cannot tell",
    };

    /// <summary>The ends of an interval, as people read them.</summary>
    internal static string IntervalText(Interval interval, Metric metric) => interval.IsNone ? Format.Missing
        : $"{Format.Signed(metric.Readable(interval.Lower))} … {Format.Signed(metric.Readable(interval.Upper))}";

    /// <summary>The unit of a metric's differences, in brackets and with its space; empty for none.</summary>
    internal static string UnitOf(Metric metric) => metric.Unit.Length > 0 ? $" ({metric.Unit.Trim()})" : "";

    static string FamilyOf(StudyComparison study) => study.Corrections.Length == 0
        ? "It holds the true difference in 95 % of all studies."
        : $"{(study.Comparisons == 1 ? "It holds the true difference" : $"All {study.Comparisons} intervals together hold the true differences")} in "
            + $"95 % of all studies: corrected for {(study.Looks == 1 ? "as many comparisons" : study.Corrections)}"
            + $"{(study.Looks == 1 ? " as the verdict" : ", as the verdict is")}.";

    static string Correction(StudyComparison study) =>
        study.Looks == 1 ? "Holm-corrected" : $"Holm-corrected and times {study.Looks} for as many looks";

    static string TiesOf(int count) => count == 0 ? "" : $"{count} {(count == 1 ? "tie" : "ties")}";

    sealed record Column(
        string Header, string Explanation, Func<RankedArm, Contrast, ReportCell> Cell, ColumnAlignment Alignment = ColumnAlignment.End);
}
