using System.Text;

namespace Elucid;

/// <summary>Lets a language model write.</summary>
internal static class TextGeneration
{
    /// <summary>What a text goes on with, piece by piece; checked at once, and written when it is asked for.</summary>
    /// <exception cref="ArgumentException">The prompt is empty or has what the tokenizer does not know, or a number is out of range.</exception>
    public static IEnumerable<string> Stream(
        Module network, Tokenizer tokenizer, string prompt, int length, double temperature, int topK, RandomStream random)
    {
        if (prompt.Length == 0)
            throw new ArgumentException($"{Spelling.Of(nameof(prompt))}: expected at least one character to begin with, but got none.");
        if (length < 1)
            throw new ArgumentOutOfRangeException(null, $"{Spelling.Of(nameof(length))}: expected at least one token to write, but got {length}.");
        int[] tokens = tokenizer.Encode(prompt);
        TokenSampler sampler = new(tokenizer.VocabularySize, temperature, topK, random);
        return Pieces(tokenizer, TokenReader.Of(network).Continue(tokens, sampler).Take(length));
    }

    // A character whose bytes are several tokens comes when it is complete.
    static IEnumerable<string> Pieces(Tokenizer tokenizer, IEnumerable<int> tokens)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        foreach (int token in tokens)
            if (Decode(decoder, tokenizer.BytesOf(token), flush: false) is { Length: > 0 } piece)
                yield return piece;
        if (Decode(decoder, [], flush: true) is { Length: > 0 } rest)
            yield return rest;
    }

    static string Decode(Decoder decoder, ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[bytes.Length + 4];
        return new string(characters[..decoder.GetChars(bytes, characters, flush)]);
    }
}
