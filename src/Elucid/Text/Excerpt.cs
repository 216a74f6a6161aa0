namespace Elucid;

/// <summary>Foreign text as it may appear in a message: short, on one line, and unable to command a terminal.</summary>
internal static class Excerpt
{
    /// <summary>A number in words for people, all of its digits: with a minus sign, not a hyphen.</summary>
    public static string Of(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');

    const int Most = 60;

    public static string Of(ReadOnlySpan<char> text)
    {
        Span<char> shown = stackalloc char[Math.Min(text.Length, Most)];
        for (int i = 0; i < shown.Length; i++)
            shown[i] = char.IsControl(text[i]) ? ' ' : text[i];
        return text.Length > Most ? $"{shown}…" : shown.ToString();
    }

    /// <summary>The first names of a list, and how many more there are.</summary>
    public static string Of(IReadOnlyList<string> names, int most = 50) =>
        string.Join(", ", names.Take(most).Select(name => Of(name))) + (names.Count > most ? $" and {names.Count - most} more" : "");
}
