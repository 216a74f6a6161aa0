namespace Elucid.Lab;

/// <summary>Texts as the frequencies of their tokens, rare ones counting more: what linear models read them by.</summary>
/// <remarks>
/// As scikit-learn's TfidfVectorizer: the count of a token times ln((1 + n) / (1 + d)) + 1, where d of n training rows have it, and rows of length 1
/// (K. Spärck Jones 1972). Tokens that the training rows do not have, and what stands for unknown words, count for nothing.
/// </remarks>
public static class TfIdf
{
    // What fills up, and unknown words.
    const int First = 2, MostNumbers = 1 << 28;

    /// <summary>The parts of rows of tokens as such features; the training rows alone say how rare a token is.</summary>
    /// <param name="split">Rows of tokens (<see cref="Dataset.VocabularySize"/>).</param>
    /// <remarks>Of so many rows and tokens that the features would not fit, the most frequent tokens are taken.</remarks>
    public static DataSplit Of(DataSplit split)
    {
        int vocabulary = split.Train.VocabularySize, rows = split.Train.Count + split.Test.Count;
        double[] weights = new double[vocabulary];
        foreach (Dictionary<int, int> row in CountsOf(split.Train))
            foreach (int token in row.Keys)
                weights[token]++;
        int[] taken = [.. Enumerable.Range(0, vocabulary).Where(token => token >= First && weights[token] > 0)
            .OrderByDescending(token => weights[token]).ThenBy(token => token).Take(Math.Max(1, MostNumbers / rows)).Order()];
        if (taken.Length == 0)
            taken = [0];
        int[] places = new int[vocabulary];
        Array.Fill(places, -1);
        foreach ((int place, int token) in taken.Index())
            places[token] = place;
        for (int token = 0; token < vocabulary; token++)
            weights[token] = Math.Log((1.0 + split.Train.Count) / (1 + weights[token])) + 1;
        return new(
            Part(split.Train, places, weights, taken.Length), Part(split.Test, places, weights, taken.Length),
            split.Validation is null ? null : Part(split.Validation, places, weights, taken.Length));
    }

    static Dataset Part(Dataset part, int[] places, double[] weights, int width)
    {
        float[] features = new float[part.Count * width];
        foreach ((int row, Dictionary<int, int> counts) in CountsOf(part).Index())
        {
            (int Place, double Value)[] values =
                [.. counts.Where(count => places[count.Key] >= 0).Select(count => (places[count.Key], count.Value * weights[count.Key]))];
            double length = Math.Sqrt(values.Sum(value => value.Value * value.Value));
            foreach ((int place, double value) in values)
                features[row * width + place] = (float)(value / length);
        }
        return part.Task == LearningTask.Classification ? new Dataset(part.Name, features, [width], part.Labels.ToArray(), part.ClassNames)
            : new Dataset(part.Name, features, [width], part.Targets.ToArray(), part.TargetNames);
    }

    static IEnumerable<Dictionary<int, int>> CountsOf(Dataset part)
    {
        float[] tokens = part.Features.ToArray();
        for (int row = 0; row < part.Count; row++)
        {
            Dictionary<int, int> counts = [];
            foreach (float token in tokens.AsSpan(row * part.FeatureCount, part.FeatureCount))
                if (token >= First)
                    counts[(int)token] = counts.GetValueOrDefault((int)token) + 1;
            yield return counts;
        }
    }
}
