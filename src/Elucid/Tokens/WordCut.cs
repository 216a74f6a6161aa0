namespace Elucid;

/// <summary>
/// Where a text is cut before it is made into tokens, so that these are parts of words: a word is a run of letters, of digits, of spaces and line
/// breaks, or of other signs, and takes a single space before it along.
/// </summary>
/// <remarks>Every byte beyond ASCII counts as a letter: which signs of which Unicode version are letters shall change no token.</remarks>
static class WordCut
{
    /// <summary>Longer runs are cut: merging a word takes the square of its length.</summary>
    public const int MostBytes = 64;

    enum Sort
    {
        Letter,
        Digit,
        Space,
        Other,
    }

    public static IEnumerable<Range> Words(byte[] text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            Sort sort = SortOf(text[start]);
            if (text[start] == ' ' && end < text.Length && SortOf(text[end]) is var next and not Sort.Space)
                sort = next;
            // A run of spaces leaves its last one to the word that follows.
            while (end < text.Length && end - start < MostBytes && SortOf(text[end]) == sort && !(sort == Sort.Space && LeadsWord(text, end)))
                end++;
            yield return start..end;
        }
    }

    static bool LeadsWord(byte[] text, int at) => text[at] == ' ' && at + 1 < text.Length && SortOf(text[at + 1]) != Sort.Space;

    static Sort SortOf(byte b) => b switch
    {
        >= 0x80 or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') => Sort.Letter,
        >= (byte)'0' and <= (byte)'9' => Sort.Digit,
        (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' => Sort.Space,
        _ => Sort.Other,
    };
}
