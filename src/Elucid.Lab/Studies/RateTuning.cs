namespace Elucid.Lab;

/// <summary>A learning rate that was tried for an activation.</summary>
/// <param name="Activation">For which.</param>
/// <param name="LearningRate">The rate.</param>
/// <param name="Score">Mean validation accuracy or −RMSE over the tuning seeds; NaN if a run failed.</param>
/// <param name="Loss">Mean validation loss; decides between equal scores.</param>
/// <param name="IsSafe">Whether this rate and the next larger one trained on every tuning seed.</param>
/// <param name="IsChosen">Whether the study uses it.</param>
public sealed record TriedRate(string Activation, double LearningRate, double Score, double Loss, bool IsSafe, bool IsChosen);

/// <summary>
/// Finds each activation's learning rate on the same grid, by validation data and seeds that the comparison does not use.
/// </summary>
/// <remarks>
/// One rate for all is not fair: functions differ in the rate that suits them by a factor of three and more, so a fixed rate mostly tells whom it
/// suits. A rate is eligible only if it and the next larger one on the grid train on all tuning seeds, because the best rate is often one step below
/// divergence and would then fail on some of the seeds of the comparison. If the winner lies at an edge of the grid, the grid is extended once there.
/// </remarks>
public sealed class RateTuning(TrialPool pool, StudySettings settings, StudyData data)
{
    /// <summary>Never used by comparisons, whose seeds start at 0 by default.</summary>
    public static IReadOnlyList<int> TuningSeeds { get; } = [1_000_100, 1_000_101, 1_000_102];

    /// <summary>Tries the grid for every activation.</summary>
    /// <returns>All rates tried, one of them chosen per activation; empty when cancelled before the end.</returns>
    public IReadOnlyList<TriedRate> Run(CancellationToken cancellation)
    {
        IReadOnlyList<double> grid = OptimizerCatalog.Find(settings.Recipe.Optimizer).LearningRates;
        if (Try([.. from activation in settings.Activations from rate in grid select (activation, rate)], cancellation) is not { } results)
            return [];
        var beyond = from tried in Choose(results)
                     where tried.IsChosen
                     from rate in BeyondEdge(grid, tried.LearningRate)
                     select (tried.Activation, rate);
        return Try([.. beyond], cancellation) is { } more ? Choose([.. results, .. more]) : [];
    }

    // The last rate is the guard of the one before it, which is thus the upper edge.
    static IEnumerable<double> BeyondEdge(IReadOnlyList<double> grid, double chosen)
    {
        double ratio = grid[1] / grid[0];
        if (chosen == grid[0])
            yield return grid[0] / ratio;
        else if (chosen == grid[^2] || chosen == grid[^1])
            yield return grid[^1] * ratio;
    }

    IReadOnlyList<TrialResult>? Try(IReadOnlyList<(string Activation, double Rate)> candidates, CancellationToken cancellation)
    {
        List<TrialSettings> wanted =
            [.. from candidate in candidates from seed in TuningSeeds select SettingsOf(candidate.Activation, candidate.Rate, seed)];
        IReadOnlyList<TrialResult> results = pool.Run(wanted, cancellation);
        return results.Count < wanted.Count ? null : results;
    }

    IReadOnlyList<TriedRate> Choose(IReadOnlyList<TrialResult> results) =>
        [.. settings.Activations.SelectMany(activation => Choose(activation, [.. results.Where(r => r.Settings.Activation == activation)]))];

    List<TriedRate> Choose(string activation, TrialResult[] results)
    {
        double[] grid = [.. results.Select(r => r.Settings.Recipe.LearningRate).Distinct().Order()];
        TrialResult[][] byRate = [.. grid.Select(rate => results.Where(r => r.Settings.Recipe.LearningRate == rate).ToArray())];
        bool[] trains = [.. byRate.Select(trials => trials.All(t => t.Outcome == TrialOutcome.Trained))];
        List<TriedRate> tried = [];
        for (int i = 0; i < grid.Length; i++)
        {
            bool isSafe = i + 1 < grid.Length && trains[i] && trains[i + 1];
            tried.Add(new TriedRate(
                activation, grid[i],
                trains[i] ? byRate[i].Average(t => t.Final.Validation is { } v ? Oriented(v) : double.NaN) : double.NaN,
                trains[i] ? byRate[i].Average(t => t.Final.Validation!.Loss) : double.NaN,
                isSafe, IsChosen: false));
        }
        // With no safe rate, the best that trained at all; with none of those, the smallest.
        TriedRate best = Best(tried.Where(t => t.IsSafe)) ?? Best(tried.Where(t => !double.IsNaN(t.Score))) ?? tried[0];
        return [.. tried.Select(t => t with { IsChosen = t == best })];
    }

    // Higher is better.
    double Oriented(Evaluation validation)
    {
        Metric metric = data.Profile.Deciding;
        double value = metric.Of(validation)!.Value;
        return metric.HigherIsBetter ? value : -value;
    }

    static TriedRate? Best(IEnumerable<TriedRate> rates) => rates.OrderByDescending(t => t.Score).ThenBy(t => t.Loss).FirstOrDefault();

    TrialSettings SettingsOf(string activation, double rate, int seed) =>
        new(data.Id, settings.Recipe with { LearningRate = rate }, activation, seed, HoldsOutValidation: true);
}
