namespace Elucid.Lab;

/// <summary>How many seeds would decide a comparison that is open.</summary>
/// <remarks>
/// The n with which the test that decides finds an effect of the size seen in 80 % of all studies: the smallest n with
/// n ≥ ((t(1 − α/2, n − 1) + t(0.8, n − 1))·s/|m|)², m and s the mean and the deviation of the differences and α = 0.05 over the number of
/// comparisons made together, as for the interval; times π/3, as ranks need so many more seeds than means where differences are normal (E. J. G.
/// Pitman 1948); over the share of seeds that do not tie, as the others drop out; and no fewer than can reach a corrected p below 0.05 at all. It
/// takes the effect seen for the true one, which it is not: the number is as uncertain as the effect.
/// </remarks>
public static class SeedsToDecide
{
    /// <summary>The share of studies that decide with so many seeds.</summary>
    public const double Power = 0.8;

    /// <summary>More are not counted: an effect that asks for more is nothing that seeds will show.</summary>
    public const int Most = 10_000;

    /// <summary>The number of seeds in all, those there are included; <see cref="Most"/> where it would take more. Null where nothing can be said:
    /// one seed, or no difference on the mean.</summary>
    public static int? Of(PairedComparison paired)
    {
        if (paired.Count < 2 || paired.Mean == 0)
            return null;
        double level = Contrast.Level / paired.Comparisons, ratio = paired.StandardDeviation / Math.Abs(paired.Mean);
        double ranks = Math.PI / 3 * paired.Count / paired.SignedRank.Count;
        bool Suffices(int seeds)
        {
            double means = seeds / ranks;
            if (means < 2 || SignedRankTest.SmallestP((int)((long)seeds * paired.SignedRank.Count / paired.Count)) >= level)
                return false;
            int degrees = (int)means - 1;
            double quantiles = StudentT.Quantile(1 - level / 2, degrees) + StudentT.Quantile(Power, degrees);
            return means >= quantiles * quantiles * ratio * ratio;
        }
        (int low, int high) = (1, Most);
        while (high - low > 1)
            if (Suffices((low + high) / 2))
                high = (low + high) / 2;
            else
                low = (low + high) / 2;
        return high;
    }

    /// <summary>The number for people: no more digits than it deserves.</summary>
    internal static string Text(int seeds)
    {
        int unit = seeds < 100 ? 1 : seeds < 1000 ? 10 : 100;
        return seeds >= Most ? $"> {Reports.Format.Count(Most)}" : Reports.Format.Count((seeds + unit - 1) / unit * unit);
    }

    /// <summary>What a study says of the comparisons with the baseline that it leaves open; empty where there are none, or nothing can be
    /// said.</summary>
    public static string Describe(StudyComparison study)
    {
        (string Name, int Seeds)[] open = [.. study.Ranking.Where(arm => arm.AgainstBaseline?.SeedsToDecide is not null)
            .Select(arm => (arm.Name, arm.AgainstBaseline!.SeedsToDecide!.Value)).OrderBy(arm => arm.Item2)];
        if (open.Length == 0)
            return "";
        string seeds = open.Length == 1 ? $"{Amount(open[0].Seeds)} seeds"
            : $"from {Amount(open[0].Seeds)} ({open[0].Name}) to {Amount(open[^1].Seeds)} ({open[^1].Name}) seeds";
        return $"What is open against {study.Baseline}, {seeds} would decide in {100 * Power:0} % of studies, if the effects are what they "
            + $"seem; there "
            + $"are {study.Seeds}.";

        string Amount(int seeds) => seeds >= Most ? $"more than {Reports.Format.Count(Most)}" : $"some {Text(seeds)}";
    }
}
