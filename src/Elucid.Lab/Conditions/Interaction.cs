namespace Elucid.Lab;

/// <summary>The lead of one arm over another is larger in one circumstance than in a second one, paired by seed.</summary>
/// <param name="Here">The pair whose lead is claimed to be larger: the arm, and what it is compared with.</param>
/// <param name="There">The same pair in the other circumstance.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="MinimalEffect">The smallest difference of the two leads that the claim is about, on the scale of the metric's differences.</param>
public sealed record Interaction((string Arm, string Over) Here, (string Arm, string Over) There, string Measure, double MinimalEffect) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words =>
        $"the lead of {Here.Arm} over {Here.Over} in {Measure} exceeds that of {There.Arm} over {There.Over} by at least {Minimal}";

    MetricDifference Minimal => new(Measure, MinimalEffect);

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        Metric metric = result.MetricOf(Measure);
        double[] Lead((string Arm, string Over) pair) =>
            metric.Differences(result.Scores(pair.Over, Measure).Values, result.Scores(pair.Arm, Measure).Values);
        return ConditionResult.Of(this, metric, [.. Lead(Here).Zip(Lead(There), (here, there) => here - there)], MinimalEffect);
    }
}
