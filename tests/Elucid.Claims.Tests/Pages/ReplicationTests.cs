namespace Elucid.Claims.Tests.Pages;

/// <summary>Whether a second run says what the first said.</summary>
[AnyWidth]
public class ReplicationTests
{
    static readonly LedgerDocument First = LedgerRecords.Of(
        PlantedClaim.Run(null, new T90Planted(), new M90Proved()), new LedgerOptions());

    static LedgerDocument With(ClaimVerdict verdict, int firstSeed = 1000) => First with
    {
        FirstSeed = firstSeed,
        Cards = [.. First.Cards.Select(card => card.Id == "T90" ? card with { Verdict = verdict } : card)],
    };

    [Fact]
    public void Verdicts_that_are_not_inconclusive_are_compared()
    {
        ReplicationReport same = ReplicationReport.Of(First, With(ClaimVerdict.Supported));
        Assert.Equal((1, 1, true, false), (same.Compared, same.Agreeing, same.Replicates, same.SharesSeeds));
        Assert.Equal("1 of 1 verdicts that are not inconclusive agree (100 %; 95.0 % are required).", same.Conclusion);

        ReplicationReport other = ReplicationReport.Of(First, With(ClaimVerdict.Refuted));
        Assert.Equal((1, 0, false), (other.Compared, other.Agreeing, other.Replicates));
        Assert.Equal(["T90"], other.Differences.Select(difference => difference.Id));

        ReplicationReport undecided = ReplicationReport.Of(First, With(ClaimVerdict.Inconclusive));
        Assert.Equal((0, true), (undecided.Compared, undecided.Replicates));
        Assert.Equal(["T90"], undecided.Differences.Select(difference => difference.Id));
        Assert.Empty(ReplicationReport.Of(First, With(ClaimVerdict.NotRun)).Differences);
    }

    [Fact]
    public void The_document_has_both_verdicts_and_effects_of_all_claims_that_rest_on_experiments()
    {
        string text = ReplicationReport.ToMarkdown(With(ClaimVerdict.Refuted), First);
        Assert.Contains("| claim | what is said | seeds from 0 | seeds from 1000 | effect | effect again |", text);
        Assert.Contains("| T90 | With b the score is higher than with a. | supported | ", text);
        Assert.DoesNotContain("M90", text);
    }

    [Fact]
    public void The_same_seeds_are_the_same_experiment() => Assert.Equal(
        "1 of 1 verdicts that are not inconclusive agree (100 %; 95.0 % are required). Both runs used the same seeds, so they are the same "
            + "experiments: run one of them from another first seed.",
        ReplicationReport.Of(First, First).Conclusion);

    [Fact]
    public void A_proof_that_comes_out_otherwise_is_no_replication()
    {
        LedgerDocument wrong = With(ClaimVerdict.Supported) with
        {
            Cards = [.. First.Cards.Select(card => card.Id == "M90" ? card with { Verdict = ClaimVerdict.Refuted } : card)],
        };
        Assert.False(ReplicationReport.Of(First, wrong).Replicates);
    }
}
