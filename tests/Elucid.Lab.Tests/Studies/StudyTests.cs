using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

public class StudyTests
{
    static readonly StudySettings Settings = Tiny.Settings with { Activations = ["elu", "relu", "tanh"], Seeds = 3, FirstSeed = 5 };

    [Fact]
    public void Trials_run_seed_by_seed()
    {
        Recorder recorder = new();
        StudyResult result = new Study(Settings, Tiny.Classes).Run(1, store: null, recorder, TestContext.Current.CancellationToken);

        Assert.True(result.IsComplete);
        Assert.Equal([(5, "elu"), (5, "relu"), (5, "tanh"), (6, "elu"), (6, "relu"), (6, "tanh"), (7, "elu"), (7, "relu"), (7, "tanh")],
            recorder.Started.Select(t => (t.Seed, t.Activation)));
    }

    [Fact]
    public void Cancelled_study_is_partial_and_resuming_gives_the_same_bits()
    {
        using TemporaryDirectory directory = new();
        using CancellationTokenSource stop = new();
        Recorder stopping = new(r => { if (r.Finished.Count == 4) stop.Cancel(); }), resumed = new();
        StudyResult partial, whole;
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        using (TrialStore store = new(output))
            partial = new Study(Settings, Tiny.Classes).Run(1, store, stopping, stop.Token);
        using (TrialStore store = new(output))
            whole = new Study(Settings, Tiny.Classes).Run(1, store, resumed, TestContext.Current.CancellationToken);
        StudyResult uninterrupted = new Study(Settings, Tiny.Classes).Run(1, store: null, new Recorder(), TestContext.Current.CancellationToken);

        Assert.False(partial.IsComplete);
        Assert.Equal(4, partial.Trials.Count);
        Assert.Equal([5], StudySummary.Of(partial)!.Seeds);
        Assert.Equal((4, 5), (resumed.Stored, resumed.Started.Count));
        Assert.Equal(Hash(uninterrupted), Hash(whole));
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
