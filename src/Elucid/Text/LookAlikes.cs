namespace Elucid;

/// <summary>Finds names that people may have meant to be one.</summary>
internal static class LookAlikes
{
    /// <summary>How names of a group differ, for a sentence.</summary>
    public const string Difference = "though they differ only in case or in spaces";

    /// <summary>Names that differ only in case, or in spaces at their ends or in a row: groups of two at least.</summary>
    public static IEnumerable<string[]> Of(IEnumerable<string> names) =>
        from name in names.Distinct()
        group name by Plain(name) into alike
        where alike.Count() > 1
        select alike.ToArray();

    /// <summary>'Yes', 'yes' and 'yes '.</summary>
    public static string Quoted(IReadOnlyList<string> names) => names is [var only] ? Quote(only)
        : $"{string.Join(", ", names.SkipLast(1).Select(Quote))} and {Quote(names[^1])}";

    static string Quote(string name) => $"'{Excerpt.Of(name)}'";

    static string Plain(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
