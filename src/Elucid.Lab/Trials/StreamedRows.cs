namespace Elucid.Lab;

/// <summary>What training rows that memory does not hold cannot be used for.</summary>
internal static class StreamedRows
{
    /// <summary>Refuses members with training rows of their own, which would have to be in memory.</summary>
    /// <exception cref="ArgumentException">They are asked for.</exception>
    public static void RefuseOwnRows(Recipe recipe, DataSplit split)
    {
        if (recipe.Bagging)
            Refuse(split, Spelling.Of(nameof(Recipe.Bagging), true));
        if (recipe.Boosting)
            Refuse(split, Spelling.Of(nameof(Recipe.Boosting), true));
    }

    /// <summary>Refuses what needs all rows at once.</summary>
    /// <param name="split">The rows.</param>
    /// <param name="option">What asks for it, in the current spelling.</param>
    /// <exception cref="ArgumentException">They pass through memory in parts.</exception>
    public static void Refuse(DataSplit split, string option)
    {
        if (split.Streamed is not null)
            throw new ArgumentException(Refusal(option, split.Train.Name));
    }

    /// <summary>The sentence.</summary>
    public static string Refusal(string option, string data) =>
        $"{option} needs all training rows in memory, but those of '{data}' pass through it in parts: leave it out, or take fewer rows.";
}
