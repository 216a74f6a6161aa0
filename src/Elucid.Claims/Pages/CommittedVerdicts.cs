using System.Text.Json;

namespace Elucid.Claims;

/// <summary>The verdicts of the committed run, for studies that stand near a card.</summary>
public static class CommittedVerdicts
{
    /// <summary>The verdicts by the cards' ids.</summary>
    public static IReadOnlyDictionary<string, LedgerVerdict> All { get; } = Read(Committed());

    /// <summary>The content of the committed file for what a run found.</summary>
    public static string Write(LedgerDocument document) => JsonSerializer.Serialize(
        document.Cards.Where(card => card.Near is not null).ToDictionary(card => card.Id, card => card.Near!),
        ClaimsJson.Indented.DictionaryStringLedgerVerdict) + "\n";

    internal static Dictionary<string, LedgerVerdict> Read(string json) =>
        JsonSerializer.Deserialize(json, ClaimsJson.Default.DictionaryStringLedgerVerdict)!;

    static string Committed()
    {
        using StreamReader file = new(typeof(CommittedVerdicts).Assembly.GetManifestResourceStream("verdicts.json")!);
        return file.ReadToEnd();
    }
}
