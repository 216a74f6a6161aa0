using System.Text;
using System.Text.Json;

namespace Elucid;

/// <summary>
/// Parts of words as tokens: the 256 bytes of UTF-8, and pairs of tokens that were merged because they were frequent in a text. Every text can be
/// encoded.
/// </summary>
/// <remarks>
/// R. Sennrich, B. Haddow, A. Birch 2016, arXiv:1508.07909, on bytes as in GPT-2. Texts are cut before each word (<see cref="WordCut"/>), and no
/// token reaches over a cut. The merges are a function of the text alone: of pairs that are as frequent the one of the smaller numbers is merged
/// first.
/// </remarks>
public sealed class BytePairTokenizer : Tokenizer
{
    internal const string Kind = "byte pairs";
    const int Bytes = 256, MostMerges = 1 << 20;

    readonly (int Left, int Right)[] _merges;
    readonly Dictionary<(int, int), int> _tokenOf;
    readonly byte[][] _bytesOf;

    internal BytePairTokenizer((int Left, int Right)[] merges)
    {
        _merges = merges;
        _tokenOf = new(merges.Length);
        _bytesOf = new byte[Bytes + merges.Length][];
        for (int b = 0; b < Bytes; b++)
            _bytesOf[b] = [(byte)b];
        for (int i = 0; i < merges.Length; i++)
        {
            _tokenOf.Add(merges[i], Bytes + i);
            _bytesOf[Bytes + i] = [.. _bytesOf[merges[i].Left], .. _bytesOf[merges[i].Right]];
        }
    }

    /// <inheritdoc/>
    public override int VocabularySize => _bytesOf.Length;

    /// <summary>The merges in the order in which they were found: token 256 + i is the pair i.</summary>
    public ReadOnlySpan<(int Left, int Right)> Merges => _merges;

    /// <summary>Finds the merges of a text.</summary>
    /// <param name="text">What the model will learn, or a part of it.</param>
    /// <param name="vocabularySize">How many tokens there shall be, at least 256; fewer where no pair occurs twice any more.</param>
    /// <exception cref="ArgumentException">The text is no valid Unicode, or the number is out of range.</exception>
    public static BytePairTokenizer Train(string text, int vocabularySize)
    {
        if (vocabularySize is < Bytes or > Bytes + MostMerges)
            throw new ArgumentOutOfRangeException(nameof(vocabularySize),
                $"BytePairTokenizer: expected {Bytes} to {Bytes + MostMerges} tokens, but {vocabularySize} were asked for.");
        CheckUnicode(text);
        return new([.. new PairMerger(text).Merge(vocabularySize - Bytes)]);
    }

    /// <inheritdoc/>
    public override int[] Encode(string text)
    {
        CheckUnicode(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        List<int> tokens = new(bytes.Length / 2);
        List<int> word = new(WordCut.MostBytes);
        foreach (Range range in WordCut.Words(bytes))
        {
            word.Clear();
            foreach (byte b in bytes.AsSpan(range))
                word.Add(b);
            Merge(word);
            tokens.AddRange(word);
        }
        return [.. tokens];
    }

    // The earliest merge first, as in training.
    void Merge(List<int> word)
    {
        while (true)
        {
            int merged = int.MaxValue;
            for (int i = 1; i < word.Count; i++)
                if (_tokenOf.TryGetValue((word[i - 1], word[i]), out int token))
                    merged = Math.Min(merged, token);
            if (merged == int.MaxValue)
                return;
            Replace(word, _merges[merged - Bytes], merged);
        }
    }

    internal static void Replace(List<int> word, (int Left, int Right) pair, int merged)
    {
        int kept = 0;
        for (int i = 0; i < word.Count; i++)
        {
            bool isPair = i + 1 < word.Count && (word[i], word[i + 1]) == pair;
            word[kept++] = isPair ? merged : word[i];
            if (isPair)
                i++;
        }
        word.RemoveRange(kept, word.Count - kept);
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> tokens)
    {
        Check(tokens);
        List<byte> bytes = new(4 * tokens.Length);
        foreach (int token in tokens)
            bytes.AddRange(_bytesOf[token]);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    internal override ReadOnlySpan<byte> BytesOf(int token) => _bytesOf[token];

    private protected override void Write(Utf8JsonWriter json)
    {
        json.WriteString("tokens", Kind);
        json.WriteStartArray("merges");
        foreach ((int left, int right) in _merges)
        {
            json.WriteNumberValue(left);
            json.WriteNumberValue(right);
        }
        json.WriteEndArray();
    }

    internal static BytePairTokenizer Read(JsonElement json, string name)
    {
        JsonElement list = json.GetProperty("merges");
        int count = list.GetArrayLength();
        if (count % 2 != 0 || count / 2 > MostMerges)
            throw Damaged(name, $"pairs of tokens, at most {MostMerges}", $"there are {count} numbers");
        int[] numbers = [.. list.EnumerateArray().Select(number => number.GetInt32())];
        (int Left, int Right)[] merges = new (int, int)[count / 2];
        HashSet<(int, int)> seen = [];
        int[] lengths = new int[Bytes + merges.Length];
        Array.Fill(lengths, 1);
        for (int i = 0; i < merges.Length; i++)
        {
            (int left, int right) = merges[i] = (numbers[2 * i], numbers[2 * i + 1]);
            if ((uint)left >= Bytes + i || (uint)right >= Bytes + i)
                throw Damaged(name, $"merge {i} to join tokens below {Bytes + i}", $"it joins {left} and {right}");
            if (!seen.Add(merges[i]))
                throw Damaged(name, "each pair once", $"merge {i} joins {left} and {right} again");
            // Each merge could double the length of a token, and a small file fill all memory.
            if ((lengths[Bytes + i] = lengths[left] + lengths[right]) > WordCut.MostBytes)
                throw Damaged(name, $"tokens of at most {WordCut.MostBytes} bytes", $"token {Bytes + i} has {lengths[Bytes + i]}");
        }
        return new(merges);
    }
}
