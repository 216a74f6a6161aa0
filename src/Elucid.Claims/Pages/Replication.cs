using System.Text.Json;
using System.Text.Json.Serialization;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>Whether a second run of the ledger says what the first said.</summary>
/// <param name="Compared">How many claims both runs decided by experiments: neither is inconclusive.</param>
/// <param name="Agreeing">How many of them got the same verdict.</param>
/// <param name="SharesSeeds">Whether both runs used the same seeds: then the second one repeats the bits of the first, and says nothing new.</param>
/// <param name="Claims">The claims that both runs judged.</param>
public sealed record ReplicationReport(int Compared, int Agreeing, bool SharesSeeds, IReadOnlyList<ReplicatedClaim> Claims)
{
    /// <summary>The share that must agree.</summary>
    public const double Required = 0.95;

    /// <summary>The claims whose verdicts differ, those that only one of the runs decided included.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReplicatedClaim> Differences => [.. Claims.Where(claim => claim.First != claim.Second)];

    /// <summary>The share of the verdicts that are not inconclusive and agree; 1 where there are none.</summary>
    public double Share => Compared == 0 ? 1 : (double)Agreeing / Compared;

    /// <summary>Whether the ledger replicates: enough verdicts agree, and no proof came out otherwise.</summary>
    public bool Replicates => Share >= Required && !Differences.Any(difference => difference.IsOfProof);

    /// <summary>Compares two runs.</summary>
    public static ReplicationReport Of(LedgerDocument first, LedgerDocument second)
    {
        Dictionary<string, CardRecord> others = second.Cards.ToDictionary(card => card.Id);
        (CardRecord First, CardRecord Second)[] pairs =
            [.. first.Cards.Where(card => others.ContainsKey(card.Id)).Select(card => (card, others[card.Id]))
                .Where(pair => WasJudged(pair.card) && WasJudged(pair.Item2))];
        (CardRecord First, CardRecord Second)[] decided =
            [.. pairs.Where(pair => pair.First.Experiments.Count > 0 && IsDecided(pair.First) && IsDecided(pair.Second))];
        return new ReplicationReport(
            decided.Length, decided.Count(pair => pair.First.Verdict == pair.Second.Verdict), first.FirstSeed == second.FirstSeed,
            [.. pairs.Select(pair => new ReplicatedClaim(
                pair.First.Id, pair.First.Sentence, pair.First.Verdict, pair.Second.Verdict, pair.First.Effect, pair.Second.Effect,
                pair.First.Experiments.Count == 0))]);
    }

    /// <summary>The differences as a table.</summary>
    public ReportTable Table() => new(
        "Verdicts that differ", [new("claim"), new("here"), new("there"), new("effect here"), new("effect there")],
        [.. Differences.Select(d => new ReportRow(d.Id, d.First.Text(), d.Second.Text(), d.FirstEffect, d.SecondEffect))]);

    /// <summary>All claims that rest on experiments, with both verdicts and both effects, as Markdown.</summary>
    /// <param name="first">The run that is compared.</param>
    /// <param name="second">The other one.</param>
    public static string ToMarkdown(LedgerDocument first, LedgerDocument second)
    {
        ReplicationReport report = Of(first, second);
        string NameOf(LedgerDocument run) => $"seeds from {run.FirstSeed}";
        ReportFact FactOf(LedgerDocument run) => new(
            NameOf(run), $"{run.Written:yyyy-MM-dd}",
            $"Elucid {string.Join(", ", run.Builds)}, {run.Environment.Processor}, {run.Environment.Vectors}");
        return ReportMarkdown.Render(new ReportModel
        {
            Title = "The ledger on other seeds",
            Conclusion = report.Conclusion + " Tuning used the same seeds in both, of its own.",
            Facts = [FactOf(second), FactOf(first)],
            Results = new ReportTable(
                "Verdicts and effects",
                [new("claim"), new("what is said"), new(NameOf(second)), new(NameOf(first)), new("effect"), new("effect again")],
                [.. report.Claims.Where(claim => !claim.IsOfProof).Select(claim => new ReportRow(
                    claim.Id, claim.Sentence, claim.Second.Text(),
                    claim.First == claim.Second ? claim.First.Text() : new ReportCell(claim.First.Text(), CellTone.Failed), claim.SecondEffect,
                    claim.FirstEffect))]),
        });
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ClaimsJson.Indented.ReplicationReport);

    /// <summary>The result in sentences.</summary>
    public string Conclusion => (Compared == 0 ? "No claim was decided by experiments in both runs."
        : $"{Agreeing} of {Compared} verdicts that are not inconclusive agree ({Format.Percent(Share)}; {Format.Percent(Required)} are required).")
            + (SharesSeeds && Compared > 0
                ? " Both runs used the same seeds, so they are the same experiments: run one of them from another first seed." : "");

    static bool WasJudged(CardRecord card) => card.Verdict is not (ClaimVerdict.NotRun or ClaimVerdict.Untestable);

    static bool IsDecided(CardRecord card) => card.Verdict is not ClaimVerdict.Inconclusive;
}

/// <summary>A claim that two runs judged.</summary>
/// <param name="Id">The claim.</param>
/// <param name="Sentence">What is said.</param>
/// <param name="First">What the first run says.</param>
/// <param name="Second">What the second run says.</param>
/// <param name="FirstEffect">The effect in the first run.</param>
/// <param name="SecondEffect">The effect in the second run.</param>
/// <param name="IsOfProof">Whether it rests on no experiment: if the verdicts differ, one of the two is wrong.</param>
public sealed record ReplicatedClaim(
    string Id, string Sentence, ClaimVerdict First, ClaimVerdict Second, string FirstEffect, string SecondEffect, bool IsOfProof);
