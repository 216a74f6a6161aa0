namespace Elucid.Lab;

/// <summary>An arm fails on fewer seeds than another: decided by the exact McNemar test at 5 %.</summary>
/// <param name="Arm">The arm that is claimed to fail less often.</param>
/// <param name="Than">The one that it is compared with.</param>
/// <param name="OrAsMany">Whether it is enough that it does not fail more often: supported where its failures are at most as many, refuted where the
/// test says that they are more.</param>
public sealed record FewerFailures(string Arm, string Than, bool OrAsMany = false) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words => $"{Arm} fails on fewer seeds than {Than}{(OrAsMany ? ", or as many" : "")}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        string measure = result.Experiment.Measures[0].Name;
        ArmScores arm = result.Scores(Arm, measure), other = result.Scores(Than, measure);
        double p = McNemar.TwoSidedP(arm.Failed, other.Failed);
        int fewer = other.FailureCount - arm.FailureCount;
        Verdict verdict = fewer switch
        {
            < 0 when p < Contrast.Level => Verdict.RefutedOpposite,
            > 0 when p < Contrast.Level => Verdict.Supported,
            >= 0 when OrAsMany => Verdict.Supported,
            _ => Verdict.Inconclusive,
        };
        return new(this, verdict, fewer, Interval.None, $" of {result.Seeds.Count} seeds", fewer > 0 ? p / 2 : 1 - p / 2);
    }
}
