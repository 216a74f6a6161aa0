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
        Utf8Course course = new(tokenizer);
        return Pieces(tokenizer, TokenReader.Of(network).Continue(tokens, Next).Take(length));

        int Next(float[] logits)
        {
            course.Forbid(logits);
            int token = sampler.Next(logits);
            course.Take(token);
            return token;
        }
    }

    // A character whose bytes are several tokens comes when it is complete; one that the last token leaves incomplete does not come.
    static IEnumerable<string> Pieces(Tokenizer tokenizer, IEnumerable<int> tokens)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        foreach (int token in tokens)
            if (Decode(decoder, tokenizer.BytesOf(token)) is { Length: > 0 } piece)
                yield return piece;
    }

    static string Decode(Decoder decoder, ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length + 4];
        return new string(characters[..decoder.GetChars(bytes, characters, flush: false)]);
    }
}
