namespace Elucid.Lab;

/// <summary>Chooses among the values that were tried for an arm.</summary>
internal static class ValueTuning
{
    /// <summary>The values beyond the edge at which the winner lies; none where it lies inside, or where the grid has one value.</summary>
    public static IEnumerable<double> BeyondEdge(Tuning tuning, double chosen)
    {
        IReadOnlyList<double> grid = tuning.Grid;
        if (!tuning.ExtendsGrid || grid.Count < 2)
            yield break;
        double ratio = grid[1] / grid[0];
        // With the safe rule the last value is the guard of the one before it, which is thus the upper edge.
        bool isUpper = chosen == grid[^1] || (tuning.Rule == TuningRule.Safe && chosen == grid[^2]);
        if (chosen == grid[0])
            yield return grid[0] > 0 ? grid[0] / ratio : grid[0] - (grid[1] - grid[0]);
        else if (isUpper)
            yield return grid[^2] > 0 ? grid[^1] * (grid[^1] / grid[^2]) : grid[^1] + (grid[^1] - grid[^2]);
    }

    /// <summary>All values tried for an arm, one of them chosen.</summary>
    public static IReadOnlyList<TriedValue> Choose(Tuning tuning, string arm, IReadOnlyList<(double Value, Measured Measured)> trials)
    {
        double[] grid = [.. trials.Select(trial => trial.Value).Distinct().Order()];
        Measured[][] byValue = [.. grid.Select(value => trials.Where(trial => trial.Value == value).Select(trial => trial.Measured).ToArray())];
        bool[] trains = [.. byValue.Select(runs => runs.All(run => run.Failure is null))];
        double Mean(int i, Metric metric) => byValue[i].Average(run => run.Numbers[metric.Name]) * (metric.HigherIsBetter ? 1 : -1);
        int[] trained = [.. Enumerable.Range(0, grid.Length).Where(i => trains[i])];
        int[] safe = [.. trained.Where(i => i + 1 < grid.Length && trains[i + 1])];

        // With no safe value the best that trained at all; with none of those, the smallest.
        int[] eligible = tuning.Rule == TuningRule.Safe && safe.Length > 0 ? safe : trained;
        int best = eligible.Length == 0 ? 0 : eligible.OrderByDescending(i => Mean(i, tuning.Score))
            .ThenByDescending(i => tuning.TieBreaker is { } tie ? Mean(i, tie) : 0).First();
        double Shown(int i, Metric? metric) => trains[i] && metric is not null ? byValue[i].Average(run => run.Numbers[metric.Name]) : double.NaN;
        return [.. grid.Select((value, i) => new TriedValue(arm, value, Shown(i, tuning.Score), safe.Contains(i), i == best)
        {
            Tie = Shown(i, tuning.TieBreaker),
        })];
    }
}
