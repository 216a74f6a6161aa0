using System.IO.Compression;
using System.Text;

namespace Elucid.Claims;

/// <summary>An English novel to learn from: the first four fifths for training, the next tenth to tune by and the last one to judge by.</summary>
/// <remarks>Jane Austen 1818, Persuasion; in the public domain. <c>Data/Text</c> says where the file comes from.</remarks>
internal static class Novel
{
    /// <summary>Its name as data of experiments.</summary>
    public const string Id = "persuasion";

    static readonly Lazy<string> Embedded = new(Read);

    static readonly Lazy<CharacterTokenizer> OfText = new(() => new CharacterTokenizer(Text));

    static readonly Lazy<int[]> Tokens = new(() => Characters.Encode(Text));

    /// <summary>The text, a line for each paragraph.</summary>
    public static string Text => Embedded.Value;

    /// <summary>Its characters as tokens.</summary>
    public static CharacterTokenizer Characters => OfText.Value;

    /// <summary>Characters to learn from, and others to judge by.</summary>
    /// <param name="length">How many a window has.</param>
    /// <param name="isTuning">Whether to judge by the part that settings are tuned by.</param>
    public static (TokenDataset Train, TokenDataset Test) Split(int length, bool isTuning)
    {
        TokenDataset Part(Range part) => new(Tokens.Value.AsMemory(part), length);
        return (Part(..Cut(Text.Length, 8)), Part(isTuning ? Cut(Text.Length, 8)..Cut(Text.Length, 9) : Cut(Text.Length, 9)..));
    }

    /// <summary>Where so many tenths of a number of tokens end.</summary>
    public static int Cut(int count, int tenths) => (int)((long)count * tenths / 10);

    static string Read()
    {
        using Stream resource = typeof(Novel).Assembly.GetManifestResourceStream("persuasion.txt.gz")!;
        using GZipStream gzip = new(resource, CompressionMode.Decompress);
        using StreamReader reader = new(gzip, Encoding.ASCII);
        return reader.ReadToEnd();
    }
}
