using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>Numbers by name, in the order in which they were recorded. Two are equal if their names and numbers are.</summary>
[JsonConverter(typeof(MetricValuesJsonConverter))]
[SuppressMessage("Naming", "CA1710", Justification = "Metrics are what it holds, and one reads history.Epochs[3].Metrics[\"critic\"].")]
public readonly struct MetricValues : IReadOnlyDictionary<string, double>, IEquatable<MetricValues>
{
    // Null in the default value, which has none: files leave it out then.
    readonly (string Name, double Value)[]? _values;

    MetricValues((string, double)[] values) => _values = values;

    /// <summary>These numbers.</summary>
    /// <exception cref="ArgumentException">A name is empty or stands twice.</exception>
    public static MetricValues Of(IEnumerable<(string Name, double Value)> values)
    {
        (string Name, double Value)[] all = [.. values];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, _) in all)
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException(
                    $"Each number needs a name of its own, but '{name}' {(string.IsNullOrEmpty(name) ? "is empty" : "stands twice")}.",
                    nameof(values));
        return all.Length == 0 ? default : new MetricValues(all);
    }

    /// <summary>The number of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of the name.</exception>
    public double this[string key] => TryGetValue(key, out double value) ? value
        : throw new KeyNotFoundException(
            $"No number called '{key}' was recorded; those that were are {(Count == 0 ? "none" : string.Join(", ", Keys))}.");

    internal (string Name, double Value)[] All => _values ?? [];

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => All.Select(v => v.Name);

    /// <summary>The numbers.</summary>
    public IEnumerable<double> Values => All.Select(v => v.Value);

    /// <summary>How many there are.</summary>
    public int Count => All.Length;

    /// <summary>Whether there is a number of the name.</summary>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <summary>The number of a name, if there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        int at = Array.FindIndex(All, v => v.Name == key);
        value = at < 0 ? 0 : All[at].Value;
        return at >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => All.Select(v => KeyValuePair.Create(v.Name, v.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(MetricValues other) => All.AsSpan().SequenceEqual(other.All);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValues other && Equals(other);

    /// <summary>Whether names and numbers are the same.</summary>
    public static bool operator ==(MetricValues left, MetricValues right) => left.Equals(right);

    /// <summary>Whether a name or a number differs.</summary>
    public static bool operator !=(MetricValues left, MetricValues right) => !left.Equals(right);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);

    /// <summary>Such as <c>generator 0.71, discriminator 1.35</c>.</summary>
    public override string ToString() => string.Join(", ", All.Select(v => FormattableString.Invariant($"{v.Name} {v.Value:G4}")));
}
