using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What the verdicts mean for somebody who chooses an activation, a sentence each: when to use ELU, when not, with which gain and rate, at
/// what cost, and what the function is. Made of the verdicts and the tuned rates that there are; nothing is said of what was not run.</summary>
internal static class LedgerAnswers
{
    // More names are a list, which the table below the sentences is.
    const int Named = 3;

    static readonly Outcome
        Supported = new("is supported", "are supported", card => card.Verdict == ClaimVerdict.Supported, WithEffect),
        Depends = new("holds on a condition", "hold on a condition", card => card.Verdict == ClaimVerdict.Depends, WithCondition),
        Opposite = new("comes out the other way round", "come out the other way round", IsOpposite, WithEffect),
        Refuted = new("is refuted", "are refuted", card => card.Verdict == ClaimVerdict.Refuted, WithEffect),
        OtherwiseRefuted = Refuted with { Has = card => card.Verdict == ClaimVerdict.Refuted && !IsOpposite(card) },
        Inconclusive = new(
            "cannot be told by the data", "cannot be told by the data", card => card.Verdict == ClaimVerdict.Inconclusive, Quoted);

    public static IReadOnlyList<ReportNote> Of(IReadOnlyList<CardRecord> cards, IReadOnlyList<ExperimentRecord> experiments)
    {
        CardRecord[] In(params Area[] areas) => [.. cards.Where(card =>
            areas.Contains(card.Area) && card.Verdict is not (ClaimVerdict.NotRun or ClaimVerdict.Untestable))];
        CardRecord[] used = In(Area.Dynamics, Area.Architectures, Area.Applications);
        ReportNote[] all =
        [
            Counted("When to use ELU", "training, networks and tasks", used, Supported, Depends),
            Counted("When not to", "training, networks and tasks", used, Opposite, OtherwiseRefuted, Inconclusive),
            Sentence("Which gain and which rate", GainAndRate.Gain(experiments), GainAndRate.Rate(experiments)),
            Counted("What it costs", "cost and numbers", In(Area.Numerics), Supported, Refuted, Depends, Inconclusive),
            Counted("What the function is", "the function", In(Area.Mathematics), Supported, Refuted, Depends, Inconclusive),
        ];
        return [.. all.Where(answer => answer.Text.Length > 0)];
    }

    // A refutation by an effect in the other direction is advice; one by an effect that is too small is not.
    static bool IsOpposite(CardRecord card) => card.Verdict == ClaimVerdict.Refuted
        && card.Conditions.Any(condition => condition.Verdict == Lab.Verdict.RefutedOpposite);

    static ReportNote Counted(string question, string subject, CardRecord[] cards, params IReadOnlyList<Outcome> outcomes)
    {
        string[] clauses = [.. outcomes.Select(outcome => Clause(outcome, [.. cards.Where(outcome.Has)])).Where(clause => clause.Length > 0)];
        return clauses.Length == 0 ? new ReportNote(question, "")
            : Sentence(question,
                [$"of {Format.Count(cards.Length)} {(cards.Length == 1 ? "claim" : "claims")} about {subject} {clauses[0]}", .. clauses[1..]]);
    }

    static string Clause(Outcome outcome, CardRecord[] cards)
    {
        // Those that the data is surest of come first.
        string[] names = [.. cards.OrderBy(card => card.Conditions.Count > 0 ? card.Conditions[0].OneSidedP : 0).Take(Named).Select(outcome.Name)];
        return cards.Length switch
        {
            0 => "",
            1 => $"1 {outcome.One}: {names[0]}",
            _ => $"{Format.Count(cards.Length)} {outcome.Many}{(cards.Length > Named ? ", among them " : ": ")}"
                + $"{string.Join(", ", names[..^1])} and {names[^1]}",
        };
    }

    static ReportNote Sentence(string question, params IReadOnlyList<string> clauses)
    {
        string text = string.Join("; ", clauses.Where(clause => clause.Length > 0));
        return new ReportNote(question, text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.");
    }

    static string Quoted(CardRecord card) => $"“{card.Topic}”";

    static string WithCondition(CardRecord card) => card.Qualifier.Length > 0 ? $"{Quoted(card)} ({card.Qualifier})" : Quoted(card);

    static string WithEffect(CardRecord card) =>
        card.Effect.Length == 0 ? Quoted(card) : $"{Quoted(card)} ({card.Effect}{(card.Against.Length > 0 ? $" against {card.Against}" : "")})";

    /// <summary>A way in which claims come out, as a sentence says it of one and of many.</summary>
    sealed record Outcome(string One, string Many, Func<CardRecord, bool> Has, Func<CardRecord, string> Name);
}
