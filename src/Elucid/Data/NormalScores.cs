using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// Quantities of a table by their rank among the training rows, as numbers that are distributed like N(0, 1), and back: what networks that draw rows
/// learn from. What they draw then has the bounds, the long tails, the gaps and the decimals that the table has, however the quantity is distributed.
/// </summary>
/// <remarks>
/// The normal scores of B. van der Waerden 1952, as lines between 65 quantiles, those of −3 to 3 in equal steps; the least and the largest number of
/// the training rows lie at the ends, and what is drawn beyond becomes one of them. Values that many rows have get the middle of their ranks. Other
/// features, such as those of categories, stay as they are.
/// </remarks>
public sealed class NormalScores
{
    /// <summary>How many quantiles are kept of a quantity.</summary>
    public const int KnotCount = 65;

    /// <summary>The score of the last quantile; that of the first is its negative.</summary>
    public const double Reach = 3;

    /// <summary>How far apart the scores of neighbouring quantiles are.</summary>
    public const double KnotStep = 2 * Reach / (KnotCount - 1);

    const int MostDecimals = 6;

    static readonly double[] Shares = [.. Enumerable.Range(0, KnotCount).Select(i => DoubleLane1.NormalCdf(new(ZOf(i)), out _).Value)];

    readonly float[]?[] _knots;
    readonly int?[] _decimals;

    /// <summary>Scores that were stored.</summary>
    /// <param name="knots">For each feature its quantiles in rising order, <see cref="KnotCount"/> of them; null for one that stays as it is.</param>
    /// <param name="decimals">With how many decimals each feature is written; null for any number.</param>
    /// <exception cref="ArgumentException">Counts differ, quantiles fall or are not finite, or there are more than 6 decimals.</exception>
    public NormalScores(IReadOnlyList<IReadOnlyList<float>?> knots, IReadOnlyList<int?> decimals)
    {
        if (knots.Count == 0 || knots.Count != decimals.Count)
            throw new ArgumentException($"Expected decimals for each of {knots.Count} features, at least one, but got {decimals.Count}.");
        _knots = [.. knots.Select(known => known?.ToArray())];
        _decimals = [.. decimals];
        for (int feature = 0; feature < _knots.Length; feature++)
            if (_knots[feature] is { } known && (known.Length != KnotCount || !known.All(float.IsFinite)
                || !known.SequenceEqual(known.Order())) || _decimals[feature] is < 0 or > MostDecimals)
                throw new ArgumentException(
                    $"Expected {KnotCount} finite numbers that do not fall for feature {feature}, or none, and 0 to {MostDecimals} decimals.");
    }

    /// <summary>How many features a row has.</summary>
    public int FeatureCount => _knots.Length;

    /// <summary>The quantiles of a feature; null where it stays as it is.</summary>
    public IReadOnlyList<float>? KnotsOf(int feature) => _knots[feature];

    /// <summary>With how many decimals a feature is written; null for any number.</summary>
    public int? DecimalsOf(int feature) => _decimals[feature];

    /// <summary>Measures training rows.</summary>
    /// <param name="training">The rows; values that are missing do not count.</param>
    /// <param name="areQuantities">Which features are quantities.</param>
    /// <exception cref="ArgumentException">There is another number of features.</exception>
    public static NormalScores Fit(Dataset training, IReadOnlyList<bool> areQuantities)
    {
        int width = training.FeatureCount;
        if (areQuantities.Count != width)
            throw new ArgumentException($"Expected to be told of each of {width} features of '{training.Name}', but got {areQuantities.Count}.");
        float[]?[] knots = new float[]?[width];
        int?[] decimals = new int?[width];
        for (int feature = 0; feature < width; feature++)
        {
            if (!areQuantities[feature])
                continue;
            List<float> values = [];
            for (int at = feature; at < training.Features.Length; at += width)
                if (training.MissingFeatures is not { } missing || !missing[at])
                    values.Add(training.Features[at]);
            if (values.Count == 0)
                continue;
            values.Sort();
            knots[feature] = [.. Enumerable.Range(0, KnotCount).Select(i => Quantile(values, i))];
            decimals[feature] = DecimalsIn(values);
        }
        return new NormalScores(knots, decimals);
    }

