namespace Elucid.Data;

/// <summary>Which of the known names somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest edits, ignoring case; null if none is near enough to be a slip of the pen.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        (string? nearest, int distance) = known.Select(k => ((string?)k, Distance(name.ToLowerInvariant(), k.ToLowerInvariant())))
            .DefaultIfEmpty((null, int.MaxValue)).MinBy(pair => pair.Item2);
        return distance <= (name.Length + 1) / 3 ? nearest : null;
    }

    /// <summary>Insertions, deletions and replacements that turn one text into the other (Levenshtein).</summary>
    static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
