using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The scores of each of several targets, in its own unit.</summary>
internal static class TargetTable
{
    /// <summary>A row for each score of each target, and a column for each that is judged.</summary>
    /// <param name="caption">What is above it.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="judged">Who is judged, and the scores.</param>
    public static ReportTable Of(string caption, IReadOnlyList<TargetInfo> targets, IReadOnlyList<(string Name, Evaluation Test)> judged) => new(
        caption,
        [new("target"), new("score"), .. judged.Select(one => new ReportColumn(one.Name, Alignment: ColumnAlignment.End))],
        [
            .. targets.SelectMany(target => ScoresOf(target)
                .Where(score => judged.Any(one => one.Test.Metrics.ContainsKey(target.ScoreName(score.Key))))
                .Select((score, i) => new ReportRow([
                    i == 0 ? target.Name : "", score.Name, .. judged.Select(one => Cell(one.Test, target.ScoreName(score.Key), score.IsPercent)),
                ]))),
        ]);

    static (string Key, string Name, bool IsPercent)[] ScoresOf(TargetInfo target) => target.IsOfClasses
        ?
        [
            ("accuracy", "accuracy", true), ("balanced accuracy", "balanced accuracy", true),
            ("f1", target.ClassNames is [_, var positive] ? $"F1 of {positive}" : "macro F1", false), ("loss", "log loss", false),
            ("explained", "explained", false),
        ]
        : [("rmse", "RMSE", false), ("mae", "MAE", false), ("explained", "R²", false)];

    static ReportCell Cell(Evaluation test, string score, bool isPercent) => test.Metrics.TryGetValue(score, out double value)
        ? new(isPercent ? Format.Percent(value) : Format.Number(value), SortKey: value) : new(Format.Missing);
}
