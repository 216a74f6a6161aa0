using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Elucid.Lab;

/// <summary>What a trial measured: named numbers and named series, and whether it failed.</summary>
/// <remarks>Made with an initializer: <c>new Measured { { "test accuracy", 0.91 }, { "training loss", losses } }</c>.</remarks>
[SuppressMessage("Design", "CA1010", Justification = "Enumerable for initializers alone.")]
[SuppressMessage("Naming", "CA1710", Justification = "It is what was measured; nobody takes it for a collection.")]
public sealed class Measured : IEnumerable
{
    // In the order in which they were added: a network's layers stay in theirs.
    readonly OrderedDictionary<string, double> _numbers = new(StringComparer.Ordinal), _chance = new(StringComparer.Ordinal);
    readonly OrderedDictionary<string, double[]> _series = new(StringComparer.Ordinal);

    /// <summary>The numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>The series by name, such as a loss for each epoch.</summary>
    public IReadOnlyDictionary<string, double[]> Series => _series;

    /// <summary>What a network that learned nothing gets on this trial's data, for the numbers of which that is known.</summary>
    public IReadOnlyDictionary<string, double> Chance => _chance;

    /// <summary>Why it failed; null if it did not.</summary>
    public Failure? Failure { get; init; }

    /// <summary>What else should be known of it, in words; empty for nothing.</summary>
    public string Remark { get; init => field = value ?? ""; } = "";

    /// <summary>What failed before anything was measured.</summary>
    public static Measured Failed(FailureKind kind, string sentence) => new() { Failure = new Failure(kind, sentence) };

    /// <summary>Adds a number.</summary>
    /// <param name="name">As the experiment's <see cref="Measure"/> calls it, or any other.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public void Add(string name, double value) => _numbers.Add(name, value);

    /// <summary>Adds a number and what a network that learned nothing gets there.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public void Add(string name, double value, double chance)
    {
        _numbers.Add(name, value);
        _chance.Add(name, chance);
    }

    /// <summary>Adds a series.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public void Add(string name, IEnumerable<double> values) => _series.Add(name, [.. values]);

    /// <summary>The same values, and why they do not count.</summary>
    public Measured As(Failure failure)
    {
        Measured failed = new() { Failure = failure, Remark = Remark };
        foreach ((string name, double value) in _numbers)
            failed._numbers.Add(name, value);
        foreach ((string name, double value) in _chance)
            failed._chance.Add(name, value);
        foreach ((string name, double[] values) in _series)
            failed._series.Add(name, values);
        return failed;
    }

    internal void AddChance(string name, double value) => _chance.Add(name, value);

    IEnumerator IEnumerable.GetEnumerator() => _numbers.GetEnumerator();
}
