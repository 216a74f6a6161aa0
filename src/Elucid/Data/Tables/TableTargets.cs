namespace Elucid;

/// <summary>Which columns of a table are to be predicted, and whether what else is asked of columns fits them.</summary>
internal static class TableTargets
{
    /// <summary>The options with one target, or several: a column that is called as a whole list of names is one.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="note">Says which of two meanings was taken; null where there is one.</param>
    /// <exception cref="ArgumentException">A target is named twice, or one alone where several are asked for.</exception>
    public static CsvOptions Chosen(string[] header, CsvOptions options, out string? note)
    {
        note = null;
        if (options.Targets.Count == 0)
            return options.Task != LearningTask.Several ? options : throw new ArgumentException(
                $"{Spelling.Of(nameof(CsvOptions.Task), LearningTask.Several)} learns several targets at once: name at least two, such as "
                    + $"{Spelling.OfList(nameof(CsvOptions.Targets), ["price", "kind"])}.");
        if (options.Target is { } whole && header.Contains(whole))
        {
            if (options.Targets.Count > 1)
                note = $"Target {Excerpt.Of(whole)}: taken for the one column of that name. To learn {Excerpt.Of([.. options.Targets])} together, "
                    + "rename that column.";
            return options with { Targets = [] };
        }
        if (options.Targets.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"{Spelling.OfList(nameof(CsvOptions.Targets), [.. options.Targets])} names '{Excerpt.Of(twice.Key)}' twice: name each target once.");
        return options.Targets is [var only] ? options with { Target = only, Targets = [] } : options with { Target = null };
    }

    /// <summary>The places of the targets; none where the rows themselves are learned.</summary>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A column is not there, or nothing is left to learn from.</exception>
    public static int[] Check(string[] header, CsvOptions options, string path)
    {
        int[] targets = Of(header, options, path);
        foreach ((IReadOnlyList<string> names, string what) in new[] { (options.CategoryColumns, "category column"),
            (options.Ignore, "column to ignore"), (options.Keep, "column to keep"), (options.QuantityColumns, "column of quantities"),
            (options.Time is { } time ? [time] : [], "time column") })
            foreach (string name in names)
                RowEncoder.Find(header, name, path, what);
        foreach (string target in targets.Select(field => header[field]))
        {
            if (options.Ignore.Contains(target))
                throw new ArgumentException($"Column '{target}' is both the target and to be ignored. Drop one of the two.");
            if (options.Like?.Columns.Any(column => column.Name == target) == true)
                throw new ArgumentException(
                    $"Column '{target}' cannot be the target: it is one of those that {Spelling.Of(nameof(CsvOptions.Like))} reads. "
                        + $"Take another.");
            if (options.Time == target)
                throw new ArgumentException($"Column '{target}' is both the target and the time. Drop one of the two.");
        }
        foreach (string quantity in options.QuantityColumns)
            if (!targets.Contains(Array.IndexOf(header, quantity)))
                throw new ArgumentException(
                    $"{Spelling.OfList(nameof(CsvOptions.QuantityColumns), [quantity])} is for targets, and '{Excerpt.Of(quantity)}' is none: omit "
                        + "it.");
        foreach (Column column in options.Like?.Columns ?? [])
            RowEncoder.Find(header, column.Name, path, "column");
        if (targets.Length > 0 && header.Length == targets.Length)
            throw new DataFormatException(
                $"'{path}': expected columns to predict '{Excerpt.Of(header[targets[0]])}' from, but "
                + $"{(targets.Length == 1 ? "it is the only one" : $"all {targets.Length} are targets")}. Add features, or check the separator.");
        return targets;
    }

    static int[] Of(string[] header, CsvOptions options, string path) => options switch
    {
        { Targets: { Count: > 0 } names, Task: { } task } when task.IsOfRows() => throw new ArgumentException(
            $"{Spelling.Of(nameof(CsvOptions.Task), task)} learns the rows themselves, beside which one column may say what kind each is of, but "
                + $"{names.Count} targets are named: name one, or none."),
        { Targets: { Count: > 0 } names } => [.. names.Select(name => RowEncoder.Find(header, name, path, "target column"))],
        { Target: { } name } => [RowEncoder.Find(header, name, path, "target column")],
        { Task: { } task } when task.IsOfRows() => [],
        _ => throw new ArgumentException(
            $"'{path}': expected the column to predict, but none is named: use {Spelling.Of(nameof(CsvOptions.Target), "COLUMN")}, or "
                + $"{Spelling.Of(nameof(CsvOptions.Task), LearningTask.Reconstruct)} to learn the rows themselves."),
    };
}
