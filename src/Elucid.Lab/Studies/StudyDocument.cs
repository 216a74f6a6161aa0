using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The content of <c>results.json</c>; its fields are explained in <c>docs/results.md</c>. NaN, where a number does not exist, is the string
/// "NaN".</summary>
public sealed record StudyDocument
{
    /// <summary>Changes when a field changes its meaning.</summary>
    public string Schema { get; init; } = "elucid-study/1";

    /// <summary>Who wins, in plain words.</summary>
    public required string Conclusion { get; init; }

    /// <summary>False when the study was stopped; the numbers then cover <see cref="Seeds"/> only.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Name and fingerprint of the data, and how it was split.</summary>
    public required DataDocument Data { get; init; }

    /// <summary>What was asked for.</summary>
    public required StudySettings Settings { get; init; }

    /// <summary>The seeds that every activation finished.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>What was seen at each look, if a rule decides how many seeds there are; null without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Look>? Looks { get; init; }

    /// <summary>The activations, best first.</summary>
    public required IReadOnlyList<ActivationDocument> Activations { get; init; }

    /// <summary>What the networks must beat: the trivial baseline and the linear one.</summary>
    public IReadOnlyList<BaselineDocument> Baselines { get; init; } = [];

    /// <summary>The learning rates that were tried, if they were tuned.</summary>
    public required IReadOnlyList<TriedRate> Rates { get; init; }

    /// <summary>The leads over the baseline in each variant, and how they change; null where nothing is varied.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeadDocument>? Leads { get; init; }

    /// <summary>SHA-256 over all scores and losses of all trials: equal when a repetition gave the same bits. Times are not part of it.</summary>
    public required string ResultHash { get; init; }

    /// <summary>Where it was run.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>From a summary.</summary>
    public static StudyDocument Of(StudySummary summary) => new()
    {
        Conclusion = summary.Conclusion,
        IsComplete = summary.Result.IsComplete,
        Data = new DataDocument(summary.Result.Data.Name, summary.Result.Data.Fingerprint, summary.Result.Data.SplitRule, summary.Result.Data.Source),
        Settings = summary.Result.Settings,
        Seeds = summary.Seeds,
        Looks = summary.Result.Settings.Rule is null ? null : summary.Result.Looks,
        Activations = [.. summary.Activations.Select(ActivationDocument.Of)],
        Baselines = [.. summary.Baselines.Select(b => new BaselineDocument(b.Name, EstimateDocument.Of(b.Score), ScoresDocument.Of(b.Tests)))],
        Rates = [.. summary.Result.Outcome.Tried.Select(tried => TriedRate.Of(tried, summary.Comparison.Metric))],
        Leads = summary.Result.Settings.Variation is null ? null : [.. summary.Leads.Select(LeadDocument.Of)],
        ResultHash = HashOf(summary.Activations.SelectMany(a => a.Trials), summary.Comparison.Metric),
        Environment = RunEnvironment.Current,
    };

    static string HashOf(IEnumerable<TrialCourse> trials, Metric metric)
    {
        double[] numbers = [.. from trial in trials.OrderBy(t => t.Arm, StringComparer.Ordinal).ThenBy(t => t.Seed)
            from epoch in trial.Epochs
            from number in new[] { epoch.TrainingLoss, epoch.Test.Loss, metric.Of(epoch.Test) ?? 0 }
            select number];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(numbers)))[..32];
    }
}

/// <summary>A learning rate that was tried for an arm.</summary>
/// <param name="Activation">For which.</param>
/// <param name="LearningRate">The rate.</param>
/// <param name="Score">Mean validation accuracy or −RMSE over the tuning seeds; NaN if a run failed.</param>
/// <param name="Loss">Mean validation loss; decides between equal scores.</param>
/// <param name="IsSafe">Whether this rate and the next larger one trained on every tuning seed.</param>
/// <param name="IsChosen">Whether the study uses it.</param>
public sealed record TriedRate(string Activation, double LearningRate, double Score, double Loss, bool IsSafe, bool IsChosen)
{
    internal static TriedRate Of(TriedValue tried, Metric metric) => new(
        tried.Arm, tried.Value, metric.HigherIsBetter ? tried.Score : -tried.Score, tried.Tie, tried.IsSafe, tried.IsChosen);
}

/// <summary>Which data.</summary>
public sealed record DataDocument(string Name, string Fingerprint, string Split, string Source);

/// <summary>A mean over seeds with its 95 % confidence interval.</summary>
public sealed record EstimateDocument(double Mean, double Lower, double Upper, double StandardDeviation)
{
    internal static EstimateDocument Of(Summary s) => new(s.Mean, s.Interval.Lower, s.Interval.Upper, s.StandardDeviation);
}

/// <summary>All scores over the seeds that have them; null for those that do not apply or are undefined on every seed.</summary>
public sealed record ScoresDocument(
    EstimateDocument? Accuracy, EstimateDocument? BalancedAccuracy, EstimateDocument? F1, EstimateDocument? MacroF1, EstimateDocument? Auc,
    EstimateDocument? Loss,
    EstimateDocument? Mae, EstimateDocument? Rmse, EstimateDocument? R2)
{
    internal static ScoresDocument Of(IReadOnlyList<Evaluation> tests)
    {
        EstimateDocument? Over(Func<Evaluation, double?> score) =>
            tests.Select(score).OfType<double>().ToArray() is { Length: > 0 } values ? EstimateDocument.Of(Summary.Of(values)) : null;
        return new(
            Over(t => t.Accuracy), Over(t => t.BalancedAccuracy), Over(t => t.F1), Over(t => t.MacroF1), Over(t => t.Auc),
            Over(t => double.IsFinite(t.Loss) ? t.Loss : null),
            Over(t => t.Mae), Over(t => t.Rmse), Over(t => t.R2));
    }
}

