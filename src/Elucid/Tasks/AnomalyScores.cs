namespace Elucid;

/// <summary>Says of rows that were put out again how unlike those of training they are, and by what.</summary>
internal static class AnomalyScores
{
    /// <summary>Completes answers.</summary>
    /// <param name="answers">One for each row.</param>
    /// <param name="outputs">[rows, features], as the network put them out.</param>
    /// <param name="features">[rows, features], as it got them.</param>
    /// <param name="missing">Which of those are missing; empty where none is.</param>
    /// <param name="threshold">From where on a row is an anomaly; null if that is unknown.</param>
    /// <param name="table">The columns that the features are; null where they are none.</param>
    public static void Judge(
        Span<Prediction> answers, ReadOnlySpan<float> outputs, ReadOnlySpan<float> features, ReadOnlySpan<bool> missing, double? threshold,
        CsvSchema? table)
    {
        int width = features.Length / answers.Length;
        double[] errors = new double[width];
        for (int row = 0; row < answers.Length; row++)
        {
            int count = 0;
            double sum = 0;
            for (int i = 0; i < width; i++)
            {
                int at = row * width + i;
                bool isThere = missing.IsEmpty || !missing[at];
                double error = isThere ? (double)outputs[at] - features[at] : 0;
                (errors[i], count) = (error * error, count + (isThere ? 1 : 0));
                sum += errors[i];
            }
            double score = sum / Math.Max(1, count);
            answers[row] = answers[row] with
            {
                AnomalyScore = score,
                IsAnomaly = threshold is { } limit ? !(score <= limit) : null,
                StrangestColumn = table is null ? null : Strangest(table, errors),
            };
        }
    }

    static string Strangest(CsvSchema table, ReadOnlySpan<double> errors)
    {
        string strangest = table.Columns[0].Name;
        double largest = -1;
        foreach (Column column in table.Columns)
        {
            double sum = 0;
            foreach (double error in errors[..column.Width])
                sum += error;
            if (sum > largest)
                (strangest, largest) = (column.Name, sum);
            errors = errors[column.Width..];
        }
        return strangest;
    }
}
