namespace Elucid.Lab;

/// <summary>An arm recovers a share of the gap between two others: (arm − from) / (to − from), with Fieller's interval.</summary>
/// <param name="Arm">The arm in between.</param>
/// <param name="From">Where the gap begins: share 0.</param>
/// <param name="To">Where it ends: share 1.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="SupportedAbove">The share that the whole interval must exceed.</param>
/// <param name="RefutedBelow">The share that the whole interval must stay below to refute it.</param>
public sealed record RecoveredShare(string Arm, string From, string To, string Measure, double SupportedAbove, double RefutedBelow) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words =>
        $"{Arm} recovers of the gap in {Measure} from {From} to {To} more than {SupportedAbove}; refuted below {RefutedBelow}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        Metric metric = result.MetricOf(Measure);
        double[] Gain(string arm) => metric.Differences(result.Scores(From, Measure).Values, result.Scores(arm, Measure).Values);
        MeanRatio share = MeanRatio.Of(Gain(Arm), Gain(To));
        Verdict verdict = share.Interval.Lower > SupportedAbove ? Verdict.Supported
            : share.Interval.Upper < RefutedBelow ? Verdict.RefutedNegligible
            : Verdict.Inconclusive;
        return new(
            this, verdict, 100 * share.Ratio, new Interval(100 * share.Interval.Lower, 100 * share.Interval.Upper), " % of the gap", double.NaN);
    }
}
