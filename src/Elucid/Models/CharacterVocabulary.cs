namespace Elucid;

/// <summary>The characters of a text as tokens: each different character has a number, in the order of their codes.</summary>
public sealed class CharacterVocabulary
{
    readonly char[] _characters;

    /// <summary>The characters that occur in a text.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public CharacterVocabulary(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _characters = [.. text.Distinct().Order()];
    }

    /// <summary>How many there are.</summary>
    public int Count => _characters.Length;

    /// <summary>All of them: a vocabulary of this text is the same one.</summary>
    public string Characters => new(_characters);

    /// <summary>The number of each character.</summary>
    /// <exception cref="ArgumentException">A character is not in the vocabulary.</exception>
    public int[] Encode(string text)
    {
        int[] tokens = new int[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            tokens[i] = Array.BinarySearch(_characters, text[i]);
            if (tokens[i] < 0)
                throw new ArgumentException(
                    $"The character '{text[i]}' at position {i} is not one of the {Count} of this vocabulary. Make the vocabulary from a text that has it.",
                    nameof(text));
        }
        return tokens;
    }

    /// <summary>The characters of these numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no token.</exception>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        char[] text = new char[tokens.Length];
        for (int i = 0; i < text.Length; i++)
            text[i] = (uint)tokens[i] < (uint)Count ? _characters[tokens[i]]
                : throw new ArgumentOutOfRangeException(nameof(tokens), $"Expected tokens from 0 to {Count - 1}, but got {tokens[i]}.");
        return new string(text);
    }
}
