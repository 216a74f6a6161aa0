using Elucid.Lab;
using Elucid.Lab.Tests.Experiments;
using Elucid.Reports;

namespace Elucid.Claims.Tests;

/// <summary>Cards whose results are planted.</summary>
static class PlantedClaim
{
    public static Experiment Experiment { get; } =
        Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2)) with { Conditions = [new Superiority("b", "a", "score", 0.5)] };

    public static Experiment Failing { get; } = Experiment with { Arms = [Planted.Arm("a", 2), Planted.Arm("b", 1)] };

    /// <summary>Runs cards in memory.</summary>
    public static IReadOnlyList<LedgerEntry> Run(LedgerOptions? options = null, params Card[] cards) =>
        new Claims.Ledger(cards, new ClaimData("/nowhere"), options ?? new LedgerOptions())
            .RunAsync(new SequentialRunner(), new TrialIndex(new MemoryTrialLog()), cancellation: TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();
}

sealed class T90Planted : Card
{
    public string Said { get; init; } = "With b the score is higher than with a.";

    public ClaimStatus Known { get; init; } = ClaimStatus.Empirical;

    public Experiment Trials { get; init; } = PlantedClaim.Experiment;

    public bool IsNew { get; init; }

    public Func<Finding, Finding> Then { get; init; } = finding => finding;

    public override string Sentence => Said;

    public override ClaimStatus Status => Known;

    public override string Limits => "Nothing of networks.";

    public override bool IsInNursery => IsNew;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Trials];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[Trials.Id];
        return Then(Findings.Of(result.Judge()[0], "a", "Its score is higher.") with
        {
            Charts = [Pictures.PairedDifferences(result, "score"), Pictures.Curves(result, "course", "score")],
            Tables = [new ReportTable("Numbers", [new("x"), new("y")], [new("1", "2")])],
        });
    }
}

sealed class M90Proved : Proof
{
    public override string Sentence => "One and one is two.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Limits => "Nothing.";

    public override string Answer => "So it is.";

    public override IEnumerable<Check> Claimed() => [new Check("1 + 1 = 2", true, "2")];
}

sealed class M91Broken : Proof
{
    public override string Sentence => "One and one is three.";

    public override ClaimStatus Status => ClaimStatus.False;

    public override string Limits => "Nothing.";

    public override string Answer => "It is not.";

    public override IEnumerable<Check> Claimed() => [];

    public override IEnumerable<Check> Facts() => [new Check("1 + 1 = 3", false, "2")];
}

sealed class NC90Fails(bool trains) : Control
{
    public override string Sentence => "A control that fails.";

    public override bool Trains => trains;

    public override Finding Judge(Evidence evidence) => new(ClaimVerdict.Refuted, "It differs from itself.");
}

sealed class NC91Planted(Experiment experiment, ClaimVerdict? verdict = null) : Control
{
    public override string Sentence => "A control that trains.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [experiment];

    public override Finding Judge(Evidence evidence)
    {
        ConditionResult condition = experiment.Conditions[0].Evaluate(evidence[experiment.Id]);
        return new(verdict ?? ClaimWords.Of(condition.Verdict), "It is as everybody knows.");
    }
}
