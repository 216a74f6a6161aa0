using System.Text;
using System.Text.Json;

namespace Elucid;

/// <summary>The characters of a text as tokens: each different one has a number, in the order of their codes in Unicode.</summary>
public sealed class CharacterTokenizer : Tokenizer
{
    internal const string Kind = "characters";

    readonly int[] _characters;

    /// <summary>The characters that occur in a text.</summary>
    /// <exception cref="ArgumentException">The text is empty or no valid Unicode.</exception>
    public CharacterTokenizer(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        CheckUnicode(text);
        _characters = [.. text.EnumerateRunes().Select(character => character.Value).Distinct().Order()];
    }

    /// <inheritdoc/>
    public override int VocabularySize => _characters.Length;

    /// <summary>All of them, in order: a tokenizer of this text is the same one.</summary>
    public string Characters => TextOf(_characters);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The text is no valid Unicode, or has a character that the training text did not have.</exception>
    public override int[] Encode(string text)
    {
        CheckUnicode(text);
        List<int> tokens = new(text.Length);
        int position = 0;
        foreach (Rune character in text.EnumerateRunes())
        {
            int token = Array.BinarySearch(_characters, character.Value);
            if (token < 0)
                throw new ArgumentException(
                    $"The character '{character}' at position {position} is not one of the {VocabularySize} that were learned: leave it out, or "
                    + $"learn parts of words with {Spelling.Of(nameof(BytePairTokenizer))}, which takes every text.");
            tokens.Add(token);
            position += character.Utf16SequenceLength;
        }
        return [.. tokens];
    }

    /// <summary>The tokens of the characters that it knows; the others are passed over.</summary>
    internal IEnumerable<int> EncodeKnown(string text) => text.EnumerateRunes().Select(c => Array.BinarySearch(_characters, c.Value))
        .Where(token => token >= 0);

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> tokens)
    {
        Check(tokens);
        int[] characters = new int[tokens.Length];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = _characters[tokens[i]];
        return TextOf(characters);
    }

    internal override ReadOnlySpan<byte> BytesOf(int token) => Encoding.UTF8.GetBytes(new Rune(_characters[token]).ToString());

    /// <summary>Puts one character in place of those that the tokenizer does not know.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="replacement">One that it knows.</param>
    /// <param name="count">How many were replaced.</param>
    public string ReplaceUnknown(string text, Rune replacement, out int count)
    {
        StringBuilder known = new(text.Length);
        count = 0;
        foreach (Rune character in text.EnumerateRunes())
        {
            bool isKnown = Array.BinarySearch(_characters, character.Value) >= 0;
            known.Append((isKnown ? character : replacement).ToString());
            count += isKnown ? 0 : 1;
        }
        return known.ToString();
    }

    static string TextOf(int[] characters)
    {
        StringBuilder text = new(characters.Length);
        foreach (int character in characters)
            text.Append(new Rune(character));
        return text.ToString();
    }

    private protected override void Write(Utf8JsonWriter json)
    {
        json.WriteString("tokens", Kind);
        json.WriteString("characters", Characters);
    }

    internal static CharacterTokenizer Read(JsonElement json, string name)
    {
        string characters = json.GetProperty("characters").GetString() ?? "";
        if (characters.Length == 0)
            throw Damaged(name, "at least one character", "there is none");
        CharacterTokenizer tokenizer = new(characters);
        return tokenizer.Characters == characters ? tokenizer : throw Damaged(name, "each character once and in order", "they are not");
    }
}
