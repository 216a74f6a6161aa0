using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>How a text becomes data.</summary>
public sealed record TextOptions
{
    /// <summary>What a token is: <c>characters</c>, or <c>pairs:2000</c> for parts of words, so many of them.</summary>
    public string Tokens { get; init; } = TextData.Characters;

    /// <summary>Tokens that a network sees at once; it learns the one after each of them.</summary>
    public int Window { get; init; } = 128;
}

/// <summary>Reads texts to learn from.</summary>
public static class TextData
{
    internal const string Characters = "characters", Pairs = "pairs";
    const int MostWindow = 4096, FewestPairs = 257, MostPairs = 65536, FewestWindows = 8, CutReach = 1000;

    // In the place of characters that stand in the test part alone.
    static readonly Rune Unknown = Rune.ReplacementChar;

    /// <summary>Reads a text. Its last tenth is test data; what tokens there are is learned from the rest.</summary>
    /// <param name="path">A file of plain text in UTF-8.</param>
    /// <param name="options">What a token is, and how many a network sees at once.</param>
    /// <param name="notes">What the user should know of it, in sentences.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DataFormatException">The file is no text, or too short.</exception>
    public static StudyData Read(string path, TextOptions options, out IReadOnlyList<string> notes)
    {
        if (options.Window is < 2 or > MostWindow)
            throw new ArgumentException($"{Spelling.Of(nameof(TextOptions.Window))} must be 2 to {MostWindow} tokens, but got {options.Window}.");
        int pairs = options.Tokens == Characters ? 0 : PairsOf(options.Tokens, Characters);
        string text = TextFile.Read(path);
        int cut = CutOf(text);
        int replaced = 0;
        Tokenizer tokenizer;
        string test = text[cut..];
        if (pairs > 0)
            tokenizer = BytePairTokenizer.Train(text[..cut], pairs);
        else
        {
            CharacterTokenizer characters = new(text[..cut] + Unknown);
            (tokenizer, test) = (characters, characters.ReplaceUnknown(test, Unknown, out replaced));
        }
        int[] train = tokenizer.Encode(text[..cut]), unseen = tokenizer.Encode(test);
        int window = options.Window, need = FewestWindows * window + 1;
        if (train.Length < need || unseen.Length <= window)
            throw new DataFormatException(
                $"'{path}': expected a text of at least {Math.Max(need * 10 / 9, window * 10) + 20:N0} tokens for windows of {window}, but it has "
                    + $"{train.Length + unseen.Length:N0}. Take a longer text, or a shorter {Spelling.Of(nameof(TextOptions.Window))}.");
        string name = Path.GetFileNameWithoutExtension(path);
        DataSplit parts = new(
            new TokenDataset(train, window).ToDataset(name, tokenizer), new TokenDataset(unseen, window).ToDataset(name, tokenizer));
        List<string> said =
        [
            $"{Path.GetFileName(path)}: {text.Length:N0} characters, {train.Length + unseen.Length:N0} tokens of {tokenizer.VocabularySize:N0} "
                + $"kinds; the last {text.Length - cut:N0} characters are test text.",
        ];
        if (replaced > 0)
        {
            (string s, string stand, string are, string them) = replaced == 1 ? ("", "does", "is", "it") : ("s", "do", "are", "them");
            said.Add(
                $"{replaced:N0} character{s} of the test text {stand} not stand in the training text and {are} taken for {Unknown}: no model can "
                    + $"foretell {them}.");
        }
        notes = said;
        return StudyData.Text(parts, $"the last tenth of the text is test data, the same for all seeds; windows of {window} tokens", tokenizer);
    }

    /// <summary>N of <c>pairs:N</c>.</summary>
    /// <exception cref="ArgumentException">It is something else, and not the other word either.</exception>
    internal static int PairsOf(string tokens, string other)
    {
        string[] parts = tokens.Split(':');
        if (parts is [Pairs, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int pairs)
            && pairs is >= FewestPairs and <= MostPairs)
            return pairs;
        throw new ArgumentException(
            $"{Spelling.Of(nameof(TextOptions.Tokens))} must be {other}, or {Pairs}:N with N from {FewestPairs} to {MostPairs} kinds of tokens "
                + $"such as {Pairs}:2000, but got '{tokens}'.");
    }

    // After nine tenths, moved back to the end of a line or of a word if there is one near. Depends on no test text but its length.
    static int CutOf(string text)
    {
        int cut = (int)(text.Length * 9L / 10), reach = Math.Min(CutReach, cut / 2);
        ReadOnlySpan<char> near = text.AsSpan(cut - reach, reach);
        int end = near.LastIndexOf('\n') is >= 0 and int line ? line : near.LastIndexOf(' ');
        if (end >= 0)
            return cut - reach + end + 1;
        return cut > 0 && char.IsLowSurrogate(text[cut]) ? cut - 1 : cut;
    }
}
