using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The result of a study in a few plain sentences: who wins and by how much, or that the data cannot tell, and why not.</summary>
/// <remarks>
/// "Wins" and "beats" stand only for decided comparisons (<see cref="Contrast.Standing"/>). What the data leave open is said to be open, and where
/// the number of seeds alone makes a decision impossible, the sentence says how many are needed.
/// </remarks>
public static class PlainWords
{
    /// <summary>Describes <paramref name="study"/>: one or two sentences, and one more for what else was decided and for failed runs.</summary>
    public static string Describe(StudyComparison study) => Outcome(study) + Failures(study);

    static string Outcome(StudyComparison study)
    {
        RankedArm[] others = [.. study.Ranking.Skip(1)];
        if (others.Length == 0)
            return $"Only {study.Best.Name} was studied: there is nothing to compare it with.";
        if (study.Ranking.All(arm => arm.Scores.FailureCount == study.Seeds))
            return "Every run failed: there is nothing to compare.";
        if (others.All(arm => arm.BestAgainst!.Standing == Standing.Equal))
            return $"{Join(study.Ranking, "and")}: the scores tie, the {study.Metric.Name} is the same on every seed. "
                + "They do equally well on these test rows, which does not say that the networks are equal.";
        if (study.SmallestP >= Contrast.Level)
            return TooFewSeeds(study);

        RankedArm[] rivals = [.. others.Where(arm => !study.IsBeatenByBest(arm))];
        if (rivals.Length == 0)
            return Winner(study);
        bool baselineMayBeBest = study.Best.Name == study.Baseline || rivals.Any(arm => arm.Name == study.Baseline);
        return baselineMayBeBest ? NoWinner(study, rivals) : SharedTop(study, rivals);
    }

    static string TooFewSeeds(StudyComparison study)
    {
        (_, Contrast contrast) = Quoted(study);
        string needed = $"At least {study.SeedsNeeded} seeds are needed.";
        if (study.Seeds == 1)
            return $"One seed cannot decide anything. {Lead(study)}. {needed}";
        string corrected = study.Corrections.Length == 0 ? ""
            : $", or {Format.Number(study.SmallestP)} after {(study.Comparisons == 1 ? "" : "Holm's ")}correction for {study.Corrections}";
        return $"{Lead(study)} ({Evidence(study, contrast)}). But {study.Seeds} seeds cannot decide: "
            + $"the smallest p that the Wilcoxon test can reach with them is 2/2^{study.Seeds} = "
            + $"{Format.Number(SignedRankTest.SmallestP(study.Seeds))}{corrected}. {needed}";
    }

    static string Winner(StudyComparison study)
    {
        (RankedArm other, Contrast contrast) = Quoted(study);
        RankedArm second = study.Ranking[1];
        string best = study.Best.Name == study.Baseline ? $"{study.Best.Name}, the baseline," : study.Best.Name;
        string next = other == second ? "" : $", and {Amount(study, second.BestAgainst!)} {Better(study)} than that of {second.Name}, the next best";
        string otherName = other == second && study.Comparisons > 1 ? $"{other.Name}, the next best" : other.Name;
        return $"{best} wins: its {study.Metric.Name} is {Amount(study, contrast)} {Better(study)} than that of {otherName} "
            + $"({Evidence(study, contrast)}){next}.";
    }

    static string SharedTop(StudyComparison study, RankedArm[] rivals)
    {
        (RankedArm baseline, Contrast contrast) = Quoted(study);
        return $"{study.Best.Name} beats {baseline.Name}: its {study.Metric.Name} is {Amount(study, contrast)} {Better(study)} "
            + $"({Evidence(study, contrast)}). But {Tie(study, rivals)}.";
    }

    static string NoWinner(StudyComparison study, RankedArm[] rivals)
    {
        (_, Contrast contrast) = Quoted(study);
        string lead = contrast.Standing == Standing.Equal ? "" : $" {Lead(study)} ({Evidence(study, contrast)}).";
        return $"The data cannot tell which is best: {Tie(study, rivals)}.{lead}{AgainstBaseline(study)}";
    }

    static string Tie(StudyComparison study, RankedArm[] rivals)
    {
        string best = study.Best.Name;
        RankedArm[] open = Array.FindAll(rivals, arm => arm.BestAgainst!.Standing != Standing.Equal);
        RankedArm[] equal = Array.FindAll(rivals, arm => arm.BestAgainst!.Standing == Standing.Equal);
        List<string> parts = [];
        if (open.Length > 0)
            parts.Add(open.Length == 1 ? $"{best} and {open[0].Name} cannot be told apart" : $"{best} cannot be told apart from {Join(open, "or")}");
        if (equal.Length > 0)
            parts.Add($"the scores of {Join([study.Best, .. equal], "and")} tie on every seed");
        return string.Join(", and ", parts);
    }

