using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Elucid;

/// <summary>Texts as numbers: what a token is, and which number it has.</summary>
/// <remarks>
/// A tokenizer is trained by a text, and belongs to the model that was trained with its tokens: <see cref="Save(string)"/> it beside.
/// </remarks>
public abstract class Tokenizer
{
    const int MostBytes = 64 << 20;

    private protected Tokenizer() { }

    /// <summary>How many tokens there are: the vocabulary of a <see cref="Gpt"/>.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The tokens of a text.</summary>
    /// <exception cref="ArgumentException">The text is no valid Unicode (half of a surrogate pair), or has what the tokenizer does not
    /// know.</exception>
    public abstract int[] Encode(string text);

    /// <summary>
    /// The text of tokens: <c>Decode(Encode(text))</c> is the text. Bytes that are no UTF-8, as a model may write them, become U+FFFD.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no token.</exception>
    public abstract string Decode(ReadOnlySpan<int> tokens);

    /// <summary>The text of each token; of one whose bytes are no whole characters the bytes, as in <c>\xE2\x80</c>. No two are alike.</summary>
    internal IReadOnlyList<string> Names => field ??= [.. Enumerable.Range(0, VocabularySize).Select(token => NameOf(BytesOf(token)))];

    /// <summary>How many characters begin in a token.</summary>
    internal int CharactersIn(int token)
    {
        int count = 0;
        foreach (byte b in BytesOf(token))
            if ((b & 0xC0) != 0x80)
                count++;
        return count;
    }

    /// <summary>The UTF-8 of a token.</summary>
    internal abstract ReadOnlySpan<byte> BytesOf(int token);

    static string NameOf(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : string.Concat(bytes.ToArray().Select(b => $"\\x{b:X2}"));

    /// <summary>Writes the tokenizer as JSON.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the tokenizer as JSON.</summary>
    public void Save(Stream stream)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        Write(json);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Save(string)"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The file is not there, is no tokenizer, or contradicts itself.</exception>
    public static Tokenizer Load(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Load(stream, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            throw ModelFormatException.NotThere(path, Expected, e);
        }
    }

    /// <summary>Reads what <see cref="Save(Stream)"/> wrote.</summary>
    /// <param name="stream">From its position to its end.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">The content is no tokenizer, or contradicts itself.</exception>
    public static Tokenizer Load(Stream stream, string name = "stream")
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(Content(stream, name), new JsonDocumentOptions { MaxDepth = 4 });
            return Read(json.RootElement, name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw ModelFormatException.Damaged(name, Format, Expected, "it cannot be read as one", e);
        }
    }

    // A stream from elsewhere may not know its length.
    static ReadOnlyMemory<byte> Content(Stream stream, string name)
    {
        using MemoryStream content = new();
        byte[] part = new byte[81920];
        for (int read; (read = stream.Read(part)) > 0;)
        {
            if (content.Length + read > MostBytes)
                throw Damaged(name, $"at most {MostBytes} bytes", "there are more");
            content.Write(part, 0, read);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    static Tokenizer Read(JsonElement json, string name) => json.GetProperty("tokens").GetString() switch
    {
        CharacterTokenizer.Kind => CharacterTokenizer.Read(json, name),
        BytePairTokenizer.Kind => BytePairTokenizer.Read(json, name),
        { } kind => throw Damaged(name, $"tokens of kind {CharacterTokenizer.Kind} or {BytePairTokenizer.Kind}", $"it says '{Excerpt.Of(kind)}'"),
        null => throw new JsonException(),
    };

    private protected abstract void Write(Utf8JsonWriter json);

    private protected static ModelFormatException Damaged(string file, string expected, string got) =>
        ModelFormatException.Damaged(file, Format, expected, got);

    // The tokens of a number that is none would be wrong text without a word.
    private protected void Check(ReadOnlySpan<int> tokens)
    {
        foreach (int token in tokens)
            if ((uint)token >= (uint)VocabularySize)
                throw new ArgumentOutOfRangeException(nameof(tokens), $"Expected tokens from 0 to {VocabularySize - 1}, but got {token}.");
    }

    private protected static void CheckUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                throw new ArgumentException(
                    $"The text has half of a surrogate pair at position {i}, which is not a character. Cut texts between characters.");
    }

    const string Format = "JSON by Tokenizer.Save", Expected = "a tokenizer";
}
