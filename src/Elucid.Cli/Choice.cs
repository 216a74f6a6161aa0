using Elucid.Activations;

namespace Elucid.Cli;

/// <summary>Options that take one of a few words.</summary>
internal static class Choice
{
    /// <summary>What a word stands for.</summary>
    /// <exception cref="ArgumentException">It is none of them; lists them and the nearest.</exception>
    public static T Parse<T>(string option, string word, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        foreach ((string known, T value) in choices)
            if (known.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase))
                return value;
        string[] words = [.. choices.ToArray().Select(choice => choice.Word)];
        throw new ArgumentException($"{option} must be one of {string.Join(", ", words)}, but got '{word}'.{Suggestion.DidYouMean(word, words)}");
    }
}
