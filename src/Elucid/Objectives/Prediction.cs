using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Elucid;

/// <summary>What a <see cref="TrainedModel"/> says of one example.</summary>
/// <param name="Class">The most probable class; null where the model predicts numbers.</param>
/// <param name="Probabilities">The probability of each class by its name, in the order of the labels; empty where the model predicts numbers.</param>
/// <param name="Values">
/// The predicted numbers by the names of their targets, in the targets' own units; empty where the model predicts a class.
/// </param>
public sealed record Prediction(string? Class, IReadOnlyDictionary<string, double> Probabilities, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>How unlike the rows of training a row is, of a model that puts its input out again: the mean squared error of its numbers, those of a
    /// table in units of each column's variance. <see cref="Values"/> is then what it says of the row. Null of other models.</summary>
    public double? AnomalyScore { get; init; }

    /// <summary>Whether that is above the threshold that 95 % of rows like those of training stay below; null where none is known.</summary>
    public bool? IsAnomaly { get; init; }

    /// <summary>The column of a table whose value adds most to <see cref="AnomalyScore"/>: where to look first. Null of images and of other
    /// models.</summary>
    public string? StrangestColumn { get; init; }

    /// <summary>How far the members of a committee differ: the share of them that chose another class than the committee did, or, of one predicted
    /// number, the standard deviation of what they say, in the target's own unit (with k − 1 of k members). Null of a single network, and of several
    /// targets.</summary>
    public double? Disagreement { get; init; }

    /// <summary>What a model of several targets says of each, by its name, in their order; <see cref="Values"/> then has the quantities among them.
    /// Empty of other models.</summary>
    public IReadOnlyDictionary<string, Prediction> Targets { get; init; } = Alone;

    /// <summary>The predicted number of a model with one target; null of others.</summary>
    public double? Value => Values.Count == 1 && Targets.Count == 0 ? Values.Values.First() : null;

    static readonly Dictionary<string, Prediction> Alone = [];

    internal static Prediction OfTargets(IReadOnlyDictionary<string, Prediction> targets)
    {
        string[] names = [.. targets.Where(target => target.Value.Class is null).Select(target => target.Key)];
        NamedNumbers numbers = new(names, [.. names.Select(name => targets[name].Value ?? double.NaN)]);
        return new(null, NamedNumbers.None, numbers) { Targets = targets };
    }

    internal static Prediction OfClass(IReadOnlyList<string> classes, ReadOnlySpan<float> probabilities)
    {
        return new Prediction(classes[Rows.Largest(probabilities)], NamedNumbers.Of(classes, probabilities, offset: 0), NamedNumbers.None);
    }

    internal static Prediction OfNumbers(IReadOnlyList<string> targets, ReadOnlySpan<float> values, double offset) =>
        new(null, NamedNumbers.None, NamedNumbers.Of(targets, values, offset));

    /// <summary>Numbers by names that all predictions share.</summary>
    sealed class NamedNumbers(IReadOnlyList<string> names, double[] numbers) : IReadOnlyDictionary<string, double>
    {
        public static NamedNumbers None { get; } = new([], []);

        public static NamedNumbers Of(IReadOnlyList<string> names, ReadOnlySpan<float> values, double offset)
        {
            double[] numbers = new double[values.Length];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = With(offset, values[i]);
            return new NamedNumbers(names, numbers);
        }

        public double this[string key] => TryGetValue(key, out double number) ? number
            : throw new KeyNotFoundException($"Expected one of {Excerpt.Of(names)}, but got '{Excerpt.Of(key)}'.{Suggestion.DidYouMean(key, names)}");

        public IEnumerable<string> Keys => names;

        public IEnumerable<double> Values => numbers;

        public int Count => numbers.Length;

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
        {
            for (int i = 0; i < numbers.Length; i++)
                if (names[i] == key)
                {
                    value = numbers[i];
                    return true;
                }
            value = 0;
            return false;
        }

        public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
        {
            for (int i = 0; i < numbers.Length; i++)
                yield return new(names[i], numbers[i]);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        // As decimals: 0.1f is 0.1 and not 0.10000000149, and 100000000 + 0.1f ends in no digits that no network said.
        static double With(double offset, float value) =>
            offset == 0 ? double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : Math.Abs(offset) < 1e15 && Math.Abs(value) < 1e15f ? (double)((decimal)offset + (decimal)value) : offset + value;
    }
}
