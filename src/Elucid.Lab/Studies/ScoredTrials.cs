namespace Elucid.Lab;

/// <summary>A score of a trial that somebody ran, here or elsewhere.</summary>
/// <param name="Arm">What was tried, such as an activation.</param>
/// <param name="Seed">What it shares with one trial of every other arm: a seed, a fold, a data set.</param>
/// <param name="Score">Its score; a run that failed has that of guessing.</param>
/// <param name="Epoch">After which epoch; the last one of a trial counts, the others draw its curve. Null for one score a trial.</param>
public sealed record ScoredTrial(string Arm, string Seed, double Score, double? Epoch = null);

/// <summary>The scores of trials that were run elsewhere, paired by seed.</summary>
public sealed class ScoredTrials
{
    // What is more comes from another column than was meant.
    const int MostArms = 200, MostSeeds = 2_000, LongestName = 80;

    const string ArmColumn = "arm", SeedColumn = "seed", ScoreColumn = "score", EpochColumn = "epoch";

    readonly Dictionary<(string Arm, string Seed), List<(double Epoch, double Score)>> _courses = [];

    ScoredTrials(string name, IReadOnlyList<ScoredTrial> trials, Func<int, string> placeOf)
    {
        Name = name;
        Dictionary<(string, string, double?), int> seen = [];
        for (int i = 0; i < trials.Count; i++)
        {
            (string arm, string seed, double score, double? epoch) = trials[i];
            CheckName(arm, ArmColumn, placeOf(i));
            CheckName(seed, SeedColumn, placeOf(i));
            if (!double.IsFinite(score) || !double.IsFinite(epoch ?? 0))
                throw new DataFormatException(
                    $"{placeOf(i)}: expected a finite score and epoch of '{arm}' on seed {seed}, but got "
                        + $"{(double.IsFinite(score) ? epoch : score)}. Give "
                        + "a run that failed the score of guessing: leaving it out would flatter what failed.");
            if (!seen.TryAdd((arm, seed, epoch), i))
                throw new DataFormatException(
                    $"{placeOf(i)}: expected one score of '{arm}' on seed {seed}{(epoch is null ? "" : $" after epoch {epoch}")}, but got a "
                        + $"second one; "
                        + $"the first is {placeOf(seen[(arm, seed, epoch)])[(name.Length + 4)..]}. Number repetitions as other seeds, or epochs in a "
                        + $"column '{EpochColumn}'.");
            if (!_courses.TryGetValue((arm, seed), out List<(double, double)>? course))
                _courses.Add((arm, seed), course = []);
            course.Add((epoch ?? 0, score));
        }
        foreach (List<(double Epoch, double Score)> course in _courses.Values)
            course.Sort((a, b) => a.Epoch.CompareTo(b.Epoch));
        HasEpochs = trials.Any(trial => trial.Epoch is not null);
        Arms = [.. trials.Select(trial => trial.Arm).Distinct()];
        string[] seeds = [.. trials.Select(trial => trial.Seed).Distinct()];
        Require(Arms.Count, MostArms, "arms");
        Require(seeds.Length, MostSeeds, "seeds");
        Seeds = [.. InOrder(seeds.Where(seed => Arms.All(arm => _courses.ContainsKey((arm, seed)))))];
        Notes = [.. NotesOf(seeds)];
        if (Seeds.Count == 0)
            throw new DataFormatException(
                $"'{name}': expected seeds on which every arm has a score, but there is none, so nothing can be compared in pairs. "
                    + $"{string.Join(' ', Notes)}");
    }

    /// <summary>Where they come from.</summary>
    public string Name { get; }

    /// <summary>The arms, in the order in which they occur.</summary>
    public IReadOnlyList<string> Arms { get; }

    /// <summary>The seeds on which every arm has a score: the pairs of all comparisons.</summary>
    public IReadOnlyList<string> Seeds { get; }

    /// <summary>Whether there is more than one score a trial.</summary>
    public bool HasEpochs { get; }

    /// <summary>What a reader must know, in sentences: seeds that are left out as an arm has no score there, and runs that end at different
    /// epochs.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Scores of one's own.</summary>
    /// <param name="name">Where they come from.</param>
    /// <param name="trials">The scores, in any order.</param>
    /// <exception cref="DataFormatException">They cannot be compared in pairs; the message says why.</exception>
    public static ScoredTrials Of(string name, IReadOnlyList<ScoredTrial> trials) => new(name, trials, i => $"'{name}', score {i + 1}");

