using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The content of <c>results.json</c> for trials that were run elsewhere; its fields are explained in <c>docs/results.md</c>.</summary>
public sealed record ScoredDocument
{
    /// <summary>Changes when a field changes its meaning.</summary>
    public string Schema { get; init; } = "elucid-scores/1";

    /// <summary>Who wins, in plain words.</summary>
    public required string Conclusion { get; init; }

    /// <summary>Where the scores come from.</summary>
    public required string Source { get; init; }

    /// <summary>What a reader must know of them, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What they are.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether larger scores are better.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>The arm that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The seeds on which every arm has a score.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    /// <summary>The arms, best first.</summary>
    public required IReadOnlyList<ScoredArmDocument> Arms { get; init; }

    /// <summary>Where it was computed.</summary>
    public required RunEnvironment Environment { get; init; }

    internal static ScoredDocument Of(ScoredStudy study) => new()
    {
        Conclusion = study.Conclusion,
        Source = study.Trials.Name,
        Notes = study.Trials.Notes,
        Metric = study.Comparison.Metric.Name,
        HigherIsBetter = study.Comparison.Metric.HigherIsBetter,
        Baseline = study.Comparison.Baseline,
        Seeds = study.Trials.Seeds,
        Arms = [.. study.Comparison.Ranking.Select(arm => new ScoredArmDocument(
            arm.Name, EstimateDocument.Of(Summary.Of(arm.Scores.Values)), arm.Scores.Values.ToArray(),
            arm.AgainstBaseline is { } contrast ? ContrastDocument.Of(contrast) : null))],
        Environment = RunEnvironment.Current,
    };
}

/// <summary>An arm whose trials were run elsewhere.</summary>
/// <param name="Name">The arm.</param>
/// <param name="Score">Its score over the seeds.</param>
/// <param name="Values">Its score on each seed, in their order.</param>
/// <param name="AgainstBaseline">The paired comparison; null for the baseline itself.</param>
public sealed record ScoredArmDocument(
    string Name, EstimateDocument Score, IReadOnlyList<double> Values, ContrastDocument? AgainstBaseline);
