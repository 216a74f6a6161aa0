namespace Elucid.Lab;

/// <summary>The mean of an arm's measure reaches a bound: supported where its whole 95 % confidence interval does, refuted where none of it
/// does.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Measure">The measure's name; the bound is reached from the side that is better.</param>
/// <param name="Bound">The bound.</param>
public sealed record Threshold(string Arm, string Measure, double Bound) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words => $"mean {Measure} of {Arm} reaches {Bound}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        bool isHigherBetter = result.MetricOf(Measure).HigherIsBetter;
        PairedComparison beyond = PairedComparison.Of(
            [.. result.Scores(Arm, Measure).Values.ToArray().Select(value => isHigherBetter ? value - Bound : Bound - value)]);
        Verdict verdict = beyond.IsExactlyEqual || beyond.Interval.Lower >= 0 ? Verdict.Supported
            : beyond.Interval.Upper < 0 ? Verdict.Refuted
            : Verdict.Inconclusive;
        double Back(double difference) => isHigherBetter ? difference + Bound : Bound - difference;
        (double first, double second) = (Back(beyond.Interval.Lower), Back(beyond.Interval.Upper));
        return new(
            this, verdict, Back(beyond.Estimate), new Interval(Math.Min(first, second), Math.Max(first, second)), "", beyond.StudentOneSidedP);
    }
}
