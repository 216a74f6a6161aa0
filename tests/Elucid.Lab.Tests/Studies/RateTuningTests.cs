using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

/// <summary>Tuning on invented results: they lie in the store, where the pool finds them.</summary>
public sealed class RateTuningTests : IDisposable
{
    static readonly IReadOnlyList<double> Grid = OptimizerCatalog.Find("adam").LearningRates;
    static readonly StudySettings Settings = Tiny.Settings with { Activations = ["elu"], Baseline = "elu", TunesLearningRate = true };

    readonly TemporaryDirectory _directory = new();
    readonly Recorder _recorder = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Tunes where each rate reaches the accuracy given on validation data; NaN where one of its runs failed.</summary>
    IReadOnlyList<TriedRate> Tune(params (double Rate, double Accuracy)[] outcomes)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
        using TrialStore store = new(directory);
        foreach ((double rate, double accuracy) in outcomes)
            foreach (int seed in RateTuning.TuningSeeds)
                store.Add(Invented.Trial(
                    Tiny.Trial("elu", seed, recipe: Tiny.Recipe with { LearningRate = rate }, validation: true), [2, 1],
                    validation: double.IsNaN(accuracy) ? 0.99 : accuracy,
                    outcome: double.IsNaN(accuracy) && seed == RateTuning.TuningSeeds[1] ? TrialOutcome.Diverged : TrialOutcome.Trained));
        IReadOnlyList<TriedRate> tried =
            new RateTuning(new TrialPool(Tiny.Classes, 1, store, _recorder), Settings, Tiny.Classes).Run(TestContext.Current.CancellationToken);
        Assert.Single(tried, t => t.IsChosen);
        return tried;
    }

    static (double, double)[] On(IEnumerable<double> rates, params double[] accuracies) => [.. rates.Zip(accuracies)];

    static double Chosen(IReadOnlyList<TriedRate> tried) => tried.Single(t => t.IsChosen).LearningRate;

    [Fact]
    public void Best_safe_rate_wins()
    {
        IReadOnlyList<TriedRate> tried = Tune(On(Grid, 0.5, 0.6, 0.9, 0.8, 0.7, 0.6));

        Assert.Equal(0.001, Chosen(tried));
        Assert.Equal(Grid, tried.Select(t => t.LearningRate));
        Assert.Equal([true, true, true, true, true, false], tried.Select(t => t.IsSafe));
        Assert.Empty(_recorder.Started);
    }

    [Fact]
    public void Rate_below_a_failing_one_is_not_safe_however_good_it_is()
    {
        IReadOnlyList<TriedRate> tried = Tune(On(Grid, 0.5, 0.6, 0.7, 0.95, double.NaN, double.NaN));

        Assert.Equal(0.001, Chosen(tried));
        Assert.Equal([true, true, true, false, false, false], tried.Select(t => t.IsSafe));
        Assert.Equal(double.NaN, tried[4].Score);
    }

    [Fact]
    public void Smaller_one_of_equally_good_rates_wins() => Assert.Equal(0.0003, Chosen(Tune(On(Grid, 0.5, 0.9, 0.9, 0.8, 0.7, 0.6))));

    [Fact]
    public void Winner_at_the_lower_edge_extends_the_grid_once()
    {
        double below = Grid[0] / (Grid[1] / Grid[0]);
        IReadOnlyList<TriedRate> tried = Tune([(below, 0.95), .. On(Grid, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)]);

        Assert.Equal(below, Chosen(tried));
        Assert.Equal([below, .. Grid], tried.Select(t => t.LearningRate));
    }

    [Fact]
    public void Winner_at_the_upper_edge_extends_the_grid_once()
    {
        double above = Grid[^1] * (Grid[1] / Grid[0]);
        IReadOnlyList<TriedRate> tried = Tune([.. On(Grid, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9), (above, 0.95)]);

        Assert.Equal(Grid[^1], Chosen(tried));       // safe now that its next larger one is known to train
        Assert.Equal([.. Grid, above], tried.Select(t => t.LearningRate));
    }

    [Fact]
    public void Extension_asks_for_its_own_trials_only()
    {
        double below = Grid[0] / (Grid[1] / Grid[0]);
        Tune([(below, 0.95), .. On(Grid, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)]);

        Assert.Equal(7 * 3, _recorder.Queued.Count);
        Assert.Equal(7 * 3, _recorder.Finished.Count);
    }

    [Fact]
    public void Where_no_rate_is_safe_the_best_that_trains_is_taken() =>
        Assert.Equal(0.03, Chosen(Tune(On(Grid, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0.9))));

    [Fact]
    public void Smallest_rate_is_taken_where_all_fail()
    {
        double below = Grid[0] / (Grid[1] / Grid[0]);
        IReadOnlyList<TriedRate> tried = Tune([(below, double.NaN), .. Grid.Select(rate => (rate, double.NaN))]);

        Assert.Equal(below, Chosen(tried));
        Assert.DoesNotContain(tried, t => t.IsSafe);
    }

    [Fact]
    public void Study_uses_the_tuned_rate_and_seeds_of_its_own()
    {
        Recorder recorder = new();
        StudySettings settings = Tiny.Settings with { TunesLearningRate = true, Recipe = Tiny.Recipe with { Epochs = 1 } };
        StudyResult result = new Study(settings, Tiny.Classes).Run(2, store: null, recorder, TestContext.Current.CancellationToken);

        Assert.All(settings.Activations, activation =>
            Assert.All(result.Trials.Where(t => t.Settings.Activation == activation),
                trial => Assert.Equal(Chosen([.. result.Rates.Where(r => r.Activation == activation)]), trial.Settings.Recipe.LearningRate)));
        Assert.Empty(result.Trials.Select(t => t.Settings.Seed).Intersect(RateTuning.TuningSeeds));
        Assert.All(recorder.Started.Where(t => RateTuning.TuningSeeds.Contains(t.Seed)), t => Assert.True(t.HoldsOutValidation));
        Assert.Contains(
            StudyTable.Results(StudySummary.Of(result)!, new StudyCharts(StudySummary.Of(result)!)).Columns, c => c.Header == "learning rate");
    }

    [Fact]
    public void Cancelled_tuning_gives_no_rates_and_no_trials()
    {
        using CancellationTokenSource stop = new();
        Recorder recorder = new(_ => stop.Cancel());
        StudyResult result = new Study(Settings, Tiny.Classes).Run(1, store: null, recorder, stop.Token);

        Assert.Equal((0, 0, false), (result.Rates.Count, result.Trials.Count, result.IsComplete));
    }
}
