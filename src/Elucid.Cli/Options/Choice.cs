using Elucid.Lab;
using Elucid.Verification;

namespace Elucid.Cli;

/// <summary>Options that take one of a few words.</summary>
internal static class Choice
{
    /// <summary>The word for one of an enumeration: its name in small letters, unless the command line has a shorter one.</summary>
    public static string WordOf(Enum value) => value switch
    {
        DateReading.DayFirst => "dmy",
        DateReading.MonthFirst => "mdy",
        FunctionParts.Functions => "none",
        FunctionParts.Derivatives => "only",
        ShardKind.ByLabel => "by-label",
        _ => value.ToString().ToLowerInvariant(),
    };

    /// <summary>What a word stands for.</summary>
    /// <exception cref="ArgumentException">It is none of them; lists them and the nearest.</exception>
    public static T Parse<T>(string option, string word, params ReadOnlySpan<T> choices) where T : struct, Enum
    {
        foreach (T choice in choices)
            if (WordOf(choice).Equals(word.Trim(), StringComparison.OrdinalIgnoreCase))
                return choice;
        string[] words = [.. choices.ToArray().Select(choice => WordOf(choice))];
        throw new ArgumentException($"{option} must be one of {string.Join(", ", words)}, but got '{word}'.{Suggestion.DidYouMean(word, words)}");
    }
}
