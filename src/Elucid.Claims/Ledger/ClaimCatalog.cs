namespace Elucid.Claims;

/// <summary>All cards. A new one is its file and a line here.</summary>
public static class ClaimCatalog
{
    /// <summary>The cards, by area and number.</summary>
    public static IReadOnlyList<Card> All { get; } =
    [
        new M04Differentiable(),
        new T01FasterLearning(),
    ];

    /// <summary>The cards that a list names: ids such as <c>T01</c>, or letters for whole areas.</summary>
    /// <param name="names">Such as <c>["T", "P06"]</c>; empty for all.</param>
    /// <exception cref="ArgumentException">A name is none of them.</exception>
    public static IReadOnlyList<Card> Find(IReadOnlyList<string> names)
    {
        string[] known = [.. All.Select(card => card.Id), .. All.Select(card => Letters(card.Id)).Distinct()];
        foreach (string name in names)
            Suggestion.RequireOneOf("A claim", name.ToUpperInvariant(), known);
        return names.Count == 0 ? All
            : [.. All.Where(card => names.Any(name =>
                name.Equals(card.Id, StringComparison.OrdinalIgnoreCase) || name.Equals(Letters(card.Id), StringComparison.OrdinalIgnoreCase)))];
    }

    static string Letters(string id) => id.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
}
