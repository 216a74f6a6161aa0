using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public class StudySummaryTests
{
    static readonly StudySettings Settings = Tiny.Settings with { Activations = ["elu", "relu"], Baseline = "relu", Seeds = 2 };

    static ActivationSummary Named(StudySummary summary, string name) => summary.Activations.Single(a => a.Name == name);

    [Fact]
    public void Numbers_are_those_computed_by_hand()
    {
        StudySummary summary = StudySummary.Of(Invented.Study(Settings, Tiny.Classes,
            // Seed 0: down to relu's final 0.5 at epoch 2, after 2 × 3 s. Seed 1: never down to 0.1.
            Invented.Trial(Tiny.Key("elu", 0), [2, 1, 0.5, 0.4], accuracy: 0.9, secondsPerEpoch: 3, deadShare: 0.25, firstGradient: 4),
            Invented.Trial(Tiny.Key("relu", 0), [2, 1.5, 1, 0.5], accuracy: 0.8, deadShare: 0.5),
            Invented.Trial(Tiny.Key("elu", 1), [2, 1, 0.5, 0.2], accuracy: 0.7, secondsPerEpoch: 5, deadShare: 0.75, firstGradient: 1),
            Invented.Trial(Tiny.Key("relu", 1), [2, 1.5, 1, 0.1], accuracy: 0.5)))!;
        ActivationSummary elu = Named(summary, "elu"), relu = Named(summary, "relu");

        Assert.Equal([0, 1], summary.Seeds);
        Assert.Equal(["elu", "relu"], summary.Activations.Select(a => a.Name));
        Assert.Equal(0.8, elu.Score.Mean, 12);
        Assert.Equal(0.65, relu.Score.Mean, 12);
        Assert.Equal((1, 2.0, 6.0, 4.0), (elu.Reached, elu.EpochsToBaseline, elu.SecondsToBaseline, elu.SecondsPerEpoch));
        Assert.Equal((2, 3.0, 3.0, 1.0), (relu.Reached, relu.EpochsToBaseline, relu.SecondsToBaseline, relu.SecondsPerEpoch));
        Assert.Equal(0.5, elu.DeadShare!.Value, 12);
        Assert.Equal(2, elu.GradientRatio!.Value, 12);                                 // geometric mean of 4 and 1
        Assert.Equal(0.15, elu.Ranked.AgainstBaseline!.Paired.Mean, 12);        // mean of 0.1 and 0.2, paired by seed
        Assert.Null(relu.Ranked.AgainstBaseline);
        Assert.Null(elu.R2);
    }

    [Fact]
    public void Failed_trial_counts_with_the_chance_level()
    {
        StudySummary summary = StudySummary.Of(Invented.Study(Settings, Tiny.Classes,
            Invented.Trial(Tiny.Key("elu", 0), [2], accuracy: 0.99, failure: FailureKind.Diverged),
            Invented.Trial(Tiny.Key("relu", 0), [2, 1], accuracy: 0.9),
            Invented.Trial(Tiny.Key("elu", 1), [2, 1], accuracy: 0.9),
            Invented.Trial(Tiny.Key("relu", 1), [2, 1], accuracy: 0.9)))!;

        Assert.Equal([1.0 / 3, 0.9], Named(summary, "elu").Ranked.Scores.Values.ToArray());
        Assert.Equal((1, 0), (Named(summary, "elu").Failures, Named(summary, "relu").Failures));
        Assert.Equal(1, Named(summary, "elu").SecondsPerEpoch);                 // the diverged one finished no epoch
        Assert.Contains("Failed runs, counted at chance level: elu 1 of 2", summary.Conclusion);
        StudyTable.Results(summary, new StudyCharts(summary));
        Assert.Contains("\"outcome\": \"Diverged\"", StudyFiles.ToJson(summary));
    }

    [Fact]
    public void Only_what_the_verdict_calls_the_winner_is_set_off()
    {
        StudySummary Of(double lead, double again) =>
            StudySummary.Of(Invented.Study(Settings with { Seeds = 8 }, Tiny.Classes, [.. Enumerable.Range(0, 8).SelectMany(seed => new[]
        {
            Invented.Trial(Tiny.Key("elu", seed), [2, 1], accuracy: 0.8 + 0.001 * seed + (seed % 2 == 0 ? lead : again)),
            Invented.Trial(Tiny.Key("relu", seed), [2, 1], accuracy: 0.8 + 0.001 * seed),
        })]))!;
        static IEnumerable<string> Bold(StudySummary summary) => StudyTable.Results(summary, new StudyCharts(summary)).Rows
            .SelectMany(row => row.Cells.Where(cell => cell.Tone == Elucid.Reports.CellTone.Best).Select(_ => row.Cells[0].Text));

        Assert.Equal(["elu"], Bold(Of(0.05, 0.04)));
        Assert.Equal("elu", Of(0.05, 0.04).Comparison.Winner?.Name);
        Assert.Empty(Bold(Of(0.05, -0.04)));            // the best mean, and no more than that
        Assert.Null(Of(0.05, -0.04).Comparison.Winner);
    }

    [Fact]
    public void Nothing_is_reached_where_the_baseline_failed()
    {
        StudySummary summary = StudySummary.Of(Invented.Study(Settings with { Seeds = 1 }, Tiny.Classes,
            Invented.Trial(Tiny.Key("elu", 0), [2, 1]), Invented.Trial(Tiny.Key("relu", 0), [2, 3], failure: FailureKind.LearnedNothing)))!;

        Assert.Equal(
            (0, double.NaN, double.NaN),
            (Named(summary, "elu").Reached, Named(summary, "elu").EpochsToBaseline, Named(summary, "elu").SecondsToBaseline));
        var comparisons = StudyTable.Comparisons(summary, new StudyCharts(summary));
        Assert.Equal("Against relu: gain in test accuracy (percentage points)", comparisons.Caption);
        Assert.Equal(Elucid.Reports.Format.Missing, comparisons.Rows[0].Cells[2].Text);           // one seed has no interval
    }

    [Fact]
    public void Only_seeds_that_every_activation_finished_count()
    {
        StudyResult partial = Invented.Study(Settings, Tiny.Classes,
            Invented.Trial(Tiny.Key("elu", 0), [2, 1]), Invented.Trial(Tiny.Key("relu", 0), [2, 1]),
            Invented.Trial(Tiny.Key("elu", 1), [2, 1]));

        Assert.False(partial.IsComplete);
        Assert.Equal([0], StudySummary.Of(partial)!.Seeds);
        Assert.Equal(2, StudySummary.Of(partial)!.Activations.Sum(a => a.Trials.Count));
        Assert.Null(StudySummary.Of(Invented.Study(Settings, Tiny.Classes, Invented.Trial(Tiny.Key("elu", 0), [2, 1]))));
    }

    [Fact]
    public void Activation_against_itself_shows_no_difference_exactly()
    {
        StudySettings settings = Tiny.Settings with { Activations = ["elu", "elu#2"], Baseline = "elu", Seeds = 3 };
        Recorder recorder = new();
        StudySummary summary = StudySummary.Of(
            new Study(settings, Tiny.Classes).Run(1, observer: recorder, cancellation: TestContext.Current.CancellationToken))!;

        Assert.Equal(6, recorder.Started.Count);                // the control trains networks of its own
        Assert.Equal(Standing.Equal, Named(summary, "elu#2").Ranked.AgainstBaseline!.Standing);
        Assert.Equal("elu and elu#2: the scores tie, the test accuracy is the same on every seed. "
            + "They do equally well on these test rows, which does not say that the networks are equal.", PlainWords.Describe(summary.Comparison));
        Assert.Contains(StudyTable.Comparisons(summary, new StudyCharts(summary)).Rows[0].Cells, cell => cell.Text == "scores tie");
    }

    [Fact]
    public void Regression_is_summarised_in_the_targets_units()
    {
        StudySettings settings = Tiny.Settings with { Activations = ["elu", "relu"], Recipe = Tiny.Recipe with { Epochs = 20 } };
        StudySummary summary =
            StudySummary.Of(new Study(settings, Tiny.Plane).Run(1, cancellation: TestContext.Current.CancellationToken))!;

        Assert.All(summary.Activations, a => Assert.InRange(a.Score.Mean, 0.5, 20));
        Assert.All(summary.Activations, a => Assert.InRange(a.R2!.Value.Mean, 0.5, 1));
    }

    [Fact]
    public void Test_part_without_variance_is_no_reason_to_stop()
    {
        StudyData data = Tiny.Read("x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 0 ? 1.5 : 2.5)}\n")), "y");
        StudyResult result = new Study(Tiny.Settings, data).Run(1, cancellation: TestContext.Current.CancellationToken);

        Assert.Contains(result.Trials, t => t.Final!.Test.R2 is null);
        StudySummary summary = StudySummary.Of(result)!;
        int varied = result.Trials.Where(t => t.Final!.Test.R2 is not null).Select(t => t.Seed).Distinct().Count();
        Assert.All(summary.Activations, a => Assert.Equal(varied, a.R2?.Count ?? 0));
    }

    [Fact]
    public void What_a_probe_cannot_see_is_null_in_files_and_a_dash_for_people()
    {
        // As of recurrent cells, whose activations are no layers, and of a network whose last weights get no gradient.
        StudySummary summary =
            StudySummary.Of(Invented.Study(Settings, Tiny.Classes, [.. from name in (string[])["elu", "relu"] from seed in (int[])[0, 1]
            select Invented.Trial(
                Tiny.Key(name, seed), [2, 1, 0.5], accuracy: 0.7, probe: new([], [new("first", 1), new("last", 0)]))]))!;
        Assert.All(summary.Activations, a => Assert.Equal((null, null, null), (a.DeadShare, a.MeanActivation, a.GradientRatio)));
        string json = StudyFiles.ToJson(summary);
        Assert.All((string[])["deadShare", "meanActivation", "gradientRatio"], field => Assert.Contains($"\"{field}\": null", json));
        Assert.DoesNotContain("NaN", StudyFiles.History(summary));
        Assert.Equal(["–", "–", "–"], StudyTable.Results(summary, new StudyCharts(summary)).Rows[0].Cells.TakeLast(3).Select(cell => cell.Text));
    }

    [Fact]
    public void R2_of_test_targets_that_never_differ_is_said_to_be_undefined()
    {
        StudyData data = Tiny.Read("x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 0 ? 1.5 : 2.5)}\n")), "y");
        StudySettings settings = Tiny.Settings with { Seeds = 1 };
        StudyResult result = new Study(settings, data).Run(1, cancellation: TestContext.Current.CancellationToken);
        Assert.All(result.Trials, t => Assert.Null(t.Final!.Test.R2));

        StudySummary summary = StudySummary.Of(result)!;
        Assert.All(summary.Activations, a => Assert.Null(a.R2));
        Assert.Contains("\"r2\": null", StudyFiles.ToJson(summary));
        Assert.Contains("undefined", StudyTable.Results(summary, new StudyCharts(summary)).Rows[0].Cells.Select(cell => cell.Text));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(3, 20)]
    public void Failed_regression_counts_with_the_spread_of_its_own_split(int patience, int seed)
    {
        StudySettings settings = Tiny.Settings with
        {
            Recipe = Tiny.Recipe with { Optimizer = "sgd", LearningRate = 1e20, Patience = patience },
            FirstSeed = seed,
            Seeds = 2,
        };
        StudySummary summary =
            StudySummary.Of(new Study(settings, Tiny.Plane).Run(1, cancellation: TestContext.Current.CancellationToken))!;

        Assert.All(summary.Activations, a => Assert.Equal(2, a.Failures));
        double expected = Enumerable.Range(seed, 2).Average(s =>
        {
            var split = Tiny.Plane.Split(s, withValidation: patience > 0, out var scales);
            float[] train = split.Train.Targets.ToArray(), test = split.Test.Targets.ToArray();
            scales!.Targets!.Restore(train);
            scales.Targets.Restore(test);
            double mean = train.Average(v => (double)v);
            return Math.Sqrt(test.Average(v => (v - mean) * (v - mean)));
        });
        Assert.Equal(expected, summary.Activations[0].Score.Mean, 1e-4);
    }
}
