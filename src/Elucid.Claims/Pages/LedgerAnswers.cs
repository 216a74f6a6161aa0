using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What the verdicts mean for somebody who chooses an activation, in few sentences: when to use ELU, when not, with which gain and rate, at
/// what cost. Made of the verdicts and the tuned rates that there are; nothing is said of what was not run.</summary>
internal static class LedgerAnswers
{
    const int Named = 6;

    public static IReadOnlyList<ReportNote> Of(IReadOnlyList<CardRecord> cards, IReadOnlyList<ExperimentRecord> experiments)
    {
        CardRecord[] used = [.. cards.Where(card => card.Area is Area.Dynamics or Area.Architectures or Area.Applications)];
        ReportNote[] whole =
        [
            Answer("When to use ELU", Part("these claims are supported:", used, card => card.Verdict == ClaimVerdict.Supported, WithEffect),
                Part("these depend on a condition:", used, card => card.Verdict == ClaimVerdict.Depends, WithCondition)),
            Answer("When not to", Part("what was found is the opposite of", used, IsOpposite, WithEffect)),
            Answer("What does not hold", Part(
                "refuted:", used,
                card => card.Verdict == ClaimVerdict.Refuted && !IsOpposite(card), WithEffect),
                Part("not to be told by the data:", used, card => card.Verdict == ClaimVerdict.Inconclusive, Quoted)),
            Answer("Which gain and which rate", GainAndRate.Gain(experiments), GainAndRate.Rate(experiments)),
            Answer("What it costs", [.. Verdicts(cards, Area.Numerics)]),
            Answer("What the function is", [.. Verdicts(cards, Area.Mathematics)]),
        ];
        return [.. whole.Where(answer => answer.Text.Length > 0)];
    }

    // A refutation by an effect in the other direction is advice; one by an effect that is too small is not.
    static bool IsOpposite(CardRecord card) => card.Verdict == ClaimVerdict.Refuted
        && card.Conditions.Any(condition => condition.Verdict == Lab.Verdict.RefutedOpposite);

    static IEnumerable<string> Verdicts(IReadOnlyList<CardRecord> cards, Area area)
    {
        CardRecord[] of = [.. cards.Where(card => card.Area == area)];
        yield return Part("supported:", of, card => card.Verdict == ClaimVerdict.Supported, WithEffect);
        yield return Part("refuted:", of, card => card.Verdict == ClaimVerdict.Refuted, WithEffect);
        yield return Part("true only on a condition:", of, card => card.Verdict == ClaimVerdict.Depends, WithCondition);
        yield return Part("not to be told by the data:", of, card => card.Verdict == ClaimVerdict.Inconclusive, Quoted);
    }

    static ReportNote Answer(string question, params IReadOnlyList<string> parts)
    {
        string text = string.Join("; ", parts.Where(part => part.Length > 0));
        return new ReportNote(question, text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.");
    }

    static string Part(string words, IReadOnlyList<CardRecord> cards, Func<CardRecord, bool> which, Func<CardRecord, string> name)
    {
        // Those that the data is surest of come first.
        CardRecord[] of = [.. cards.Where(which).OrderBy(card => card.Conditions.Count > 0 ? card.Conditions[0].OneSidedP : 0)];
        return of.Length == 0 ? "" : $"{words} {Listed([.. of.Select(name)])}";
    }

    static string Listed(IReadOnlyList<string> names) =>
        names.Count > Named + 1 ? $"{string.Join(", ", names.Take(Named))} and {names.Count - Named} more"
        : names.Count > 1 ? $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}"
        : names[0];

    static string Quoted(CardRecord card) => $"“{card.Topic}”";

    static string WithCondition(CardRecord card) => card.Qualifier.Length > 0 ? $"{Quoted(card)} ({card.Qualifier})" : Quoted(card);

    static string WithEffect(CardRecord card) =>
        card.Effect.Length == 0 ? Quoted(card) : $"{Quoted(card)} ({card.Effect}{(card.Against.Length > 0 ? $" against {card.Against}" : "")})";
}