/// <summary>What the networks must beat, on the same test rows; never ranked.</summary>
public sealed record BaselineDocument(string Name, EstimateDocument Score, ScoresDocument Scores);

/// <summary>The paired difference from the baseline; positive is better than the baseline.</summary>
public sealed record ContrastDocument(
    double Estimate, double Lower, double Upper, IntervalMethod Method, double WilcoxonP, double WilcoxonPHolm, double StudentP, double StudentPHolm,
    double EffectSize, int BetterSeeds, Standing Standing, double FailureP)
{
    /// <summary>How many seeds in all would decide it in 80 % of studies, if the effect is what it seems; null where it is decided, or nothing can
    /// be said.</summary>
    public int? SeedsToDecide { get; init; }

    internal static ContrastDocument Of(Contrast c, double failureP = double.NaN) => new(
        c.Paired.Estimate, c.Paired.Interval.Lower, c.Paired.Interval.Upper, c.Paired.Method, c.Paired.WilcoxonP, c.WilcoxonP, c.Paired.StudentP,
        c.StudentP, c.Paired.EffectSize, c.Paired.PositiveCount, c.Standing, failureP)
    {
        SeedsToDecide = c.SeedsToDecide,
    };
}

/// <summary>The lead of an activation over the baseline's in a variant.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Levels">The levels of the variant.</param>
/// <param name="Over">The lead.</param>
/// <param name="Change">How much larger it is than in the first variant; null there.</param>
public sealed record LeadDocument(string Activation, IReadOnlyList<string> Levels, ContrastDocument Over, ContrastDocument? Change)
{
    internal static LeadDocument Of(Lead lead) => new(
        lead.Activation, lead.Variant.Levels, ContrastDocument.Of(lead.Over), lead.Change is { } change ? ContrastDocument.Of(change) : null);
}

/// <summary>One activation.</summary>
public sealed record ActivationDocument(
    string Name, EstimateDocument Score, EstimateDocument? R2, int Failures, int ReachedBaseline, double EpochsToBaseline, double SecondsToBaseline,
    double SecondsPerEpoch, double? DeadShare, double? MeanActivation, double? GradientRatio, double LearningRate, ContrastDocument? AgainstBaseline,
    IReadOnlyList<TrialDocument> Trials)
{
    /// <summary>All scores over the seeds; failed trials count with those of the trivial baseline. Null in files of versions before it.</summary>
    public ScoresDocument? Scores { get; init; }

    internal static ActivationDocument Of(ActivationSummary a) => new(
        a.Name, EstimateDocument.Of(a.Score), a.R2 is { } r2 ? EstimateDocument.Of(r2)
            : null, a.Failures, a.Reached, a.EpochsToBaseline, a.SecondsToBaseline,
        a.SecondsPerEpoch, a.DeadShare, a.MeanActivation, a.GradientRatio, a.LearningRate, ContrastOf(a.Ranked),
        [.. a.Trials.Select(t => new TrialDocument(
            t.Seed, t.Failure?.Kind.ToString() ?? "Trained", t.Failure?.Sentence ?? "", t.FinalEpoch, t.Final?.TrainingLoss ?? double.NaN,
            t.Final?.Test.Loss ?? double.NaN, t.Final?.Test.Accuracy, t.Final?.Test.Rmse, t.Final?.Test.R2, t.Seconds)
        {
            TestBalancedAccuracy = t.Final?.Test.BalancedAccuracy,
            TestF1 = t.Final?.Test.F1,
            TestMacroF1 = t.Final?.Test.MacroF1,
            TestAuc = t.Final?.Test.Auc,
            TestMae = t.Final?.Test.Mae,
            Undefined = t.Undefined,
        })])
    {
        Scores = ScoresDocument.Of(a.Tests),
    };

    static ContrastDocument? ContrastOf(RankedArm arm) =>
        arm.AgainstBaseline is { } contrast ? ContrastDocument.Of(contrast, arm.FailureP ?? double.NaN) : null;
}

/// <summary>One trial's end; its course is in <c>history.csv</c>.</summary>
public sealed record TrialDocument(
    int Seed, string Outcome, string Explanation, int FinalEpoch, double TrainingLoss, double TestLoss, double? TestAccuracy, double? TestRmse,
    double? TestR2, double Seconds)
{
    /// <summary>The mean recall of the classes.</summary>
    public double? TestBalancedAccuracy { get; init; }

    /// <summary>F1 of the second of two classes.</summary>
    public double? TestF1 { get; init; }

    /// <summary>The mean F1 of the classes.</summary>
    public double? TestMacroF1 { get; init; }

    /// <summary>The area under the ROC curve.</summary>
    public double? TestAuc { get; init; }

    /// <summary>The mean absolute error, in the target's own units.</summary>
    public double? TestMae { get; init; }

    /// <summary>Which scores the test rows do not have, and why; empty if they have all.</summary>
    public string Undefined { get; init; } = "";
}
