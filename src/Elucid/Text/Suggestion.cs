namespace Elucid;

/// <summary>Finds what a user may have meant by a misspelt name.</summary>
public static class Suggestion
{
    /// <summary>The candidate nearest to <paramref name="text"/> by edit distance, case ignored; null where none is near.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int best = Math.Max(2, text.Length / 2) + 1;    // farther is no likeness
        foreach (string candidate in candidates)
        {
            int distance = Distance(text.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < best && distance < candidate.Length)
                (nearest, best) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary><c> Did you mean 'elu'?</c> with its leading space, or nothing.</summary>
    public static string DidYouMean(string text, IEnumerable<string> candidates) =>
        Nearest(text, candidates) is string nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>Refuses a name that is not among the choices of a setting.</summary>
    /// <param name="setting">The setting in the current spelling.</param>
    /// <param name="name">What it is set to.</param>
    /// <param name="names">What it may be set to.</param>
    /// <exception cref="ArgumentException">Lists the names and the nearest.</exception>
    public static void RequireOneOf(string setting, string name, IReadOnlyList<string> names)
    {
        if (!names.Contains(name))
            throw new ArgumentException($"{setting} must be one of {string.Join(", ", names)}, but got '{name}'.{DidYouMean(name, names)}");
    }

    // Levenshtein: insertions, deletions and replacements, one row of the table at a time.
    static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
