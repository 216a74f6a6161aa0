using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public sealed class OwnNetworkTests
{
    static readonly OwnNetwork Small = new("small", (activation, random) => new Sequential(
        new Linear(2, 6, random), activation, new Linear(6, 3, random)));

    static readonly StudySettings Settings = Tiny.Settings with { Network = Small, Activations = ["elu", "elu#2", "tanh"] };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_studied_and_reported_as_the_recipes_is()
    {
        StudyResult result = new Study(Settings, Tiny.Classes).Run(2, cancellation: Token);
        StudySummary summary = StudySummary.Of(result)!;
        Assert.True(result.IsComplete);
        Assert.Equal(Standing.Equal, summary.Activations.Single(a => a.Name == "elu#2").Ranked.AgainstBaseline!.Standing);
        Assert.Equal(6, result.Trials[0].Final!.Probe.Layers.Single().Units);

        using TemporaryDirectory directory = new();
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        string report = File.ReadAllText(StudyFiles.Write(summary, output, "dotnet run"));
        Assert.Contains("small", report);
        Assert.DoesNotContain("2-8-3", report);
        Assert.Contains("\"network\": \"small\"", File.ReadAllText(output["results.json"]));
    }

    [Fact]
    public void Its_name_is_a_part_of_its_trials_keys()
    {
        using TemporaryDirectory directory = new();
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        Recorder recorder = new();
        using (TrialLogFile log = new(output[Study.TrialsFile]))
        {
            TrialIndex index = Study.IndexOf(log);
            new Study(Settings, Tiny.Classes).Run(2, index, cancellation: Token);
            new Study(Settings with { Network = Small with { Name = "other" } }, Tiny.Classes).Run(2, index, recorder, Token);
        }
        Assert.Equal((0, 6), (recorder.Stored, recorder.Started.Count));
        Assert.Null(new Study(Settings, Tiny.Classes).RefusalOf(output));
        Assert.Equal(
            $"'{directory.Path}' holds another study: it was started with the network 'small' and now got the network of a recipe. Choose another "
                + "OutputDirectory, or OutputDirectory.Clear to delete it.",
            new Study(Settings with { Network = null }, Tiny.Classes).RefusalOf(output));
    }

    [Fact]
    public void One_that_does_not_answer_the_examples_is_refused_before_anything_runs()
    {
        OwnNetwork two = new("two", (activation, random) => new Sequential(new Linear(2, 2, random), activation));
        Refused.With<SettingsException>(
            "Network 'two': expected [1, 3] for one example, an output for each of 3 classes, but got [1, 2].",
            () => new Study(Settings with { Network = two }, Tiny.Classes));
        OwnNetwork wide = new("wide", (activation, random) => new Linear(5, 3, random));
        Assert.Throws<ShapeException>(() => new Study(Settings with { Network = wide }, Tiny.Classes));
    }

    [Fact]
    public void A_detector_of_ones_own_is_studied()
    {
        using TemporaryDirectory directory = new();
        StudyData data = TinyBoxes.Read(directory.Write("boxes.csv", TinyBoxes.Write(directory.Path)));
        StudySettings settings = new()
        {
            Recipe = TinyBoxes.Recipe with { Epochs = 1 },
            Activations = ["elu"],
            Seeds = 1,
            Network = new("small detector", (activation, random) => new GridDetector([1, 16, 16], 2, activation, random, [4, 8])),
        };
        TrialCourse trial = new Study(settings, data).Run(1, cancellation: Token).Trials.Single();
        Assert.NotNull(data.Profile.Deciding.Of(trial.Final!.Test));
        OwnNetwork other = new("three kinds", (activation, random) => new GridDetector([1, 16, 16], 3, activation, random, [4, 8]));
        Assert.Contains(
            "expected a detector of the 2 classes of data", Assert.Throws<ArgumentException>(() =>
                new Study(settings with { Network = other }, data)).Message);
    }

    [Fact]
    public void Examples_of_ones_own_are_split_by_the_seed()
    {
        StudyData data = StudyData.Of(Digits.Load());
        (DataSplit zero, DataSplit one) = (data.Split(0, withValidation: false), data.Split(1, withValidation: true));
        Assert.Equal((1438, 359), (zero.Train.Count, zero.Test.Count));
        Assert.NotEqual(zero.Test.Labels.ToArray(), one.Test.Labels.ToArray());
        Assert.NotNull(one.Validation);
    }
}
