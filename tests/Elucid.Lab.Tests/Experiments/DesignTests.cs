namespace Elucid.Lab.Tests.Experiments;

[AnyWidth]
public class DesignTests
{
    static readonly Experiment Small = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2)) with { Seeds = 3, FirstSeed = 5 };

    [Fact]
    public void Trials_are_planned_seed_by_seed() => Assert.Equal(
        [("a", 5), ("b", 5), ("a", 6), ("b", 6), ("a", 7), ("b", 7)],
        Design.Of(Small).Trials.Select(trial => (trial.Arm.Name, trial.Key.Seed)));

    [Fact]
    public void An_arms_settings_win_over_the_common_ones()
    {
        Experiment experiment = Small with { Settings = Settings.Of(("value", 9), ("depth", 4)) };
        Settings settings = Design.Of(experiment).Trials[0].Key.Settings;
        Assert.Equal(1, settings.Number("value"));
        Assert.Equal(4, settings.Number("depth"));
    }

    [Fact]
    public void Whatever_is_fixed_in_advance_is_part_of_the_fingerprint()
    {
        Experiment[] variants =
        [
            Small,
            Small with { Id = "other" },
            Small with { Revision = 2 },
            Small with { Data = "d@1" },
            Small with { Arms = [Planted.Arm("a", 1), Planted.Arm("b", 3)] },
            Small with { Baseline = "b" },
            Small with { Seeds = 4 },
            Small with { FirstSeed = 6 },
            Small with { Settings = Settings.Of(("depth", 4)) },
            Small with { Measures = [Planted.Score with { Chance = 0 }] },
            Small with { Measures = [new Measure(Planted.Score.Metric with { HigherIsBetter = false }, -1)] },
            Small with { Tuning = new Tuning { Setting = "value", Grid = [1, 2], Score = Planted.Score.Metric } },
            Small with { Tuning = new Tuning { Setting = "value", Grid = [1, 3], Score = Planted.Score.Metric } },
            Small with { Conditions = [new Superiority("b", "a", "score", 0.5)] },
            Small with { Conditions = [new Superiority("b", "a", "score", 0.6)] },
        ];
        Assert.Distinct(variants.Select(variant => Design.Of(variant).Hash));
        Assert.Equal(Design.Of(Small).Hash, Design.Of(Small with { RunTrial = _ => [], TimeLimit = TimeSpan.FromDays(1) }).Hash);
    }

    [Fact]
    public void Parts_are_whole_seeds_and_together_the_design()
    {
        Design all = Design.Of(Small);
        Design[] parts = [all.Shard(1, 2), all.Shard(2, 2)];
        Assert.Equal([4, 2], parts.Select(part => part.Trials.Count));
        Assert.Equal(all.Trials.ToHashSet(), parts.SelectMany(part => part.Trials).ToHashSet());
        Assert.Empty(all.Shard(5, 7).Trials);
    }

    public static TheoryData<string, Experiment> Wrong => new()
    {
        { "Experiment 'planted': expected at least one arm, but got none.", Planted.Of() },
        { "Experiment 'planted': expected each arm's name once, but got 'a' twice.", Planted.Of(Planted.Arm("a", 1), Planted.Arm("a", 2)) },
        { "Experiment 'planted': expected the baseline to be one of a, b, but got 'c'.", Small with { Baseline = "c" } },
        { "Experiment 'planted': expected at least one seed, but got 0.", Small with { Seeds = 0 } },
        { "Experiment 'planted': expected seeds from 0 to 2147483647, but got 2147483647.", Small with { FirstSeed = int.MaxValue } },
        {
            "Experiment 'planted': expected tuning seeds that the comparison does not use, but got 6.",
            Small with { Tuning = new Tuning { Setting = "value", Grid = [1], Score = Planted.Score.Metric, Seeds = [6] } }
        },
        {
            "Experiment 'planted': expected a grid in ascending order, but got 2, 1.",
            Small with { Tuning = new Tuning { Setting = "value", Grid = [2, 1], Score = Planted.Score.Metric } }
        },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_run_is_refused_before_anything_runs(string message, Experiment experiment) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Design.Of(experiment)).Message);
}
