using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public class StudyTests
{
    static readonly StudySettings Settings = Tiny.Settings with { Activations = ["elu", "relu", "tanh"], Seeds = 3, FirstSeed = 5 };

    [Fact]
    public void Trials_run_seed_by_seed()
    {
        Recorder recorder = new();
        StudyResult result = new Study(Settings, Tiny.Classes).Run(1, observer: recorder, cancellation: TestContext.Current.CancellationToken);

        Assert.True(result.IsComplete);
        Assert.Equal([(5, "elu"), (5, "relu"), (5, "tanh"), (6, "elu"), (6, "relu"), (6, "tanh"), (7, "elu"), (7, "relu"), (7, "tanh")],
            recorder.Started.Select(t => (t.Key.Seed, t.Arm.Name)));
    }

    [Fact]
    public void Cancelled_study_is_partial_and_resuming_gives_the_same_bits()
    {
        using TemporaryDirectory directory = new();
        using CancellationTokenSource stop = new();
        Recorder stopping = new(r => { if (r.Finished.Count == 4) stop.Cancel(); }), resumed = new();
        StudyResult partial, whole;
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        using (TrialLogFile log = new(output[Study.TrialsFile]))
            partial = new Study(Settings, Tiny.Classes).Run(1, Study.IndexOf(log), stopping, stop.Token);
        using (TrialLogFile log = new(output[Study.TrialsFile]))
            whole = new Study(Settings, Tiny.Classes).Run(1, Study.IndexOf(log), resumed, TestContext.Current.CancellationToken);
        StudyResult uninterrupted = new Study(Settings, Tiny.Classes).Run(1, cancellation: TestContext.Current.CancellationToken);

        Assert.False(partial.IsComplete);
        Assert.InRange(partial.Trials.Count, 4, 5);             // the next one may have begun
        Assert.Equal([5], StudySummary.Of(partial)!.Seeds);
        Assert.Equal((partial.Trials.Count, 9 - partial.Trials.Count), (resumed.Stored, resumed.Started.Count));
        Assert.Equal(Hash(uninterrupted), Hash(whole));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Parts_that_were_run_apart_give_the_bits_of_the_whole(int parts)
    {
        StudySettings settings = Settings with { TunesLearningRate = true, Recipe = Tiny.Recipe with { Epochs = 1 }, Activations = ["elu", "relu"] };
        TrialIndex whole = Study.IndexOf(new MemoryTrialLog());
        int trials = 0;
        for (int number = 1; number <= parts; number++)
        {
            TrialIndex part = Study.IndexOf(new MemoryTrialLog());
            Study study = new(settings, Tiny.Classes) { Shard = (number, parts) };
            Assert.Equal(study.TrialCount, study.Run(1, part, cancellation: TestContext.Current.CancellationToken).Outcome.Finished);
            trials += study.TrialCount;
            whole.Merge(part);
            Assert.Equal(0, whole.Merge(part));
        }
        Assert.Equal((6, 0), (trials, whole.Contradictions));
        Recorder recorder = new();
        StudyResult merged = new Study(settings, Tiny.Classes).Run(1, whole, recorder, TestContext.Current.CancellationToken);
        Assert.Empty(recorder.Started);
        Assert.Equal(Hash(new Study(settings, Tiny.Classes).Run(2, cancellation: TestContext.Current.CancellationToken)), Hash(merged));
    }

    [Fact]
    public void A_trial_that_one_build_ran_twice_is_no_contradiction()
    {
        TrialIndex first = Study.IndexOf(new MemoryTrialLog()), second = Study.IndexOf(new MemoryTrialLog());
        foreach (TrialIndex index in new[] { first, second })
            new Study(Tiny.Settings, Tiny.Classes).Run(1, index, cancellation: TestContext.Current.CancellationToken);
        foreach (TrialRecord record in second.Records)
            first.Add(record);
        Assert.Equal(0, first.Contradictions);
        first.Add(first.Records[0] with { Measured = Measured.Failed(FailureKind.Threw, "planted") });
        Assert.Equal(1, first.Contradictions);
        Assert.Equal(0, second.Merge(first));
        Assert.Equal(1, second.Contradictions);
    }

    [Fact]
    public void An_exception_in_a_trial_is_that_trials_failure()
    {
        Experiment sound = new Study(Settings, Tiny.Classes).Experiment, experiment = sound with
        {
            RunTrial = trial => trial.Seed == 6 && trial.Arm.Name != "tanh" ? throw new InvalidDataException("planted") : sound.RunTrial(trial),
        };
        StudyResult result = new(Settings, Tiny.Classes, experiment.Run(2, TestContext.Current.CancellationToken));
        StudySummary summary = StudySummary.Of(result)!;

        Assert.True(result.IsComplete);
        Assert.Equal([5, 6, 7], summary.Seeds);
        Assert.Equal([1, 1, 0], Settings.Activations.Select(name => summary.Activations.Single(a => a.Name == name).Failures));
        Assert.Equal(1.0 / 3, summary.Activations.Single(a => a.Name == "elu").Ranked.Scores.Values[1], 1e-9);
        using TemporaryDirectory directory = new();
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        string report = File.ReadAllText(StudyFiles.Write(summary, output, "elucid compare"));
        Assert.Contains("InvalidDataException: planted", report);
        Assert.Contains("\"outcome\": \"Threw\"", File.ReadAllText(output["results.json"]));
    }

    [Fact]
    public void Tuned_study_uses_each_arms_rate_and_seeds_of_its_own()
    {
        Recorder recorder = new();
        StudySettings settings = Tiny.Settings with { TunesLearningRate = true, Recipe = Tiny.Recipe with { Epochs = 1 } };
        StudyResult result =
            new Study(settings, Tiny.Classes).Run(2, observer: recorder, cancellation: TestContext.Current.CancellationToken);

        Assert.All(settings.Activations, activation => Assert.All(
            result.Trials.Where(t => t.Arm == activation),
            trial => Assert.Equal(
                result.Outcome.Tried.Single(tried => tried.Arm == activation && tried.IsChosen).Value, trial.Settings.Number("learningRate"))));
        Assert.Empty(result.Trials.Select(t => t.Seed).Intersect(Tuning.DefaultSeeds));
        Assert.All(
            recorder.Finished.Where(t => Tuning.DefaultSeeds.Contains(t.Key.Seed)),
            t => Assert.Contains("validation accuracy", t.Measured.Numbers));
        StudySummary summary = StudySummary.Of(result)!;
        Assert.Contains(StudyTable.Results(summary, new StudyCharts(summary)).Columns, c => c.Header == "learning rate");
        Assert.All(StudyDocument.Of(summary).Rates, rate => Assert.True(double.IsNaN(rate.Score) || rate is { Score: > 0, Loss: > 0 }));
        Assert.Equal(OptimizerCatalog.Find("adam").LearningRates, result.Outcome.Experiment.Tuning!.Grid);
    }

    [Fact]
    public void Cancelled_tuning_gives_no_rates_and_no_trials()
    {
        using CancellationTokenSource stop = new();
        StudyResult result = new Study(Tiny.Settings with { TunesLearningRate = true }, Tiny.Classes)
            .Run(1, observer: new Recorder(_ => stop.Cancel()), cancellation: stop.Token);

        Assert.Equal((0, 0, false), (result.Outcome.Tried.Count, result.Trials.Count, result.IsComplete));
    }

    static string Hash(StudyResult result) => StudyDocument.Of(StudySummary.Of(result)!).ResultHash;

    [Fact]
    public void Settings_that_cannot_be_are_refused_in_words()
    {
        void Refuses(string sentence, StudySettings settings) => Refused.With<ArgumentException>(sentence, settings.Check);

        Refuses("StudySettings.Seeds must be a positive number, but got 0.", Settings with { Seeds = 0 });
        Refuses("StudySettings.FirstSeed must be 0 or a positive number, but got -1.", Settings with { FirstSeed = -1 });
        Refuses("StudySettings.FirstSeed must leave room for 3 seeds below 2147483647, but got 2147483646.",
            Settings with { FirstSeed = int.MaxValue - 1 });
        Refuses("StudySettings.FirstSeed must keep clear of 1000100 to 1000102, on which StudySettings.TunesLearningRate chooses the rates, but got "
            + "1000098 with 3 seeds.",
            Settings with { FirstSeed = 1_000_098, TunesLearningRate = true });
        Refuses("StudySettings.Activations must name at least one activation; ActivationCatalog.All lists them.", Settings with { Activations = [] });
        Refuses("StudySettings.Activations names 'elu' twice; name each once.", Settings with { Activations = ["elu", "relu", "elu"] });
        Refuses("StudySettings.Baseline must be one of the compared activations (elu, relu, tanh), but got 'tan'. Did you mean 'tanh'?",
            Settings with { Baseline = "tan" });
        (Settings with { FirstSeed = 1_000_097, TunesLearningRate = true }).Check();
        (Settings with { FirstSeed = 1_000_100 }).Check();
    }
}
