namespace Elucid.Lab;

/// <summary>Two arms differ by less than a margin: the 95 % confidence interval of their difference lies within it. Two one-sided tests, each at
/// 2.5 % (D. J. Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15).</summary>
/// <param name="Arm">One arm.</param>
/// <param name="To">The other.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="Margin">The largest difference that does not matter, on the scale of the metric's differences.</param>
public sealed record Equivalence(string Arm, string To, string Measure, double Margin) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words => $"{Arm} differs from {To} in {Measure} by less than {new MetricDifference(Measure, Margin)}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        Metric metric = result.MetricOf(Measure);
        double[] differences = metric.Differences(result.Scores(To, Measure).Values, result.Scores(Arm, Measure).Values);
        PairedComparison paired = PairedComparison.Of(differences);
        (double lower, double upper) = paired.Interval;
        Verdict verdict = lower > -Margin && upper < Margin ? Verdict.Supported
            : lower >= Margin || upper <= -Margin ? Verdict.Refuted
            : Verdict.Inconclusive;
        return new(
            this, verdict, metric.Readable(paired.Estimate), new Interval(metric.Readable(lower), metric.Readable(upper)), metric.Unit,
            Math.Max(
                PairedComparison.Of([.. differences.Select(d => d + Margin)]).StudentOneSidedP,
                PairedComparison.Of([.. differences.Select(d => Margin - d)]).StudentOneSidedP));
    }
}