    /// <summary>The decided comparisons with the baseline that a study without a winner still has.</summary>
    static string AgainstBaseline(StudyComparison study)
    {
        string[] parts = [.. Group(Standing.Better, "better"), .. Group(Standing.Worse, "worse")];
        return parts.Length == 0 ? "" : $" Against {study.Baseline}, {string.Join(" and ", parts)}.";

        IEnumerable<string> Group(Standing standing, string word)
        {
            RankedArm[] arms = [.. study.Ranking.Where(arm => arm.AgainstBaseline?.Standing == standing)];
            if (arms.Length > 0)
                yield return $"{Join(arms, "and")} {(arms.Length == 1 ? "does" : "do")} {word}";
        }
    }

    static string Failures(StudyComparison study)
    {
        string[] failures = [.. study.Ranking
            .Where(arm => arm.Scores.FailureCount > 0)
            .Select(arm => $"{arm.Name} {arm.Scores.FailureCount} of {study.Seeds}")];
        return failures.Length == 0 ? "" : $" Failed runs, counted at chance level: {string.Join(", ", failures)}.";
    }

    /// <summary>
    /// The comparison of the best that is told in numbers: with the baseline, or with the next best where the baseline itself is the best.
    /// </summary>
    static (RankedArm Other, Contrast Contrast) Quoted(StudyComparison study) => study.Best.AgainstBaseline is { } contrast
        ? (study.Ranking.First(arm => arm.Name == study.Baseline), contrast)
        : (study.Ranking[1], study.Ranking[1].BestAgainst!);

    /// <summary>An open comparison, in means: the best is the best by its mean, whatever the ranks say.</summary>
    static string Lead(StudyComparison study)
    {
        (RankedArm other, Contrast contrast) = Quoted(study);
        string superlative = study.Metric.HigherIsBetter ? "highest" : "lowest", mean = study.Seeds == 1 ? "" : "mean ";
        return $"{study.Best.Name} has the {superlative} {mean}{study.Metric.Name}; "
            + $"its {mean}lead over {other.Name} is {Number(study, contrast, contrast.Paired.Mean)}{study.Metric.Unit}";
    }

    static string Evidence(StudyComparison study, Contrast contrast)
    {
        string corrected = study.Corrections.Length == 0 ? "" : $", all corrected for {study.Corrections}";
        return $"{Range(study, contrast)}; Wilcoxon {Format.PValue(contrast.WilcoxonP)}, "
            + $"paired t test {Format.PValue(contrast.StudentP)}{corrected}; {study.Seeds} seeds{Ties(study, contrast)}";
    }

    /// <summary>Seeds on which the scores tie are dropped by the test that decides; where it did not, what is left may be why.</summary>
    static string Ties(StudyComparison study, Contrast contrast)
    {
        int ties = contrast.Paired.TiedCount, left = contrast.Paired.SignedRank.Count;
        if (ties == 0)
            return "";
        string floor = contrast.Standing != Standing.Undecided || left > SignedRankTest.LargestExact ? ""
            : $", and with {left} left no p is below 2/2^{left} = "
                + $"{Format.Number(SignedRankTest.SmallestP(left))}{(study.Corrections.Length == 0 ? "" : " before correction")}";
        return $", {ties} of which {(ties == 1 ? "ties and drops" : "tie and drop")} out{floor}";
    }

    static string Range(StudyComparison study, Contrast contrast)
    {
        if (contrast.Paired.Method == IntervalMethod.Point)
            return "the same difference on every seed";
        (double lower, double upper) = contrast.Paired.Interval;
        string name = contrast.Paired.Method == IntervalMethod.HodgesLehmann ? "Hodges-Lehmann interval" : "CI";
        return $"95 % {name} {Number(study, contrast, lower)} to {Number(study, contrast, upper)}";
    }

    /// <summary>The size of a decided difference: the estimate in the middle of the interval that is printed with it.</summary>
    static string Amount(StudyComparison study, Contrast contrast) => Number(study, contrast, contrast.Paired.Estimate) + study.Metric.Unit;

    /// <summary>
    /// A difference in the unit that people read, with the decimals that its uncertainty deserves: two significant digits of half the interval, or
    /// three of the estimate where there is no interval.
    /// </summary>
    static string Number(StudyComparison study, Contrast contrast, double difference)
    {
        Metric metric = study.Metric;
        (double lower, double upper) = contrast.Paired.Interval;
        double halfWidth = (metric.Readable(upper) - metric.Readable(lower)) / 2;
        (double scale, int digits) = halfWidth > 0 ? (halfWidth, 2) : (Math.Abs(metric.Readable(contrast.Paired.Estimate)), 3);
        int decimals = scale > 0 ? Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(scale)), 0, 10) : 0;
        return Format.Fixed(metric.Readable(difference), decimals);
    }

    static string Better(StudyComparison study) => study.Metric.HigherIsBetter ? "higher" : "lower";

    static string Join(IReadOnlyList<RankedArm> arms, string conjunction) => arms.Count == 1
        ? arms[0].Name
        : $"{string.Join(", ", arms.SkipLast(1).Select(arm => arm.Name))} {conjunction} {arms[^1].Name}";
}
