namespace Elucid.Lab.Tests.Trials;

public sealed class TrialStoreTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    string File => _directory["trials.jsonl"];

    TrialResult Store(TrialSettings settings)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
        using TrialStore store = new(directory);
        TrialResult result = NetworkTrial.Run(settings, Tiny.Classes);
        store.Add(result);
        return result;
    }

    TrialResult? Find(TrialSettings settings)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
        using TrialStore store = new(directory);
        return store.Find(settings);
    }

    [Fact]
    public void Stored_trial_is_found_whole()
    {
        TrialResult kept = Store(Tiny.Trial());
        TrialResult found = Find(Tiny.Trial())!;

        Assert.Equal(Tiny.Bits(kept), Tiny.Bits(found));
        Assert.Equal(
            (kept.Outcome, kept.Explanation, kept.FinalEpoch, kept.Seconds), (found.Outcome, found.Explanation, found.FinalEpoch, found.Seconds));
        Assert.Equal(kept.Final.Probe.Layers, found.Final.Probe.Layers);
    }

    [Fact]
    public void Diverged_trial_is_stored_with_its_explanation()
    {
        TrialSettings settings = Tiny.Trial("relu", recipe: Tiny.Recipe with { Optimizer = "sgd", LearningRate = 1e20 });
        Assert.Equal(Store(settings).Explanation, Find(settings)!.Explanation);
    }

    [Fact]
    public void Only_the_very_same_settings_are_found()
    {
        TrialSettings settings = Tiny.Trial();
        Store(settings);

        Assert.Null(Find(settings with { Seed = 1 }));
        Assert.Null(Find(settings with { Activation = "relu" }));
        Assert.Null(Find(settings with { Data = Tiny.Plane.Id }));
        Assert.Null(Find(settings with { Recipe = settings.Recipe with { Hidden = [9] } }));
        Assert.Null(Find(settings with { Recipe = settings.Recipe with { LearningRate = 0.011 } }));
        Assert.Null(Find(settings with { HoldsOutValidation = true }));
        Assert.Null(Find(settings with { Build = "0.0.0" }));
        Assert.NotNull(Find(settings with { Recipe = settings.Recipe with { Hidden = [8] } }));
    }

    [Fact]
    public void Line_that_was_cut_off_is_ignored_and_what_follows_is_kept()
    {
        Store(Tiny.Trial());
        string line = System.IO.File.ReadAllText(File);
        System.IO.File.WriteAllText(File, line[..(line.Length / 2)]);
        Assert.Null(Find(Tiny.Trial()));

        Store(Tiny.Trial(seed: 1));
        Assert.NotNull(Find(Tiny.Trial(seed: 1)));
        Assert.Null(Find(Tiny.Trial()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not JSON")]
    public void Line_that_is_no_trial_is_ignored(string line)
    {
        System.IO.File.WriteAllText(File, line + "\n");
        Store(Tiny.Trial());
        Assert.NotNull(Find(Tiny.Trial()));
        Assert.Equal(1, Unreadable);
    }

    int Unreadable
    {
        get
        {
            using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
            using TrialStore store = new(directory);
            return store.Unreadable;
        }
    }

    [Fact]
    public void Trial_without_its_final_epoch_is_ignored()
    {
        Store(Tiny.Trial());
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("\"finalEpoch\":3", "\"finalEpoch\":4"));
        Assert.Null(Find(Tiny.Trial()));
    }
}
