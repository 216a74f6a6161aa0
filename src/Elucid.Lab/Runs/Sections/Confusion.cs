using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Who was taken for whom, and the scores of each class.</summary>
internal static class Confusion
{
    const int MostRows = 40;

    public static ReportSection Section(ClassAnswers answers)
    {
        ConfusionMatrix matrix = ConfusionMatrix.FromOutputs(answers.Data.Labels, answers.Run.Outputs.Values, answers.Classes);
        int[] counts = [.. Enumerable.Range(0, answers.Classes).Select(c => answers.Data.Labels.Count(c))];
        int[] present = [.. Enumerable.Range(0, answers.Classes).Where(c => counts[c] > 0)];
        return new ReportSection(
            "Which classes are taken for which?",
            "A row is a true class, a column what the network said; the number is the share of the row. What lies off the diagonal are mistakes. "
                + "Precision: of the examples that were called so, the share that are. Recall: of those that are, the share that were found.",
            [
                new HeatMapChart(
                    answers.Names,
                    [.. present.Select(c => new HeatMapRow(
                        answers.Names[c], [.. Enumerable.Range(0, answers.Classes).Select(said => matrix[c, said] / (double)counts[c])]))])
                {
                    Title = "Who is taken for whom",
                    Value = new("share of the true class") { IsPercent = true, Min = 0, Max = 1 },
                    RowLabel = "true class",
                    ColumnLabel = "said",
                },
            ])
        { Tables = [Table(matrix, answers.Names, counts)] };
    }

    // Of many classes those that are found least.
    static ReportTable Table(ConfusionMatrix matrix, IReadOnlyList<string> names, int[] counts)
    {
        int[] order = [.. Enumerable.Range(0, names.Count)];
        int[] shown = order.Length <= MostRows ? order : [.. order.OrderBy(c => matrix.Recall(c).Value ?? 2).Take(MostRows)];
        return new ReportTable(
            shown.Length == order.Length ? "Scores by class" : $"Scores of the {MostRows} classes of {order.Length} that are found least",
            [new("class"), End("precision"), End("recall"), End("F1"), End("examples"), End("taken for it by mistake")],
            [.. shown.Select(c => new ReportRow([
                names[c], Share(matrix.Precision(c)), Share(matrix.Recall(c)), Number(matrix.F1(c)), Count(counts[c]),
                Count(order.Where(other => other != c).Sum(other => matrix[other, c])),
            ]))]);
    }

    static ReportColumn End(string header) => new(header, Alignment: ColumnAlignment.End);

    static ReportCell Share(Score score) => new(score.Value is { } value ? Format.Percent(value) : Format.Missing, SortKey: score.Value);

    static ReportCell Number(Score score) => new(score.Value is { } value ? Format.Number(value) : Format.Missing, SortKey: score.Value);

    static ReportCell Count(long count) => new(Format.Count(count), SortKey: count);
}
