namespace Elucid.Lab;

/// <summary>What one paired comparison decides, after correction for the number of comparisons.</summary>
public enum Standing
{
    /// <summary>The data cannot tell.</summary>
    Undecided,

    /// <summary>Better than the other side.</summary>
    Better,

    /// <summary>Worse than the other side.</summary>
    Worse,

    /// <summary>The same score on every seed: the scores tie, whether or not the networks are equal.</summary>
    Equal,
}

/// <summary>One of several paired comparisons that are made together.</summary>
/// <param name="Paired">The differences by seed; the interval is corrected for the comparisons made together, as the p-values here are.</param>
/// <param name="WilcoxonP">The Wilcoxon p, Holm-corrected over the comparisons made together: the one that decides.</param>
/// <param name="StudentP">The paired t test's p, corrected in the same way: shown beside it.</param>
public sealed record Contrast(PairedComparison Paired, double WilcoxonP, double StudentP)
{
    /// <summary>The corrected p below which a comparison is decided.</summary>
    public const double Level = 0.05;

    /// <summary>Decided where the corrected Wilcoxon p is below 0.05 and estimate and ranks agree on the direction.</summary>
    public Standing Standing => this switch
    {
        { Paired.IsExactlyEqual: true } => Standing.Equal,
        { WilcoxonP: < Level, Paired.Direction: > 0 } => Standing.Better,
        { WilcoxonP: < Level, Paired.Direction: < 0 } => Standing.Worse,
        _ => Standing.Undecided,
    };

    /// <summary>How many seeds would decide it (<see cref="Lab.SeedsToDecide"/>); null where it is decided, or nothing can be said.</summary>
    public int? SeedsToDecide => Standing == Standing.Undecided ? Lab.SeedsToDecide.Of(Paired) : null;

    // Looks at the same comparisons, of which any may end the study, are so many more comparisons (Bonferroni).
    internal static Contrast[] Together(IEnumerable<double[]> differences, int looks = 1)
    {
        double[][] all = [.. differences];
        PairedComparison[] paired = [.. all.Select(d => PairedComparison.Of(d, all.Length * looks))];
        double[] Adjusted(Converter<PairedComparison, double> p) =>
            Array.ConvertAll(Holm.Adjust(Array.ConvertAll(paired, p)), adjusted => Math.Min(1, adjusted * looks));
        double[] wilcoxon = Adjusted(p => p.WilcoxonP), student = Adjusted(p => p.StudentP);
        return [.. paired.Select((p, i) => new Contrast(p, wilcoxon[i], student[i]))];
    }
}