    /// <summary>Quantities become scores, in place.</summary>
    /// <param name="rows">[rows, features], row by row.</param>
    public void Apply(Span<float> rows)
    {
        for (int at = 0; at < rows.Length; at++)
            if (_knots[at % FeatureCount] is { } knots)
                rows[at] = (float)ScoreOf(rows[at], knots);
    }

    /// <summary>Scores become quantities, in place.</summary>
    /// <param name="rows">[rows, features], row by row.</param>
    /// <param name="rounds">Whether to as many decimals as the training rows had.</param>
    public void Restore(Span<float> rows, bool rounds = true)
    {
        for (int at = 0; at < rows.Length; at++)
            if (_knots[at % FeatureCount] is { } knots)
                rows[at] = rounds && _decimals[at % FeatureCount] is { } decimals
                    ? (float)Math.Round(NumberOf(rows[at], knots), decimals, MidpointRounding.ToEven) : NumberOf(rows[at], knots);
    }

    /// <summary>The same rows with scores in place of quantities.</summary>
    /// <param name="split">The parts.</param>
    public DataSplit Apply(DataSplit split) =>
        new(Apply(split.Train), Apply(split.Test), split.Validation is { } validation ? Apply(validation) : null);

    Dataset Apply(Dataset data)
    {
        float[] features = data.Features.ToArray();
        Apply(features);
        return data.With(features, data.Answers);
    }

    static double ZOf(double knot) => -Reach + KnotStep * knot;

    // Where the training rows that lie below are as large a share as those of N(0, 1) below the knot; the ends are the least and the largest.
    static float Quantile(List<float> sorted, int knot)
    {
        if (knot is 0 or KnotCount - 1)
            return sorted[knot == 0 ? 0 : ^1];
        double place = Shares[knot] * (sorted.Count - 1);
        int below = (int)place;
        return below + 1 == sorted.Count ? sorted[^1]
            : (float)(sorted[below] + (place - below) * ((double)sorted[below + 1] - sorted[below]));
    }

    static double ScoreOf(float value, float[] knots)
    {
        // The places of the first and the last point of the line that is as high.
        int from = Array.FindIndex(knots, knot => knot >= value), to = Array.FindLastIndex(knots, knot => knot <= value);
        if (from < 0 || to < 0)
            return from < 0 ? Reach : -Reach;
        double first = from == 0 ? 0 : from - 1 + Within(knots, from - 1, value);
        double last = to == KnotCount - 1 ? to : to + Within(knots, to, value);
        return first >= last ? ZOf(first) : ZOf(PlaceOf(0.5 * (ShareAt(first) + ShareAt(last))));
    }

    static double Within(float[] knots, int below, float value) => ((double)value - knots[below]) / ((double)knots[below + 1] - knots[below]);

    static double ShareAt(double place)
    {
        int below = Math.Min((int)place, KnotCount - 2);
        return Shares[below] + (place - below) * (Shares[below + 1] - Shares[below]);
    }

    static double PlaceOf(double share)
    {
        int below = Math.Clamp(Array.FindLastIndex(Shares, known => known <= share), 0, KnotCount - 2);
        return below + (share - Shares[below]) / (Shares[below + 1] - Shares[below]);
    }

    static float NumberOf(float score, float[] knots)
    {
        double place = Math.Clamp((score + Reach) / KnotStep, 0, KnotCount - 1);
        if (double.IsNaN(place))
            return float.NaN;
        int below = Math.Min((int)place, KnotCount - 2);
        return (float)(knots[below] + (place - below) * ((double)knots[below + 1] - knots[below]));
    }

    // The fewest decimals with which all numbers can be written; null where float32 holds more of them than that.
    static int? DecimalsIn(List<float> values)
    {
        for (int decimals = 0; decimals <= MostDecimals; decimals++)
        {
            int digits = decimals;
            if (values.All(value => (float)Math.Round(value, digits, MidpointRounding.ToEven) == value))
                return decimals;
        }
        return null;
    }
}
