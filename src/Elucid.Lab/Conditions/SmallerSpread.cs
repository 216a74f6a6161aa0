namespace Elucid.Lab;

/// <summary>An arm's measure varies less between seeds than another's: the ratio of their variances, by its F interval, is above 1 and at least the
/// ratio claimed.</summary>
/// <param name="Arm">The arm that is claimed to vary less.</param>
/// <param name="Than">The one that it is compared with.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="MinimalRatio">The smallest ratio of variances that the claim is about, above 1.</param>
public sealed record SmallerSpread(string Arm, string Than, string Measure, double MinimalRatio) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words =>
        $"{Measure} varies less with {Arm} than with {Than}: ratio of variances at least {MinimalRatio}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        VarianceRatio ratio = VarianceRatio.Of(result.Scores(Than, Measure).Values, result.Scores(Arm, Measure).Values);
        (double lower, double upper) = ratio.Interval;
        Verdict verdict = lower > 1 && ratio.Ratio >= MinimalRatio ? Verdict.Supported
            : upper < 1 ? Verdict.RefutedOpposite
            : upper < MinimalRatio ? Verdict.RefutedNegligible
            : Verdict.Inconclusive;
        return new(this, verdict, ratio.Ratio, ratio.Interval, " times", ratio.BrownForsytheP / 2);
    }
}
