using System.Globalization;

namespace Elucid.Lab;

/// <summary>A number in the words of a condition that is meant on the scale of a metric's differences: people read it in the metric's unit.</summary>
/// <param name="Measure">The measure's name.</param>
/// <param name="Value">The number.</param>
internal readonly record struct MetricDifference(string Measure, double Value)
{
    /// <summary>With all its digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
