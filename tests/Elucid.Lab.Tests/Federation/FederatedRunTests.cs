using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Federation;

[AnyWidth]
public sealed class FederatedRunTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    static FederatedSettings Settings(StudyData? data = null) =>
        new((data ?? Tiny.Classes).Id, Tiny.Recipe with { Epochs = 1, Optimizer = "sgd", LearningRate = 0.05 }, "elu", 3)
        {
            Clients = 4,
            Rounds = 4,
            Participation = 0.8,
            ClipUpdates = 1,
            Noise = 0.3,
            Delta = 1e-3,
        };

    FederatedResult Run(string name, FederatedSettings settings, StudyData? data = null, int stopAfter = int.MaxValue)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory[name]);
        using CancellationTokenSource stop = new();
        FederatedResult result = new FederatedRun(settings, data ?? Tiny.Classes, directory).Run(new Watcher(progress =>
        {
            if (progress.Completed?.Round == stopAfter)
                stop.Cancel();
        }), stop.Token);
        if (result.Rounds.Count > 0)
            FederatedFiles.Write(result, directory, "elucid federate");
        return result;
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_with_the_same_bits()
    {
        FederatedResult whole = Run("whole", Settings()), part = Run("part", Settings(), stopAfter: 2);
        Assert.Equal((2, false), (part.Rounds.Count, part.IsComplete));
        FederatedResult resumed = Run("part", Settings());
        Assert.True(resumed.IsComplete);
        Assert.Equal(whole.Rounds.Select(round => round.Test), resumed.Rounds.Select(round => round.Test));
        Assert.Equal(whole.Rounds.Select(round => round.Epsilon), resumed.Rounds.Select(round => round.Epsilon));
        Assert.Equal(
            File.ReadAllBytes(_directory[Path.Combine("whole", "model.safetensors")]),
            File.ReadAllBytes(_directory[Path.Combine("part", "model.safetensors")]));
    }

    [Fact]
    public void Clients_are_measured_by_one_network_on_all_examples_and_by_each_alone()
    {
        FederatedResult result = Run("run", Settings() with { Noise = 0, ClipUpdates = 0, Participation = 1, Shards = ShardKind.ByLabel });
        Assert.Equal((4, 4), (result.Central.Count, result.Alone.Count));
        Assert.Equal(result.Shards.Sum(shard => shard.Sum()), Tiny.Classes.Split(3, withValidation: false).Train.Count);
        Assert.All(result.Rounds, round => Assert.Equal(double.PositiveInfinity, round.Epsilon));
        ReportTableOf(result);
        Assert.NotNull(ModelFile.Load(_directory[Path.Combine("run", "model.safetensors")]).Network);
    }

    static void ReportTableOf(FederatedResult result) => Assert.Equal(
        ["federated, 4 rounds", "one network on all examples", "each client alone, mean"],
        FederatedReport.Scores(result).Rows.Concat(FederatedReport.Scores(result).Footer).Select(row => row.Cells[0].Text));

    [Fact]
    public void Quantities_are_learned_by_clients_too()
    {
        FederatedResult result = Run("run", Settings(Tiny.Plane) with { Shards = ShardKind.ByLabel, Noise = 0 }, Tiny.Plane);
        Assert.True(result.IsComplete);
        Assert.Contains("test RMSE of the federated network is", FederatedReport.Conclusion(result));
    }

    [Fact]
    public void A_text_is_learned_by_clients_and_the_file_of_the_network_goes_on_with_one()
    {
        string text = string.Concat(Enumerable.Repeat("the cat sat on the mat and the dog sat by the door.\n", 60));
        StudyData data = TextData.Read(_directory.Write("rhyme.txt", text), new TextOptions { Window = 16 }, out _);
        Recipe recipe = Tiny.Recipe with { Model = "gru", Epochs = 1, Optimizer = "sgd", LearningRate = 0.05 };
        FederatedResult result = Run("run", new FederatedSettings(data.Id, recipe, "elu", 0) { Clients = 2, Rounds = 1 }, data);
        Assert.True(result.IsComplete);
        TrainedModel model = TrainedModel.Load(_directory[Path.Combine("run", "model.safetensors")]);
        Assert.Equal(5, model.Generate("the ", length: 5).Count());
    }

    [Fact]
    public void The_report_says_what_noise_is_worth_and_what_is_not_guaranteed()
    {
        FederatedResult result = Run("run", Settings());
        Assert.Contains("-differentially private for a whole client", FederatedReport.Conclusion(result));
        string page = File.ReadAllText(_directory[Path.Combine("run", "report.html")]);
        Assert.Contains("The server is trusted to add it.", page);
        Assert.Contains("Privacy budget by round", page);
    }

    [Fact]
    public void Other_settings_or_other_work_in_the_directory_are_refused()
    {
        Run("run", Settings(), stopAfter: 1);
        Refused.With<ArgumentException>(
            $"'{_directory["run"]}' holds another run: it was started with FederatedSettings.Clients = 4 and now got FederatedSettings.Clients = 5. "
                + "Choose another OutputDirectory, or OutputDirectory.Clear to delete it.",
            () => Run("run", Settings() with { Clients = 5 }));
        Directory.CreateDirectory(_directory["other"]);
        File.WriteAllText(_directory[Path.Combine("other", "trials.jsonl")], "");
        Refused.With<ArgumentException>(
            $"'{_directory["other"]}' already holds trials.jsonl. Choose another OutputDirectory, or OutputDirectory.Clear to delete it.",
            () => Run("other", Settings()));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused()
    {
        Run("run", Settings(), stopAfter: 1);
        string path = _directory[Path.Combine("run", "checkpoint.safetensors")];
        File.Copy(_directory[Path.Combine("run", "model.safetensors")], path, overwrite: true);
        string sentence = Assert.Throws<ModelFormatException>(() => Run("run", Settings())).Message;
        Assert.StartsWith($"'{path}' is not the checkpoint of a federated run: ", sentence);
    }

    [Theory]
    [InlineData("clients", "FederatedSettings.Clients must be at least 2, but got 1.")]
    [InlineData("participation", "FederatedSettings.Participation must be above 0 and at most 1, but got 0.")]
    [InlineData("noise",
        "FederatedSettings.Noise hides a client only if its change is bounded: give FederatedSettings.ClipUpdates as well, such as 1.")]
    [InlineData("delta", "FederatedSettings.Delta must be above 0 and below 1, but got 1.")]
    [InlineData("members", "Recipe.Members is for networks that are trained in one place: clients share one network. Omit it.")]
    public void What_is_out_of_range_is_refused(string what, string sentence) => Refused.With<ArgumentException>(sentence, () => (what switch
    {
        "clients" => Settings() with { Clients = 1 },
        "members" => Settings() with { Recipe = Settings().Recipe with { Members = 3 } },
        "participation" => Settings() with { Participation = 0 },
        "noise" => Settings() with { ClipUpdates = 0 },
        _ => Settings() with { Delta = 1 },
    }).Check());

    sealed class Watcher(Action<FederatedProgress> watch) : IProgress<FederatedProgress>
    {
        public void Report(FederatedProgress value) => watch(value);
    }
}
