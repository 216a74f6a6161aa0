using System.Text.RegularExpressions;

namespace Elucid.Claims;

/// <summary>The words of the novel, in small letters: those that its training part has at least five times, and where they stand.</summary>
internal static partial class NovelWords
{
    const int Least = 5;

    static readonly Lazy<(string[] Words, int[] Tokens)> Found = new(Find);

    /// <summary>The words, the most frequent one first.</summary>
    public static IReadOnlyList<string> Words => Found.Value.Words;

    /// <summary>What grammar needs: articles, pronouns, prepositions, conjunctions, auxiliary verbs and the like.</summary>
    public static IReadOnlySet<string> OfGrammar { get; } = new HashSet<string>(
        ("a an the and or nor but if though although as than that because while when where whether till until before after since so "
            + "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours they them their "
            + "themselves who whom whose which what this these those such one any some no none every each all both other another either neither "
            + "of to in on at by for from with without into upon about against between among through over under above below up down off out "
            + "am is are was were be been being have has had having do does did done shall should will would can could may might must cannot "
            + "not never there here then too very only even again still more most less least much many few how why").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The words of a part of the text in their order, as numbers of <see cref="Words"/>; rare ones are left out.</summary>
    /// <param name="from">The first tenth.</param>
    /// <param name="to">The tenth after the last.</param>
    public static ReadOnlySpan<int> Tokens(int from, int to) =>
        Found.Value.Tokens.AsSpan(Novel.Cut(Found.Value.Tokens.Length, from)..Novel.Cut(Found.Value.Tokens.Length, to));

    static (string[] Words, int[] Tokens) Find()
    {
        string[] all = [.. Word().Matches(Novel.Text.ToLowerInvariant()).Select(word => word.Value)];
        string[] words =
        [
            .. all.Take(Novel.Cut(all.Length, 8)).CountBy(word => word).Where(word => word.Value >= Least)
                .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Select(word => word.Key),
        ];
        Dictionary<string, int> numbers = words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        return (words, [.. all.Where(numbers.ContainsKey).Select(word => numbers[word])]);
    }

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
