using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The table of claims: a row each, with verdict and effect.</summary>
public static class ClaimsTable
{
    /// <summary>All claims, for the page.</summary>
    public static ReportTable Of(LedgerDocument document) => new(
        "Claims",
        [new(""), new("verdict"), new("what is said"), new("effect", "Above 0 in the direction claimed, with its 95 % interval.")],
        [.. document.Cards.Select(card => new ReportRow(
            new ReportCell(card.Id) { Place = card.Id }, Unbroken(Verdict(card)),
            new ReportCell(card.Sentence, Detail: card.Qualifier),
            new ReportCell(card.Effect, Detail: card.Against.Length > 0 ? $"against {card.Against}" : ""))
        {
            Tags = [AreaOf(card), card.Verdict.Text()],
        })])
    {
        Filters = ["area", "verdict"],
    };

    /// <summary>The claims of one area in the short form that fits a terminal.</summary>
    public static ReportTable Short(Area area, IEnumerable<CardRecord> cards) => new(
        area.ToString(), [new("claim"), new("verdict"), new("effect"), new("against"), new("about")],
        [.. cards.Select(card => new ReportRow(card.Id, Verdict(card), card.Effect, card.Against, About(card)))]);

    /// <summary>Mark and word, with their tone.</summary>
    internal static ReportCell Verdict(CardRecord card) => new($"{card.Verdict.Mark()} {card.Verdict.Text()}", card.Verdict switch
    {
        ClaimVerdict.Supported => CellTone.Best,
        ClaimVerdict.Refuted => CellTone.Failed,
        _ => CellTone.Plain,
    });

    // The mark is not parted from its word.
    static ReportCell Unbroken(ReportCell cell) => cell with { Text = cell.Text.Replace(' ', '\u00A0') };

    internal static string AreaOf(CardRecord card) => card.Area.ToString().ToLowerInvariant();

    static string About(CardRecord card) => card.Qualifier.Length > 0 ? $"{card.Topic}; {card.Qualifier}" : card.Topic;
}
