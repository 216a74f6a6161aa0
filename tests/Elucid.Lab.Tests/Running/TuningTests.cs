using Elucid.Lab.Tests.Experiments;

namespace Elucid.Lab.Tests.Running;

[AnyWidth]
public class TuningTests
{
    static readonly Tuning Rates = new() { Setting = "rate", Grid = [0.1, 0.3, 0.9], Score = Planted.Score.Metric };

    [Fact]
    public void The_best_value_must_be_safe_from_the_next_larger_one()
    {
        ExperimentResult result = Tuned(Rates with { ExtendsGrid = false }, rate => rate < 0.9 ? rate : double.NaN);
        Assert.Equal([0.1, 0.3, 0.9], result.Tried.Select(tried => tried.Value));
        Assert.Equal([true, false, false], result.Tried.Select(tried => tried.IsSafe));
        Assert.Equal(0.1, Chosen(result));
        Assert.Equal([0.1, 0.1], result.Of("a").Select(trial => trial.Key.Settings.Number("rate")));
    }

    [Fact]
    public void By_the_plain_rule_the_best_that_trains_is_taken() => Assert.Equal(
        0.3, Chosen(Tuned(Rates with { Rule = TuningRule.Best }, rate => rate < 0.9 ? rate : double.NaN)));

    [Fact]
    public void The_grid_grows_once_at_an_edge()
    {
        ExperimentResult up = Tuned(Rates, rate => rate), down = Tuned(Rates, rate => -rate);
        Assert.Equal(2.7, up.Tried[^1].Value, 1e-9);
        Assert.Equal(0.9, Chosen(up), 1e-9);                                     // 2.7 is its guard
        Assert.Equal(0.1 / 3, down.Tried[0].Value, 1e-9);
        Assert.Equal(0.1 / 3, Chosen(down), 1e-9);
        Assert.Equal(3, Tuned(Rates with { ExtendsGrid = false }, rate => rate).Tried.Count);
    }

    [Fact]
    public void Where_nothing_trains_the_smallest_is_taken() => Assert.Equal(
        0.1, Chosen(Tuned(Rates with { ExtendsGrid = false }, _ => double.NaN)));

    [Fact]
    public void Tuning_trials_know_that_they_are_and_use_seeds_of_their_own()
    {
        List<(bool, int)> ran = [];
        Experiment experiment = Planted.Of(Planted.Arm("a", 1)) with
        {
            Seeds = 1,
            Tuning = Rates with { ExtendsGrid = false },
            RunTrial = trial =>
            {
                lock (ran)
                    ran.Add((trial.IsTuning, trial.Seed));
                return new Measured { { "score", 1 } };
            },
        };
        experiment.Run(1, TestContext.Current.CancellationToken);
        Assert.Equal(9, ran.Count(trial => trial.Item1 && Tuning.DefaultSeeds.Contains(trial.Item2)));
        Assert.Equal([(false, 0)], ran.Where(trial => !trial.Item1));
    }

    [Fact]
    public void A_tie_is_broken_by_the_second_number()
    {
        Experiment experiment = Planted.Of(Planted.Arm("a", 1)) with
        {
            Seeds = 1,
            Tuning = Rates with { Rule = TuningRule.Best, TieBreaker = Planted.Loss, ExtendsGrid = false },
            RunTrial = trial => new Measured { { "score", 1 }, { "loss", Math.Abs(trial.Settings.Number("rate") - 0.3) } },
        };
        Assert.Equal(0.3, Chosen(experiment.Run(1, TestContext.Current.CancellationToken)));
    }

    static double Chosen(ExperimentResult result) => result.Tried.Single(tried => tried.IsChosen).Value;

    static ExperimentResult Tuned(Tuning tuning, Func<double, double> score) => (Planted.Of(Planted.Arm("a", 1)) with
    {
        Seeds = 2,
        Tuning = tuning,
        RunTrial = trial => new Measured { { "score", score(trial.Settings.Number("rate")) } },
    }).Run(2, TestContext.Current.CancellationToken);
}
