namespace Elucid.Lab;

/// <summary>
/// How many seeds a study takes, by a rule that is fixed before it runs: it looks at its comparisons after 10 seeds, 20, 40 and so on up to a most,
/// and ends at the first look at which each comparison with the baseline is decided.
/// </summary>
/// <remarks>
/// Of K looks each decides at a level of 0.05/K: p-values are multiplied by K, and intervals are as wide. At all looks together the chance of even
/// one false decision is then at most 5 %, whatever ends the study (C. E. Bonferroni; a group-sequential design whose looks spend α in equal parts).
/// A boundary that knows how the looks depend on each other would be somewhat less strict, but would need normal differences.
/// </remarks>
/// <param name="Most">The most seeds, and the number at the last look; 40 by default.</param>
public sealed record SeedRule(int Most = 40)
{
    /// <summary>The seeds at the first look.</summary>
    public const int First = 10;

    /// <summary>The numbers of seeds at which the study is looked at.</summary>
    public IReadOnlyList<int> Looks => LooksUpTo(Most);

    /// <summary>Refuses a rule without a second look.</summary>
    /// <exception cref="ArgumentException">The most is no more than the first.</exception>
    public void Check()
    {
        if (Most <= First)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Rule))} must look again after its first {First} seeds, but got at most {Most}.");
    }

    static int[] LooksUpTo(int most)
    {
        List<int> looks = [];
        for (long seeds = First; seeds < most; seeds *= 2)
            looks.Add((int)seeds);
        return [.. looks, most];
    }
}

/// <summary>What a look at a study saw.</summary>
/// <param name="Seeds">After how many seeds.</param>
/// <param name="Open">The arms whose comparison with the baseline was not decided; empty ends the study.</param>
public sealed record Look(int Seeds, IReadOnlyList<string> Open);
