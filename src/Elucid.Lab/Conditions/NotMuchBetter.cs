namespace Elucid.Lab;

/// <summary>An arm gains less than a margin over another: the whole 95 % confidence interval of its lead stays below. Refuted where the whole
/// interval reaches the margin. "At least as good" is this with the arms the other way round.</summary>
/// <param name="Arm">The arm that is claimed to gain little.</param>
/// <param name="Than">The one that it is compared with.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="Margin">The smallest gain that matters, on the scale of the metric's differences.</param>
public sealed record NotMuchBetter(string Arm, string Than, string Measure, double Margin) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words => $"{Arm} is better than {Than} in {Measure} by less than {new MetricDifference(Measure, Margin)}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        Metric metric = result.MetricOf(Measure);
        double[] differences = metric.Differences(result.Scores(Than, Measure).Values, result.Scores(Arm, Measure).Values);
        PairedComparison paired = PairedComparison.Of(differences);
        (double lower, double upper) = paired.Interval;
        return new(
            this, upper < Margin ? Verdict.Supported : lower >= Margin ? Verdict.Refuted : Verdict.Inconclusive,
            metric.Readable(paired.Estimate), new Interval(metric.Readable(lower), metric.Readable(upper)), metric.Unit,
            PairedComparison.Of([.. differences.Select(difference => Margin - difference)]).StudentOneSidedP);
    }
}
