using Elucid.Lab;
using Elucid.Lab.Tests.Experiments;

namespace Elucid.Claims.Tests.Ledger;

/// <summary>How cards are run and judged.</summary>
[AnyWidth]
public class LedgerTests
{
    [Fact]
    public void A_card_is_judged_by_what_its_experiment_found()
    {
        Assert.Equal(ClaimVerdict.Supported, PlantedClaim.Run(null, new T90Planted())[0].Finding.Verdict);
        Assert.Equal(ClaimVerdict.Refuted, PlantedClaim.Run(null, new T90Planted { Trials = PlantedClaim.Failing })[0].Finding.Verdict);
    }

    [Fact]
    public void A_quick_look_withholds_verdicts_of_experiments_and_gives_those_of_proofs()
    {
        IReadOnlyList<LedgerEntry> entries = PlantedClaim.Run(new LedgerOptions { IsQuick = true }, new T90Planted(), new M90Proved());
        Assert.Equal(["M90 Supported", "T90 NotRun"], entries.Select(entry => $"{entry.Card.Id} {entry.Finding.Verdict}"));
        Assert.Equal("A quick look at few seeds decides nothing. It showed: Its score is higher.", entries[1].Finding.Answer);
        Assert.Equal(3, entries[1].Results[0].Seeds.Count);
    }

    [Fact]
    public void A_card_in_the_nursery_is_run_and_gets_no_verdict()
    {
        LedgerEntry entry = PlantedClaim.Run(null, new T90Planted { IsNew = true })[0];
        Assert.Equal(
            (ClaimVerdict.NotRun, "A new card gets no verdict until others have looked at it. It showed: Its score is higher."),
            (entry.Finding.Verdict, entry.Finding.Answer));
        Assert.Equal(8, entry.Results[0].Seeds.Count);
        Assert.Null(LedgerRecords.Of([entry], new LedgerOptions()).Cards[0].IsDiscovery);
    }

    [Fact]
    public void A_control_is_decided_by_a_quick_look_too_and_one_that_fails_says_so()
    {
        LedgerOptions quick = new() { IsQuick = true };
        Assert.Equal(ClaimVerdict.Supported, PlantedClaim.Run(quick, new NC91Planted(PlantedClaim.Experiment))[0].Finding.Verdict);
        IReadOnlyList<LedgerEntry> failed = PlantedClaim.Run(quick, new NC91Planted(PlantedClaim.Failing), new T90Planted());
        Assert.True(failed[0].IsFailedControl);
        Assert.Equal("Control NC91 failed, so no verdict counts: It is as everybody knows.", failed[1].Finding.Answer);
        Assert.Equal(
            "A quick look at few seeds decides nothing. It showed: It is as everybody knows.",
            PlantedClaim.Run(quick, new NC91Planted(PlantedClaim.Experiment, ClaimVerdict.Inconclusive))[0].Finding.Answer);
    }

    [Theory]
    [InlineData(true, "M90 Supported, NC90 Refuted, T90 NotRun")]
    [InlineData(false, "NC90 Refuted, M90 NotRun, T90 NotRun")]
    public void A_control_that_fails_withholds_the_verdicts_that_depend_on_it(bool trains, string verdicts)
    {
        IReadOnlyList<LedgerEntry> entries = PlantedClaim.Run(null, new T90Planted(), new M90Proved(), new NC90Fails(trains));
        Assert.Equal(verdicts, string.Join(", ", entries.Select(entry => $"{entry.Card.Id} {entry.Finding.Verdict}")));
        Assert.Equal("Control NC90 failed, so no verdict counts: It differs from itself.", entries[^1].Finding.Answer);
        Assert.Equal(["NC90"], entries.Where(entry => entry.IsFailedControl).Select(entry => entry.Card.Id));
    }

