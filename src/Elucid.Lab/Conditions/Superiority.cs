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
    public override string Rule => FormattableString.Invariant($"{Arm} is better than {Over} in {Measure} by at least {MinimalEffect:R}");

    /// <inheritdoc/>
    public override ConditionResult Evaluate(ExperimentResult result)
    {
        Metric metric = result.MetricOf(Measure);
        return ConditionResult.Of(
            this, metric, metric.Differences(result.Scores(Over, Measure).Values, result.Scores(Arm, Measure).Values), MinimalEffect);
    }
}
