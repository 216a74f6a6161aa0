using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>What a model that puts rows out again says of them, as CSV.</summary>
internal static class ReconstructionCsv
{
    /// <summary>A header and a line per row: its anomaly score and whether that is above the threshold; of a table also the column that adds most to
    /// it, and every column as it was put out again, in the data's own units.</summary>
    public static string Write(Predictions predictions, CsvSchema? table)
    {
        string[] columns = table is null ? [] : ["strangest_column", .. table.Columns.Select(column => column.Name)];
        StringBuilder csv = new StringBuilder(predictions.NameHeader).Append(",anomaly_score,above_threshold")
            .Append(string.Concat(columns.Select(name => $",{PredictionCsv.Quote(name)}"))).Append('\n');
        foreach ((string name, Prediction? answer) in predictions.Names.Zip(predictions.Answers))
        {
            csv.Append(PredictionCsv.Quote(name));
            if (answer is null)
                csv.Append(',', 2 + columns.Length);
            else
            {
                csv.Append(CultureInfo.InvariantCulture, $",{answer.AnomalyScore:G6},{WordOf(answer.IsAnomaly)}");
                if (table is not null)
                    csv.Append(',').Append(PredictionCsv.Quote(answer.StrangestColumn!)).Append(Values(answer, table));
            }
            csv.Append('\n');
        }
        return csv.ToString();
    }

    static string WordOf(bool? isAnomaly) => isAnomaly is { } known ? known ? "true" : "false" : "";

    static string Values(Prediction answer, CsvSchema table)
    {
        float[] features = [.. answer.Values.Values.Select(value => (float)value)];
        StringBuilder values = new();
        int first = 0;
        foreach (Column column in table.Columns)
        {
            values.Append(',').Append(PredictionCsv.Quote(column.TextOf(features.AsSpan(first, column.Width))));
            first += column.Width;
        }
        return values.ToString();
    }
}
