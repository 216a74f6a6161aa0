using static System.FormattableString;

namespace Elucid.Lab;

/// <summary>What a model that puts rows out again says of them, as CSV: the anomaly score of a row and whether that is above the threshold; of a
/// table also the column that adds most to it, and every column as it was put out again, in the data's own units.</summary>
internal static class ReconstructionCsv
{
    /// <summary>The names of the columns.</summary>
    public static IEnumerable<string> ColumnsOf(CsvSchema? table) =>
    [
        "anomaly_score", "above_threshold",
        .. table is null ? [] : table.Columns.Select(column => column.Name).Prepend("strangest_column"),
    ];

    /// <summary>What stands in them.</summary>
    public static IEnumerable<string> FieldsOf(Prediction answer, CsvSchema? table)
    {
        yield return Invariant($"{answer.AnomalyScore:G6}");
        yield return answer.IsAnomaly is { } known ? known ? "true" : "false" : "";
        if (table is null)
            yield break;
        yield return answer.StrangestColumn!;
        float[] features = [.. answer.Values.Values.Select(value => (float)value)];
        int first = 0;
        foreach (Column column in table.Columns)
        {
            yield return column.TextOf(features.AsSpan(first, column.Width));
            first += column.Width;
        }
    }
}
