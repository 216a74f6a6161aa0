namespace Elucid;

/// <summary>
/// How much worse a network does where a feature tells nothing: the loss with the feature's values dealt to other rows, less the loss as it is.
/// </summary>
/// <param name="Feature">Its number in a row; of a column with several features that of the first.</param>
/// <param name="Name">Its name or that of its column; the number where it has none.</param>
/// <param name="Mean">The mean rise of the loss over the repetitions; about 0 for a feature that the network does not use.</param>
/// <param name="Deviation">The standard deviation between the repetitions, divided by n − 1; 0 for a single one.</param>
/// <remarks>
/// L. Breiman, Machine Learning 45, 2001; A. Fisher, C. Rudin, F. Dominici 2019, arXiv:1801.01489. Where features say the same, each seems
/// dispensable.
/// </remarks>
public sealed record PermutationImportance(int Feature, string Name, double Mean, double Deviation)
{
    /// <summary>The importance of each feature, in their order.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="data">Rows that it was not trained by, scaled as those were.</param>
    /// <param name="random">Deals the values.</param>
    /// <param name="repeats">How often each feature is dealt, at least 1.</param>
    public static IReadOnlyList<PermutationImportance> Of(Module model, Dataset data, RandomStream random, int repeats = 5) =>
        Of(model, data, random, repeats, [.. Enumerable.Range(0, data.FeatureCount).Select(feature => (feature, 1, NameOf(data, feature)))]);

    /// <summary>The importance of each column of a table, in their order: the features of a column, such as those of a category, are dealt
    /// together.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="data">Rows that it was not trained by, scaled as those were.</param>
    /// <param name="columns">The columns that became the features.</param>
    /// <param name="random">Deals the values.</param>
    /// <param name="repeats">How often each column is dealt, at least 1.</param>
    public static IReadOnlyList<PermutationImportance> Of(
        Module model, Dataset data, IReadOnlyList<Column> columns, RandomStream random, int repeats = 5)
    {
        int first = 0;
        return Of(model, data, random, repeats, [.. columns.Select(column =>
        {
            int own = first;
            first += column.Width;
            return (own, column.Width, column.Name);
        })]);
    }

    static PermutationImportance[] Of(
        Module model, Dataset data, RandomStream random, int repeats, IReadOnlyList<(int First, int Width, string Name)> columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        double loss = Evaluation.Of(model, data).Loss;
        return [.. columns.Select(column =>
        {
            RandomStream deals = random.Derive("feature", (ulong)column.First);
            double[] rises =
                [.. Enumerable.Range(0, repeats).Select(_ => Evaluation.Of(model, Dealt(data, column.First, column.Width, deals)).Loss - loss)];
            double mean = rises.Average(), squares = rises.Sum(rise => (rise - mean) * (rise - mean));
            return new PermutationImportance(column.First, column.Name, mean, Math.Sqrt(squares / Math.Max(1, repeats - 1)));
        })];
    }

    static string NameOf(Dataset data, int feature) => data.FeatureNames.Count > 0 ? data.FeatureNames[feature] : $"{feature}";

    static Dataset Dealt(Dataset data, int first, int width, RandomStream random)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        random.Shuffle(rows);
        float[] features = data.Features.ToArray();
        for (int row = 0; row < rows.Length; row++)
            data.Features.Slice(rows[row] * data.FeatureCount + first, width).CopyTo(features.AsSpan(row * data.FeatureCount + first));
        return data.With(features, data.Answers);
    }
}
