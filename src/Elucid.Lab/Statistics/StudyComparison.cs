namespace Elucid.Lab;

/// <summary>An arm's place in a study.</summary>
/// <param name="Scores">What it scored.</param>
/// <param name="AgainstBaseline">Above 0: better than the baseline. Null for the baseline itself.</param>
/// <param name="BestAgainst">The best arm against this one, above 0: the best is better. Null for the best itself.</param>
/// <param name="FailureP">The exact McNemar p of its failures against the baseline's; null for the baseline itself.</param>
public sealed record RankedArm(ArmScores Scores, Contrast? AgainstBaseline, Contrast? BestAgainst, double? FailureP)
{
    /// <summary>The arm's name.</summary>
    public string Name => Scores.Name;
}

/// <summary>The arms of a study compared with a baseline and with the best of them, paired by seed.</summary>
/// <remarks>
/// Two families of comparisons, each Holm-corrected: every arm against the baseline, and every arm against the one with the best mean. The second
/// is a comparison with the best (J. C. Hsu 1981, Annals of Statistics 9): the arms that it leaves undecided are those that may be the best. An arm
/// wins only where it beats all others; that the best is chosen by the same data does not raise the error, because equal arms must all be beaten at
/// once.
/// </remarks>
public sealed class StudyComparison
{
    StudyComparison(Metric metric, string baseline, int seeds, int looks, IReadOnlyList<RankedArm> ranking)
    {
        Looks = looks;
        Metric = metric;
        Baseline = baseline;
        Seeds = seeds;
        Ranking = ranking;
    }

    /// <summary>What was compared.</summary>
    public Metric Metric { get; }

    /// <summary>The name of the arm that the others are compared with.</summary>
    public string Baseline { get; }

    /// <summary>The number of seeds.</summary>
    public int Seeds { get; }

    /// <summary>How many times, this one included, the study was to be looked at by a rule fixed before (<see cref="SeedRule"/>): each look decides
    /// at its share of 5 %. 1 where all seeds were asked for at once.</summary>
    public int Looks { get; }

    /// <summary>
    /// All arms, the best mean difference from the baseline first (for ratios: the best geometric mean); equal ones in the order given.
    /// </summary>
    public IReadOnlyList<RankedArm> Ranking { get; }

    /// <summary>The arm with the best mean.</summary>
    public RankedArm Best => Ranking[0];

    /// <summary>The best where it beats every other arm; null where the data do not say which is best, or there is no other.</summary>
    public RankedArm? Winner => Comparisons > 0 && Ranking.Skip(1).All(IsBeatenByBest) ? Best : null;

    /// <summary>
    /// Whether the best beats this arm; the baseline it must beat in both families of comparisons, or sentence and table could disagree.
    /// </summary>
    internal bool IsBeatenByBest(RankedArm arm) =>
        arm.BestAgainst!.Standing == Standing.Better && (arm.Name != Baseline || Best.AgainstBaseline!.Standing == Standing.Better);

    /// <summary>The number of comparisons in each family.</summary>
    public int Comparisons => Ranking.Count - 1;

    /// <summary>The smallest corrected Wilcoxon p that this number of seeds and comparisons can reach: min(1, comparisons·looks·2/2ⁿ).</summary>
    public double SmallestP => Math.Min(1, Comparisons * Looks * SignedRankTest.SmallestP(Seeds));

    /// <summary>The smallest number of seeds with which a comparison can be decided: comparisons·looks·2/2ⁿ &lt; 0.05.</summary>
    public int SeedsNeeded => SeedsNeededFor(Comparisons * Looks);

    /// <summary>What the numbers are corrected for, in words; empty for one comparison that is looked at once.</summary>
    internal string Corrections => string.Join(" and ", new[]
    {
        Comparisons == 1 ? "" : $"{Comparisons} comparisons",
        Looks == 1 ? "" : $"{Looks} looks",
    }.Where(part => part.Length > 0));

    /// <summary>The smallest number of seeds, none of them tied, with which one of so many comparisons can be decided.</summary>
    public static int SeedsNeededFor(int comparisons)
    {
        int seeds = 1;
        while (comparisons * SignedRankTest.SmallestP(seeds) >= Contrast.Level)
            seeds++;
        return seeds;
    }

    /// <summary>Compares <paramref name="arms"/>.</summary>
    /// <param name="metric">What their values are.</param>
    /// <param name="arms">At least one arm, all with the same seeds in the same order.</param>
    /// <param name="baseline">The name of the arm that the others are compared with.</param>
    /// <param name="looks">How many times the study was to be looked at; see <see cref="Looks"/>.</param>
    /// <exception cref="ArgumentException">The baseline is not among the arms, two arms have the same name, or the numbers of seeds
    /// differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value does not fit the metric's scale.</exception>
    public static StudyComparison Of(Metric metric, IReadOnlyList<ArmScores> arms, string baseline, int looks = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        ArmScores reference = Check(arms, baseline);
        (ArmScores Scores, double Lead)[] ranked =
            [.. arms.Select(arm => (arm, Summary.Of(metric.Differences(reference.Values, arm.Values)).Mean)).OrderByDescending(entry => entry.Mean)];
        ArmScores best = ranked[0].Scores;
        Dictionary<ArmScores, Contrast> againstBaseline = Contrasts(reference, arm => metric.Differences(reference.Values, arm.Values));
        Dictionary<ArmScores, Contrast> bestAgainst = Contrasts(best, arm => metric.Differences(arm.Values, best.Values));
        return new(metric, baseline, reference.Values.Length, looks, [.. ranked.Select(entry => new RankedArm(
            entry.Scores,
            againstBaseline.GetValueOrDefault(entry.Scores),
            bestAgainst.GetValueOrDefault(entry.Scores),
            entry.Scores == reference ? null : McNemar.TwoSidedP(reference.Failed, entry.Scores.Failed)))]);

        Dictionary<ArmScores, Contrast> Contrasts(ArmScores centre, Func<ArmScores, double[]> differences)
        {
            ArmScores[] others = [.. arms.Where(arm => arm != centre)];
            return others.Zip(Contrast.Together(others.Select(differences), looks)).ToDictionary();
        }
    }

    static ArmScores Check(IReadOnlyList<ArmScores> arms, string baseline)
    {
        ArmScores reference = arms.FirstOrDefault(arm => arm.Name == baseline) ?? throw new ArgumentException(
            $"StudyComparison: expected the baseline to be one of {string.Join(", ", arms.Select(arm => arm.Name))}, "
            + $"but got '{baseline}'. Add it or choose another.");
        if (arms.CountBy(arm => arm.Name).FirstOrDefault(name => name.Value > 1).Key is { } repeated)
            throw new ArgumentException($"StudyComparison: expected every arm once, but got '{repeated}' twice. Give the second another name.");
        foreach (ArmScores arm in arms)
            Sample.CheckPaired(reference.Values.Length, arm.Values.Length, $"StudyComparison, '{baseline}' and '{arm.Name}'");
        return reference;
    }
}
