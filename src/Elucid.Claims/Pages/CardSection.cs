using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>A card as the page shows it.</summary>
internal static class CardSection
{
    public static ReportSection Of(CardRecord card, LedgerDocument document, Func<string, string> command)
    {
        ExperimentRecord[] experiments = [.. document.Experiments.Where(experiment => card.Experiments.Contains(experiment.Id))];
        ILookup<string, ExperimentRecord> byFirst = experiments.ToLookup(
            experiment => document.Cards.First(other => other.Experiments.Contains(experiment.Id)).Id);
        return new ReportSection(card.Sentence, card.Answer, [.. card.Charts.Select(PagePicture.Of)], ChartLayout.Multiples)
        {
            Place = card.Id,
            IsPart = true,
            Kind = $"{card.Id} · {card.Topic}",
            Verdict = ClaimsTable.Verdict(card) with { Detail = Effect(card) },
            Tables = card.Tables,
            Notes = [.. NotesOf(card)],
            Details =
            [
                .. card.Checks.Count > 0 ? [new ReportDetail("What was checked", [Checks(card)])] : Array.Empty<ReportDetail>(),
                .. card.Conditions.Count > 0 ? [new ReportDetail("What decides", [Conditions(card)])] : Array.Empty<ReportDetail>(),
                new ReportDetail(
                    "What was run, and how to run it alone",
                    [
                        .. byFirst[card.Id].SelectMany(ExperimentTables.Of),
                        .. byFirst.Where(group => group.Key != card.Id).Take(1).Select(_ => Elsewhere(byFirst, card.Id)),
                    ],
                    command(card.Id)),
            ],
        };
    }

    static string Effect(CardRecord card) => string.Join(", ", new[]
    {
        card.Effect.Length > 0 && card.Against.Length > 0 ? $"{card.Effect} against {card.Against}" : card.Effect, card.Qualifier,
    }.Where(part => part.Length > 0));

    static IEnumerable<ReportNote> NotesOf(CardRecord card)
    {
        if (card.Limits.Length > 0)
            yield return new("What must not be concluded", card.Limits);
        yield return new("Known before any experiment", card.Status switch
        {
            ClaimStatus.True => "true as stated, by mathematics",
            ClaimStatus.False => "false as stated, by mathematics",
            ClaimStatus.Conditional => "true under a condition that the claim leaves out",
            ClaimStatus.Untestable => "nothing that can be observed depends on it",
            _ => "only an experiment can tell",
        });
        if (card.Expected.Length > 0)
            yield return new("Expected before the runs", card.Expected);
        if (card.Sources.Count > 0)
            yield return new(card.Sources.Count > 1 ? "Sources" : "Source", string.Join("; ", card.Sources));
    }

    static ReportTable Checks(CardRecord card) => new(
        "Checks", [new("check"), new("holds"), new("found")],
        [.. card.Checks.Select(check => new ReportRow(
            check.Text, new ReportCell(check.Holds ? "✓ yes" : "✗ no", check.Holds ? CellTone.Plain : CellTone.Failed), check.Found))]);

    // Cards share experiments; each stands on the page once.
    static ReportTable Elsewhere(ILookup<string, ExperimentRecord> byFirst, string own) => new(
        "Experiments that stand at other cards", [new(""), new("")],
        [.. from first in byFirst
            where first.Key != own
            from experiment in first
            select new ReportRow(experiment.Id, new ReportCell($"see {first.Key}") { Place = first.Key })]);

    static ReportTable Conditions(CardRecord card) => new(
        "Conditions",
        [new("rule, fixed before the runs"), new("verdict"), new("estimate"), new("95 % interval"), new("one-sided p"), new("discovery")],
        [.. card.Conditions.Select((condition, i) => new ReportRow(
            condition.Rule, card.Verdict == ClaimVerdict.NotRun ? Format.Missing : condition.Verdict.Text(),
            $"{Format.Number(condition.Estimate)}{condition.Unit}",
            double.IsNaN(condition.Lower) ? Format.Missing : $"{Format.Number(condition.Lower)} to {Format.Number(condition.Upper)}",
            double.IsNaN(condition.OneSidedP) ? Format.Missing : Format.BarePValue(condition.OneSidedP),
            i > 0 || card.IsDiscovery is not { } isDiscovery ? "" : isDiscovery ? "yes" : "no"))]);
}
