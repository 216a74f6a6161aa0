namespace Elucid.Lab;

/// <summary>A number that every trial of an experiment measures.</summary>
/// <param name="Metric">Its name, which direction is better, and how two values are compared.</param>
/// <param name="Chance">What a run gets that failed: the value of a network that learned nothing. A trial that knows it better for its data says so
/// (<see cref="Measured.Chance"/>).</param>
public sealed record Measure(Metric Metric, double Chance)
{
    /// <summary>The metric's name.</summary>
    public string Name => Metric.Name;
}
