namespace Elucid.Lab.Tests.Experiments;

[AnyWidth]
public class ExperimentResultTests
{
    [Fact]
    public void Arms_are_compared_seed_by_seed()
    {
        ExperimentResult result = Planted.Of(Planted.Arm("low", 1), Planted.Arm("high", 2)).Run();
        StudyComparison comparison = result.Compare();
        Assert.Equal("high", comparison.Winner?.Name);
        // The noise is the seed's, so it cancels in the pairs.
        Assert.Equal(0, comparison.Best.AgainstBaseline!.Paired.StandardDeviation, 1e-12);
        Assert.True(result.IsComplete);
    }

    [Fact]
    public void A_failed_trial_counts_with_the_value_of_chance()
    {
        ExperimentResult result = Planted.Of(Planted.Arm("sound", 1), Planted.Faulty("fails", onSeed: 2)).Run();
        ArmScores scores = result.Scores("fails");
        Assert.Equal(1, scores.FailureCount);
        Assert.True(scores.Failed[2]);
        Assert.Equal(-1, scores.Values[2]);
    }

    [Fact]
    public void What_another_arm_knows_of_chance_on_a_seed_holds_for_the_one_that_could_not_say()
    {
        Experiment experiment = Planted.Of(Planted.Faulty("throws", onSeed: 0), Planted.Arm("sound", 1)) with
        {
            RunTrial = trial => trial.Arm.Name == "throws" ? throw new InvalidDataException() : new Measured { { "score", 1, trial.Seed / 10.0 } },
        };
        Assert.Equal([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], experiment.Run().Scores("throws").Values.ToArray());
    }

    [Fact]
    public void Only_seeds_that_every_arm_finished_are_compared()
    {
        Experiment experiment = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2));
        ExperimentResult all = experiment.Run();
        ExperimentResult part = new(experiment, all.Design, [.. all.Of("a"), .. all.Of("b").Take(3)], []);
        Assert.Equal([0, 1, 2], part.Seeds);
        Assert.False(part.IsComplete);
        Assert.Equal(11, part.Finished);
        Assert.Equal(3, part.Scores("a").Values.Length);
    }

    [Fact]
    public void Names_that_are_not_there_are_refused()
    {
        ExperimentResult result = Planted.Of(Planted.Arm("a", 1)).Run();
        Assert.Equal(
            "Experiment 'planted': expected an arm among a, but got 'b'.", Assert.Throws<ArgumentException>(() => result.Of("b")).Message);
        Assert.Equal(
            "Experiment 'planted': expected a measure among score, but got 'loss'.",
            Assert.Throws<ArgumentException>(() => result.Scores("a", "loss")).Message);
    }
}
