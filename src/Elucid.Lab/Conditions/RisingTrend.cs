namespace Elucid.Lab;

/// <summary>A measure rises with a quantity: the slope of its least-squares line through several arms, one line for each seed.</summary>
/// <param name="Points">The arms, and where each lies.</param>
/// <param name="Measure">The measure's name; of a ratio the logarithm rises.</param>
/// <param name="Quantity">What the arms lie along, such as ln rate.</param>
/// <param name="MinimalSlope">The smallest slope that the claim is about, above 0.</param>
public sealed record RisingTrend(IReadOnlyList<(string Arm, double At)> Points, string Measure, string Quantity, double MinimalSlope) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words =>
        $"{Measure} rises along {Quantity} of {string.Join(" | ", Points.Select(point => point.Arm))} by at least {MinimalSlope} for 1";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        bool isRatio = result.MetricOf(Measure).Scale == MetricScale.Ratio;
        double[][] values = [.. Points.Select(point => result.Scores(point.Arm, Measure).Values.ToArray())];
        double centre = Points.Average(point => point.At), spread = Points.Sum(point => (point.At - centre) * (point.At - centre));
        double Slope(int seed) => Points.Select((point, i) =>
            (point.At - centre) * (isRatio ? Math.Log(Math.Max(values[i][seed], Metric.SmallestPositive)) : values[i][seed])).Sum() / spread;
        PairedComparison slopes = PairedComparison.Of([.. Enumerable.Range(0, result.Seeds.Count).Select(Slope)]);
        return new(
            this, VerdictRule.Decide(slopes, MinimalSlope), slopes.Mean, slopes.Interval, $" per {Quantity}", slopes.StudentOneSidedP);
    }
}
