namespace Elucid.Lab;

/// <summary>What an arm of a study scored on every seed.</summary>
public sealed class ArmScores
{
    readonly double[] _values;
    readonly bool[] _failed;

    /// <param name="name">What tables and sentences call it: "elu:alpha=0.5".</param>
    /// <param name="values">The metric per seed, in the same order of seeds for all arms; failed runs at chance level (<see
    /// cref="ChanceLevel.Replace"/>).</param>
    /// <param name="failed">Whether the run failed, per seed.</param>
    /// <exception cref="ArgumentException">There are no values, one is NaN or infinite, or the lengths differ.</exception>
    public ArmScores(string name, ReadOnlySpan<double> values, ReadOnlySpan<bool> failed)
    {
        Sample.Check(values, $"Arm '{name}'");
        Sample.CheckPaired(values.Length, failed.Length, $"Arm '{name}'");
        Name = name;
        _values = values.ToArray();
        _failed = failed.ToArray();
    }

    /// <summary>An arm without a failed run.</summary>
    /// <exception cref="ArgumentException">There are no values, or one is NaN or infinite.</exception>
    public ArmScores(string name, ReadOnlySpan<double> values) : this(name, values, new bool[values.Length])
    {
    }

    /// <summary>What tables and sentences call it.</summary>
    public string Name { get; }

    /// <summary>The metric per seed.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Whether the run failed, per seed.</summary>
    public ReadOnlySpan<bool> Failed => _failed;

    /// <summary>How many runs failed.</summary>
    public int FailureCount => _failed.AsSpan().Count(true);
}
