using Elucid.Lab.Trials;

namespace Elucid.Lab.Studies;

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
/// One rate for all is not fair: functions differ in the rate that suits them by a factor of three and more, so a fixed rate mostly tells whom it suits.
/// A rate is eligible only if it and the next larger one on the grid train on all tuning seeds, because the best rate is often one step below
/// divergence and would then fail on some of the seeds of the comparison. If the winner lies at an edge of the grid, the grid is extended once there.
/// </remarks>
public sealed class RateTuning(TrialPool pool, StudySettings settings, StudyData data)
{
    /// <summary>Never used by comparisons, whose seeds start at 0 by default.</summary>
    public static IReadOnlyList<int> TuningSeeds { get; } = [1_000_100, 1_000_101, 1_000_102];

    /// <summary>The grid for an optimizer: five rates, about a factor of three apart; the last only guards the one before it.</summary>
    public static IReadOnlyList<double> Grid(string optimizer) => optimizer switch
    {
        "sgd" => [0.003, 0.01, 0.03, 0.1, 0.3, 1],
        "momentum" or "nesterov" => [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
        _ => [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03],
    };

    /// <summary>Tries the grid for every activation.</summary>
    /// <returns>All rates tried, one of them chosen per activation; empty when cancelled before the end.</returns>
    public IReadOnlyList<TriedRate> Run(CancellationToken cancellation)
    {
        Dictionary<string, SortedSet<double>> rates = settings.Activations.ToDictionary(a => a, _ => new SortedSet<double>(Grid(settings.Recipe.Optimizer)));
        if (Try(rates, cancellation) is not { } tried)
            return [];
        foreach (string activation in settings.Activations)
            ExtendAtEdge(rates[activation], tried.Where(t => t.Activation == activation && t.IsChosen).Single());
        return Try(rates, cancellation) ?? [];
    }

    static void ExtendAtEdge(SortedSet<double> rates, TriedRate chosen)
    {
        double[] grid = [.. rates];
        double ratio = grid[1] / grid[0];
        if (chosen.LearningRate == grid[0])
            rates.Add(grid[0] / ratio);
        else if (chosen.LearningRate == grid[^2])   // the last rate is the guard: the one before it is the edge
            rates.Add(grid[^1] * ratio);
    }

    List<TriedRate>? Try(Dictionary<string, SortedSet<double>> rates, CancellationToken cancellation)
    {
        var wanted = (from activation in settings.Activations from rate in rates[activation] from seed in TuningSeeds select SettingsOf(activation, rate, seed)).ToList();
        IReadOnlyList<TrialResult> results = pool.Run(wanted, cancellation);
        if (results.Count < wanted.Count)
            return null;
        return [.. settings.Activations.SelectMany(activation => Choose(activation, [.. rates[activation]], [.. results.Where(r => r.Settings.Activation == activation)]))];
    }

    static List<TriedRate> Choose(string activation, double[] grid, TrialResult[] results)
    {
        TrialResult[][] byRate = [.. grid.Select(rate => results.Where(r => r.Settings.Recipe.LearningRate == rate).ToArray())];
        bool[] trains = [.. byRate.Select(trials => trials.All(t => t.Outcome == TrialOutcome.Trained))];
        List<TriedRate> tried = [];
        for (int i = 0; i < grid.Length; i++)
        {
            bool isSafe = i + 1 < grid.Length && trains[i] && trains[i + 1];
            tried.Add(new TriedRate(
                activation, grid[i],
                trains[i] ? byRate[i].Average(t => t.Final.Validation is { } v ? v.Accuracy ?? -v.Rmse!.Value : double.NaN) : double.NaN,
                trains[i] ? byRate[i].Average(t => t.Final.Validation!.Loss) : double.NaN,
                isSafe, IsChosen: false));
        }
        // With no safe rate at all, the smallest is the safest there is.
        TriedRate best = tried.Where(t => t.IsSafe).OrderByDescending(t => t.Score).ThenBy(t => t.Loss).FirstOrDefault() ?? tried[0];
        return [.. tried.Select(t => t with { IsChosen = t == best })];
    }

    TrialSettings SettingsOf(string activation, double rate, int seed) =>
        new(data.Id, settings.Recipe with { LearningRate = rate }, activation, seed, HoldsOutValidation: true);
}
