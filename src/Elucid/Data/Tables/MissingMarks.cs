namespace Elucid;

/// <summary>How clearly a field says that its value is missing.</summary>
internal enum MissingMark
{
    /// <summary>It holds a value.</summary>
    None,

    /// <summary>NULL, None, - and the like, and marks in quotes: beside numbers and dates a missing value, among texts a text.</summary>
    Weak,

    /// <summary>NA, NaN or ? without quotes: missing, except in a column that was named a category, as NA is Namibia, too.</summary>
    Plain,

    /// <summary>Empty, or a mark that was asked for.</summary>
    Certain,
}

/// <summary>Which fields stand for missing values.</summary>
/// <param name="asked">The marks that replace the usual ones; null for the usual ones. An empty field is always missing.</param>
internal sealed class MissingMarks(IReadOnlyList<string>? asked)
{
    // What is longer, or begins otherwise, is decided at once.
    const int Longest = 6;
    const string FirstCharacters = "Nn?<#-–—.";

    static readonly string[] Weak = ["NULL", "<NULL>", "None", "N/A", "#N/A", "<NA>", "nil", "-", "--", "–", "—", "."];

    /// <summary>What a field says.</summary>
    public MissingMark Of(ReadOnlySpan<char> field, bool isQuoted)
    {
        if (field.IsEmpty)
            return MissingMark.Certain;
        if (asked is not null)
        {
            foreach (string mark in asked)
                if (field.SequenceEqual(mark))
                    return MissingMark.Certain;
            return MissingMark.None;
        }
        if (field.Length > Longest || !FirstCharacters.Contains(field[0]))
            return MissingMark.None;
        if (field is "?" or "NA" || field.Equals("NaN", StringComparison.OrdinalIgnoreCase))
            return isQuoted ? MissingMark.Weak : MissingMark.Plain;
        foreach (string mark in Weak)
            if (field.Equals(mark, StringComparison.OrdinalIgnoreCase))
                return MissingMark.Weak;
        return MissingMark.None;
    }
}
