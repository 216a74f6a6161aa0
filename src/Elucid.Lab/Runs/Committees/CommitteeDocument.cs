namespace Elucid.Lab;

/// <summary>What a run's <c>results.json</c> says of a committee; its fields are explained in <c>docs/results.md</c>.</summary>
public sealed record CommitteeDocument
{
    /// <summary>The score that decides: "accuracy".</summary>
    public required string Score { get; init; }

    /// <summary>Its mean over the members, each alone; null where undefined.</summary>
    public required double? MemberMean { get; init; }

    /// <summary>The 95 % interval of that mean over other initial weights: lower and upper end; null for a single member.</summary>
    public required IReadOnlyList<double>? MemberInterval { get; init; }

    /// <summary>How much better the committee is, in <see cref="Unit"/>; NaN where undefined.</summary>
    public required double Gain { get; init; }

    /// <summary>The 95 % interval of that over other test rows; null where there is none.</summary>
    public required IReadOnlyList<double>? GainInterval { get; init; }

    /// <summary>What the gain is measured in: "percentage points", "%", or nothing.</summary>
    public required string Unit { get; init; }

    /// <summary>The mean over all pairs of members of the share of test rows with the same answer, or of the correlation of errors.</summary>
    public required double Agreement { get; init; }

    /// <summary>The members.</summary>
    public required IReadOnlyList<MemberDocument> Members { get; init; }

    internal static CommitteeDocument Of(RunResult run, CommitteeScores scores, Func<Evaluation, IReadOnlyDictionary<string, double>> test) => new()
    {
        Score = scores.Deciding.ShortName,
        MemberMean = scores.Single?.Mean,
        MemberInterval = scores.Single is { Interval: { IsNone: false } single } ? [single.Lower, single.Upper] : null,
        Gain = scores.Gain,
        GainInterval = scores.GainInterval.IsNone ? null : [scores.GainInterval.Lower, scores.GainInterval.Upper],
        Unit = scores.Deciding.Unit.Trim(),
        Agreement = scores.MeanAgreement,
        Members = [.. run.Members.Select((member, i) => new MemberDocument(
            member.Number, member.History.BestEpoch, member.History.Epochs.Count, member.History.Epochs.Sum(epoch => epoch.Seconds), member.Vote,
            test(scores.Tests[i])))],
    };
}

/// <summary>A member in <c>results.json</c>.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="BestEpoch">The epoch whose network was kept.</param>
/// <param name="Epochs">How many were done.</param>
/// <param name="Seconds">Of training steps.</param>
/// <param name="Vote">What its vote counts; 1 where the answer is a mean.</param>
/// <param name="Test">Its scores on the test data, by name.</param>
public sealed record MemberDocument(
    int Number, int BestEpoch, int Epochs, double Seconds, double Vote, IReadOnlyDictionary<string, double> Test);
