namespace Elucid.Lab;

/// <summary>Of a setting that grows, one list of arms trains on every seed up to a value as large as another list does. There is nothing to estimate:
/// one trial that failed ends the list.</summary>
/// <param name="Arms">The arms of one kind by ascending value, such as learning rates.</param>
/// <param name="Than">Those of the other kind, at the same values.</param>
/// <param name="OrMore">Whether as much is enough; else it must be more.</param>
public sealed record ToleratesAsMuch(IReadOnlyList<string> Arms, IReadOnlyList<string> Than, bool OrMore = true) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words =>
        $"of {Listed(Arms)} as many {(OrMore ? "or more" : "and more")} train on every seed, from the first on, as of {Listed(Than)}";

    static string Listed(IReadOnlyList<string> arms) => string.Join(" | ", arms);

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        int ahead = StableCount(result, Arms) - StableCount(result, Than);
        return new(
            this, ahead > 0 || (ahead == 0 && OrMore) ? Verdict.Supported : Verdict.Refuted, ahead, Interval.None, " values of the grid", double.NaN);
    }

    /// <summary>How many of the arms, from the first on, failed on no seed.</summary>
    /// <exception cref="ArgumentException">The result has no such arm.</exception>
    public static int StableCount(ExperimentResult result, IEnumerable<string> arms) =>
        arms.TakeWhile(arm => result.Of(arm).All(trial => trial.Measured.Failure is null)).Count();
}
