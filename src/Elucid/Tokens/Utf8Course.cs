namespace Elucid;

/// <summary>
/// Which tokens may follow so that a text stays one: a model of bytes would now and then write half a character, and one of characters U+FFFD, which
/// stands for those that it does not know.
/// </summary>
/// <remarks>The Unicode Standard, table 3-7: well-formed UTF-8 byte sequences.</remarks>
internal sealed class Utf8Course(Tokenizer tokenizer)
{
    const byte Low = 0x80, High = 0xBF;

    static ReadOnlySpan<byte> Unknown => "\uFFFD"u8;

    readonly byte[][] _bytesOf = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(token => tokenizer.BytesOf(token).ToArray())];

    // How many bytes of a character are still to come, and where the next one lies.
    (int Left, byte Low, byte High) _open;

    /// <summary>Makes impossible what cannot follow.</summary>
    /// <param name="logits">One for each token.</param>
    public void Forbid(Span<float> logits)
    {
        for (int token = 0; token < logits.Length; token++)
            if (After(token) is null || _bytesOf[token].AsSpan().SequenceEqual(Unknown))
                logits[token] = float.NegativeInfinity;
    }

    /// <summary>Goes on with a token that can follow.</summary>
    public void Take(int token) => _open = After(token) ?? default;

    (int, byte, byte)? After(int token)
    {
        (int Left, byte Low, byte High) open = _open;
        foreach (byte next in _bytesOf[token])
        {
            if (open.Left > 0 && (next < open.Low || next > open.High))
                return null;
            open = open.Left > 0 ? (open.Left - 1, Low, High) : Begin(next);
            if (open.Left < 0)
                return null;
        }
        return open;
    }

    static (int Left, byte Low, byte High) Begin(byte first) => first switch
    {
        < 0x80 => default,
        0xE0 => (2, 0xA0, High),
        0xED => (2, Low, 0x9F),
        0xF0 => (3, 0x90, High),
        0xF4 => (3, Low, 0x8F),
        >= 0xC2 and <= 0xDF => (1, Low, High),
        >= 0xE1 and <= 0xEF => (2, Low, High),
        >= 0xF1 and <= 0xF3 => (3, Low, High),
        _ => (-1, 0, 0),
    };
}