    /// <summary>Reads a table with the columns <c>arm</c>, <c>seed</c>, <c>score</c> and, if there is one, <c>epoch</c>.</summary>
    /// <param name="path">A CSV file.</param>
    /// <param name="separator">What separates fields; null recognises it.</param>
    /// <param name="point">The decimal mark; null recognises it.</param>
    /// <param name="thousands">What stands between thousands; null recognises it.</param>
    /// <exception cref="DataFormatException">The file cannot be used, or its scores cannot be compared in pairs; the message says why.</exception>
    public static ScoredTrials Read(string path, char? separator = null, char? point = null, char? thousands = null)
    {
        CsvColumns table = CsvColumns.Read(path, [ArmColumn, SeedColumn, ScoreColumn], [EpochColumn], separator, point, thousands);
        double[] scores = table.Numbers(ScoreColumn);
        double[]? epochs = table.Has(EpochColumn) ? table.Numbers(EpochColumn) : null;
        return new(
            path, [.. Enumerable.Range(0, table.Count)
                .Select(i => new ScoredTrial(table[ArmColumn][i], table[SeedColumn][i], scores[i], epochs?[i]))],
            i => $"'{path}', line {table.Lines[i]}");
    }

    /// <summary>The final scores of each arm on <see cref="Seeds"/>.</summary>
    public IReadOnlyList<ArmScores> Final =>
        [.. Arms.Select(arm => new ArmScores(arm, (double[])[.. Seeds.Select(seed => _courses[(arm, seed)][^1].Score)]))];

    /// <summary>All epochs of any trial.</summary>
    internal IReadOnlyList<double> Epochs => [.. _courses.Values.SelectMany(course => course.Select(point => point.Epoch)).Distinct().Order()];

    /// <summary>The scores of an arm on each seed, at all <see cref="Epochs"/>; NaN where a trial has none.</summary>
    internal IReadOnlyList<IReadOnlyList<double>> CoursesOf(string arm, IReadOnlyList<double> epochs) => [.. Seeds.Select(seed =>
    {
        Dictionary<double, double> known = _courses[(arm, seed)].ToDictionary(point => point.Epoch, point => point.Score);
        return (double[])[.. epochs.Select(epoch => known.GetValueOrDefault(epoch, double.NaN))];
    })];

    IEnumerable<string> NotesOf(string[] seeds)
    {
        foreach (string arm in Arms)
            if (InOrder(seeds.Where(seed => !_courses.ContainsKey((arm, seed)))).ToArray() is { Length: > 0 } missing)
                yield return $"{arm} has no score on seed{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing.Take(10))}"
                    + $"{(missing.Length > 10 ? $" and {missing.Length - 10} more" : "")}, so {(missing.Length == 1 ? "it is" : "they are")} "
                    + $"left out for "
                    + "all arms. If a run failed there, give it the score of guessing.";
        double[] ends = [.. _courses.Values.Select(course => course[^1].Epoch).Distinct().Order()];
        if (ends.Length > 1)
            yield return $"Runs end at different epochs, from {ends[0]} to {ends[^1]}: each counts with its last score.";
    }

    void Require(int count, int most, string what)
    {
        if (count > most)
            throw new DataFormatException(
                $"'{Name}': expected at most {most:N0} {what}, but got {count:N0}. Check that the column '{what[..^1]}' holds what it should.");
    }

    static void CheckName(string name, string column, string place)
    {
        if (name.Length == 0 || name.Length > LongestName || name.Any(char.IsControl))
            throw new DataFormatException(
                $"{place}, column '{column}': expected a name of 1 to {LongestName} characters on one line, but got "
                    + $"{(name.Length == 0 ? "nothing" : name.Length > LongestName ? $"{name.Length} characters" : "a control character")}.");
    }

    // 2 before 10.
    static IEnumerable<string> InOrder(IEnumerable<string> seeds) =>
        seeds.OrderBy(seed => seed.All(char.IsAsciiDigit) ? seed.TrimStart('0').Length : int.MaxValue).ThenBy(seed => seed, StringComparer.Ordinal);
}
