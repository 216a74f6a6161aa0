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
    readonly OrderedDictionary<string, double[]> _series = new(StringComparer.Ordinal), _times = new(StringComparer.Ordinal);

    /// <summary>The numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>The series by name, such as a loss for each epoch.</summary>
    public IReadOnlyDictionary<string, double[]> Series => _series;

    /// <summary>How long what took, in seconds, by name: it differs from run to run and is no part of the result.</summary>
    public IReadOnlyDictionary<string, double[]> Times => _times;

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

    /// <summary>Adds a series of times.</summary>
    /// <param name="name">Of what.</param>
    /// <param name="seconds">Such as one for each epoch.</param>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public void AddTimes(string name, IEnumerable<double> seconds) => _times.Add(name, [.. seconds]);

    /// <summary>The same values, and why they do not count.</summary>
    public Measured As(Failure failure) => Copy(failure, _times);

    /// <summary>What two runs of the same trial have in common.</summary>
    internal Measured WithoutTimes() => Copy(Failure, []);

    Measured Copy(Failure? failure, IEnumerable<KeyValuePair<string, double[]>> times)
    {
        Measured copy = new() { Failure = failure, Remark = Remark };
        foreach ((string name, double value) in _numbers)
            copy._numbers.Add(name, value);
        foreach ((string name, double value) in _chance)
            copy._chance.Add(name, value);
        foreach ((string name, double[] values) in _series)
            copy._series.Add(name, values);
        foreach ((string name, double[] values) in times)
            copy._times.Add(name, values);
        return copy;
    }

    internal void AddChance(string name, double value) => _chance.Add(name, value);

    IEnumerator IEnumerable.GetEnumerator() => _numbers.GetEnumerator();
}