    [Fact]
    public void What_trains_waits_for_the_controls_of_training_and_what_does_not_train_does_not()
    {
        string[] order = [.. new Claims.Ledger(ClaimCatalog.All, new ClaimData("/nowhere"), new LedgerOptions()).Cards.Select(card => card.Id)];
        int At(string id) => Array.IndexOf(order, id);
        Assert.Equal(["NC1", "NC3", "PC3"], order.Take(3));
        Assert.All(["M01", "N05", "M26", "A06"], id => Assert.InRange(At(id), At("PC3"), At("NC2")));
        Assert.All(["M19", "N02", "N12", "T01"], id => Assert.InRange(At(id), At("PC2"), order.Length));
    }

    [Fact]
    public void A_card_that_cannot_be_judged_leaves_the_others_alone()
    {
        IReadOnlyList<LedgerEntry> entries = PlantedClaim.Run(null, new M91Broken(), new M90Proved());
        Assert.True(entries[0].IsBroken);
        Assert.Equal(
            "It could not be judged: Card M91: '1 + 1 = 3' does not hold (2). The card or the library is wrong.", entries[0].Finding.Answer);
        Assert.Equal(ClaimVerdict.Supported, entries[1].Finding.Verdict);
    }

    [Fact]
    public void An_experiment_that_cannot_be_run_leaves_the_others_alone()
    {
        Experiment wrong = PlantedClaim.Experiment with { Arms = [Planted.Arm("a", 1), Planted.Faulty("measures nothing")] };
        IReadOnlyList<LedgerEntry> entries = PlantedClaim.Run(null, new T90Planted { Trials = wrong }, new M90Proved());
        Assert.Equal([false, true], entries.Select(entry => entry.IsBroken));
        Assert.StartsWith("It could not be run: Experiment 'planted': expected each trial to measure 'score'", entries[1].Finding.Answer);
    }

    // They share its trials, and each is judged by its own conditions.
    [Fact]
    public void Cards_that_name_the_same_experiment_mean_the_same_one()
    {
        ClaimData data = new(SmallImages.Directory);
        Assert.All(
            ClaimCatalog.All.SelectMany(card => card.Experiments(data)).GroupBy(experiment => experiment.Id),
            named => Assert.Single(named.Select(experiment => Design.Of(experiment with { Conditions = [] }).Hash).Distinct()));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_gives_no_verdict_and_goes_on_from_its_trials()
    {
        TrialIndex index = new(new MemoryTrialLog());
        Claims.Ledger ledger = new([new T90Planted()], new ClaimData("/nowhere"), new LedgerOptions());
        using CancellationTokenSource stop = new();
        Stopping observer = new(stop);
        IReadOnlyList<LedgerEntry> stopped = await ledger.RunAsync(new SequentialRunner(), index, observer, stop.Token);
        Assert.Equal("Stopped before its trials were finished.", stopped[0].Finding.Answer);
        int kept = index.Records.Count;
        Assert.InRange(kept, 1, 15);

        LedgerEstimate left = await LedgerEstimate.OfAsync(ledger, index);
        Assert.Equal((kept, 16 - kept), (left.Experiments[0].Stored, left.Left));
        IReadOnlyList<LedgerEntry> resumed = await ledger.RunAsync(
            new SequentialRunner(), index, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(ClaimVerdict.Supported, resumed[0].Finding.Verdict);
        Assert.Equal(0, (await LedgerEstimate.OfAsync(ledger, index)).Left);
    }

    [Fact]
    public async Task What_is_left_counts_tuning_and_what_comes_after_it()
    {
        Experiment tuned = PlantedClaim.Experiment with
        {
            Tuning = new Tuning { Setting = "rate", Grid = [1, 2, 3], Score = Planted.Score.Metric },
        };
        Claims.Ledger ledger = new([new T90Planted { Trials = tuned }], new ClaimData("/nowhere"), new LedgerOptions());
        LedgerEstimate estimate = await LedgerEstimate.OfAsync(ledger, new TrialIndex(new MemoryTrialLog()));
        Assert.Equal(2 * 3 * 3 + 2 * 8, estimate.Left);
        Assert.Equal(["planted"], estimate.Unknown.Select(experiment => experiment.Id));
    }

    sealed class Stopping(CancellationTokenSource stop) : ILedgerObserver
    {
        int _ended;

        public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
        {
            if (++_ended == 3)
                stop.Cancel();
        }
    }
}
