namespace Elucid.Lab;

/// <summary>An arm is better than another by at least a minimal effect, paired by seed.</summary>
/// <param name="Arm">The arm that is claimed to be better.</param>
/// <param name="Over">The one that it is compared with.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="MinimalEffect">δ, on the scale of the metric's differences: a logarithm for ratios (ln 1.03 for 3 %), 0.01 for a percentage
/// point.</param>
public sealed record Superiority(string Arm, string Over, string Measure, double MinimalEffect) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words =>
        $"{Arm} is better than {Over} in {Measure} by at least {new MetricDifference(Measure, MinimalEffect)}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        Metric metric = result.MetricOf(Measure);
        return ConditionResult.Of(
            this, metric, metric.Differences(result.Scores(Over, Measure).Values, result.Scores(Arm, Measure).Values), MinimalEffect);
    }
}
