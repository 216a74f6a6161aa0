namespace Elucid.Claims;

/// <summary>The answer in few sentences, made of the verdicts that there are: one for each area.</summary>
internal static class LedgerAnswers
{
    const int Named = 4;

    public static IReadOnlyList<string> Of(IReadOnlyList<CardRecord> cards) =>
        [.. from card in cards
            where card.Area is not (Area.Controls or Area.Tools)
            group card by card.Area into area
            orderby area.Key
            select Sentence(area.Key, [.. area]) into sentence
            where sentence.Length > 0
            select sentence];

    // What is neither judged nor decided is said last, and what was not run not at all: it is no answer.
    static string Sentence(Area area, IReadOnlyList<CardRecord> cards)
    {
        string[] parts =
        [
            .. Part(cards, ClaimVerdict.Supported, "supported:", WithEffect),
            .. Part(cards, ClaimVerdict.Refuted, "refuted:", WithEffect),
            .. Part(cards, ClaimVerdict.Depends, "true only on a condition:",
                card => card.Qualifier.Length > 0 ? $"{Quoted(card)} ({card.Qualifier})" : Quoted(card)),
            .. Part(cards, ClaimVerdict.Inconclusive, "not to be told by the data:", Quoted),
        ];
        return parts.Length == 0 ? "" : $"{Opening(area)} – {string.Join("; ", parts)}.";
    }

    static string Opening(Area area) => area switch
    {
        Area.Mathematics => "What ELU is",
        Area.Numerics => "What ELU costs",
        Area.Dynamics => "What ELU does to training",
        Area.Architectures => "What ELU does in kinds of networks",
        _ => "What ELU does for tasks",
    };

    static IEnumerable<string> Part(IReadOnlyList<CardRecord> cards, ClaimVerdict verdict, string words, Func<CardRecord, string> name)
    {
        // Those that the data is surest of come first.
        CardRecord[] of = [.. cards.Where(card => card.Verdict == verdict)
            .OrderBy(card => card.Conditions.Count > 0 ? card.Conditions[0].OneSidedP : 0)];
        if (of.Length > 0)
            yield return $"{words} {Listed([.. of.Select(name)])}";
    }

    static string Listed(IReadOnlyList<string> names) =>
        names.Count > Named + 1 ? $"{string.Join(", ", names.Take(Named))} and {names.Count - Named} more"
        : names.Count > 1 ? $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}"
        : names[0];

    static string Quoted(CardRecord card) => $"“{card.Topic}”";

    static string WithEffect(CardRecord card) =>
        card.Effect.Length == 0 ? Quoted(card) : $"{Quoted(card)} ({card.Effect}{(card.Against.Length > 0 ? $" against {card.Against}" : "")})";
}
