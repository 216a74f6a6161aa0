namespace Elucid;

/// <summary>Short texts as rows of tokens of one length, for networks that say something of each: words in small letters, or parts of
/// words.</summary>
/// <remarks>
/// Token 0 fills short texts up. With words token 1 stands for those that were not learned; parts of words know every text; a character that was not
/// learned is passed over. A text longer than <see cref="Length"/> is cut, and an empty one is one token, the first.
/// </remarks>
public sealed class ProseEncoder
{
    /// <summary>The most tokens that a text has where nothing else is asked for.</summary>
    public const int MostLength = 256;

    const int MostWords = 20_000, Padding = 0, Unknown = 1, FirstWord = 2;

    readonly Dictionary<string, int> _tokenOf;

    internal ProseEncoder(IReadOnlyList<string> words, Tokenizer? tokenizer, int length)
    {
        (Words, Tokenizer, Length) = (words, tokenizer, length);
        _tokenOf = new(words.Count);
        for (int i = 0; i < words.Count; i++)
            _tokenOf.TryAdd(words[i], FirstWord + i);
    }

    /// <summary>Learns tokens from texts.</summary>
    /// <param name="texts">Those of the training rows alone.</param>
    /// <param name="pairs">How many parts of words there shall be; 0 for words: those that stand twice at least, the most frequent ones
    /// first.</param>
    /// <param name="length">Tokens of a row; 0 for those of the longest text, at most <see cref="MostLength"/>.</param>
    /// <exception cref="ArgumentException">No text has a word.</exception>
    public static ProseEncoder Fit(IReadOnlyList<string> texts, int pairs = 0, int length = 0)
    {
        ProseEncoder all = pairs > 0 ? new([], BytePairTokenizer.Train(string.Join('\n', texts), pairs), 1) : new(Frequent(texts), null, 1);
        if (pairs == 0 && all.Words.Count == 0)
            throw new ArgumentException("Expected texts in which a word stands twice at least, but there is none. Are they prose?");
        return new(all.Words, all.Tokenizer, length > 0 ? length : Math.Clamp(texts.Max(text => all.TokensOf(text).Count()), 1, MostLength));
    }

    /// <summary>The tokens of a tokenizer that learned from another text.</summary>
    /// <param name="tokenizer">Such as that of a model which writes texts.</param>
    /// <param name="texts">Whose longest one decides how many tokens a row has: those of the training rows alone.</param>
    /// <param name="most">The most tokens of a row.</param>
    public static ProseEncoder Of(Tokenizer tokenizer, IReadOnlyList<string> texts, int most = MostLength)
    {
        ProseEncoder all = new([], tokenizer, 1);
        return new([], tokenizer, Math.Clamp(texts.Max(text => all.TokensOf(text).Count()), 1, most));
    }

    /// <summary>The words that were learned, from token 2 on; none where tokens are characters or parts of words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What makes characters or parts of words; null where tokens are words.</summary>
    public Tokenizer? Tokenizer { get; }

    /// <summary>Tokens of a row.</summary>
    public int Length { get; }

    /// <summary>How many tokens there are, the one that fills up included.</summary>
    public int VocabularySize => Tokenizer is null ? FirstWord + Words.Count : 1 + Tokenizer.VocabularySize;

    /// <summary>What a token stands for.</summary>
    public string NameOf(int token) => token == Padding ? "" : Tokenizer is not null ? Tokenizer.Names[token - 1]
        : token == Unknown ? "?" : Words[token - FirstWord];

    /// <summary>A text as a row of tokens.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="row">[<see cref="Length"/>]</param>
    public void Encode(string text, Span<float> row)
    {
        row.Clear();
        row[0] = Unknown;
        int at = 0;
        foreach (int token in TokensOf(text).Take(Length))
            row[at++] = token;
    }

    /// <summary>Texts as rows, [texts, <see cref="Length"/>].</summary>
    public float[] Encode(IReadOnlyList<string> texts)
    {
        float[] rows = new float[texts.Count * Length];
        for (int i = 0; i < texts.Count; i++)
            Encode(texts[i], rows.AsSpan(i * Length, Length));
        return rows;
    }

    /// <summary>The words of a text: runs of letters and digits in small letters. Apostrophes within a word belong to it.</summary>
    public static IEnumerable<string> WordsOf(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            if (!char.IsLetterOrDigit(text[start]))
                continue;
            while (end < text.Length && (char.IsLetterOrDigit(text[end])
                || (text[end] is '\'' or '’' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]))))
                end++;
            yield return text[start..end].ToLowerInvariant();
        }
    }

    IEnumerable<int> TokensOf(string text) => Tokenizer switch
    {
        null => WordsOf(text).Select(word => _tokenOf.GetValueOrDefault(word, Unknown)),
        CharacterTokenizer characters => characters.EncodeKnown(text).Select(token => token + 1),
        var pairs => pairs.Encode(text).Select(token => token + 1),
    };

    static string[] Frequent(IReadOnlyList<string> texts) =>
    [
        .. texts.SelectMany(WordsOf).CountBy(word => word).Where(count => count.Value > 1).OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, StringComparer.Ordinal).Take(MostWords).Select(count => count.Key),
    ];
}
