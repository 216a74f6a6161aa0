using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class TrainingRunTests : IDisposable
{
    static readonly Recipe Recipe =
        Tiny.Recipe with { Epochs = 6, Dropout = 0.25, Schedule = "cosine", Warmup = 4, WeightDecay = 0.01, ClipNorm = 1 };

    readonly TemporaryDirectory _directory = new();

    readonly Dictionary<string, OutputDirectory> _open = [];

    public void Dispose()
    {
        foreach (OutputDirectory directory in _open.Values)
            directory.Dispose();
        _directory.Dispose();
    }

    // As if the process that ran there before had ended.
    OutputDirectory Open(string directory)
    {
        if (_open.TryGetValue(directory, out OutputDirectory? before))
            before.Dispose();
        return _open[directory] = OutputDirectory.Open(_directory[directory]);
    }

    TrainingRun Start(
        string directory, Recipe? recipe = null, bool resume = false, string activation = "elu", StudyData? data = null, int seed = 3,
        bool overwrite = false) =>
        new(new RunSettings((data ?? Tiny.Classes).Id, recipe ?? Recipe, activation, seed), data ?? Tiny.Classes, Open(directory),
            resume ? RunStart.Resume : overwrite ? RunStart.Overwrite : RunStart.New);

    static Evaluation? Finish(TrainingRun run) => run.Run(null, TestContext.Current.CancellationToken)?.Test;

    static void StopInEpoch(TrainingRun run, int epoch)
    {
        using CancellationTokenSource stop = new();
        run.Run(new Watcher(p => { if (p.Training?.Completed?.Epoch == epoch - 1) stop.Cancel(); }), stop.Token);
    }

    string[] HistoryWithoutTimes(string directory) =>
        [.. File.ReadLines(_directory[Path.Combine(directory, "history.csv")]).Select(line => line[..line.LastIndexOf(',')])];

    byte[] Model(string directory) => File.ReadAllBytes(_directory[Path.Combine(directory, "model.safetensors")]);

    [Theory]
    [InlineData("adam", "elu")]
    [InlineData("adamw", "pelu")]
    [InlineData("nesterov", "relu")]
    [InlineData("rmsprop", "prelu")]
    [InlineData("sgd", "selu")]
    public void Resumed_run_has_the_bits_of_an_uninterrupted_one(string optimizer, string activation)
    {
        Recipe recipe = Recipe with { Optimizer = optimizer };
        TrainingRun whole = Start("whole", recipe, activation: activation), stopped = Start("stopped", recipe, activation: activation);
        Evaluation? expected = Finish(whole);
        StopInEpoch(stopped, 3);
        Assert.Equal(2, stopped.Trainer.History.Epochs.Count);
        TrainingRun resumed = Start("stopped", recipe, resume: true, activation: activation);
        Evaluation? actual = Finish(resumed);

        Assert.Equal(6, resumed.Trainer.History.Epochs.Count);
        Assert.Equal(expected, actual);
        Assert.Equal(HistoryWithoutTimes("whole"), HistoryWithoutTimes("stopped"));
        Assert.Equal(Model("whole"), Model("stopped"));
        foreach (var (a, b) in whole.Model.NamedParameters().Zip(resumed.Model.NamedParameters()))
            Assert.Equal(a.Value.Values.ToArray(), b.Value.Values.ToArray());
    }

    [Fact]
    public void Images_as_they_are_changed_are_shown_before_the_first_epoch()
    {
        StudyData digits = StudyData.Digits();
        TrainingRun run = Start("run", Tiny.Recipe with { Epochs = 1, Augment = "shift:1" }, data: digits);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Null(run.Run(null, stop.Token));
        Assert.Equal(_directory["run/augmented.png"], run.AugmentedPath);
        Assert.True(File.Exists(run.AugmentedPath));
        Assert.Null(Start("plain", Tiny.Recipe, data: digits).AugmentedPath);
        Assert.Null(Start("table", Tiny.Recipe with { Augment = "noise:0.1" }).AugmentedPath);
        Start("run", Tiny.Recipe, data: digits, overwrite: true);
        Assert.False(File.Exists(_directory["run/augmented.png"]));
    }

    [Fact]
    public void Resumed_early_stopping_has_the_bits_of_an_uninterrupted_one()
    {
        Recipe recipe = Recipe with { Epochs = 200, LearningRate = 0.1, Patience = 3, Schedule = "constant" };
        Evaluation? expected = Finish(Start("whole", recipe));
        StopInEpoch(Start("stopped", recipe), 3);

        Assert.Equal(expected, Finish(Start("stopped", recipe, resume: true)));
        Assert.Equal(HistoryWithoutTimes("whole"), HistoryWithoutTimes("stopped"));
        Assert.InRange(HistoryWithoutTimes("whole").Length, 5, 200);
    }

    [Fact]
    public void Resuming_a_finished_run_changes_nothing()
    {
        Evaluation? expected = Finish(Start("run"));
        byte[] model = Model("run");

        Assert.Equal(expected, Finish(Start("run", resume: true)));
        Assert.Equal(model, Model("run"));
    }

    [Fact]
    public void Model_is_the_best_epoch_under_PyTorchs_names()
    {
        TrainingRun run = Start("run");
        Evaluation? best = Finish(run);
        (ModelFile file, var model) = ModelFile.Load(run.ModelPath);

        // nn.Sequential(Linear, ELU, Dropout, Linear)
        Assert.Equal(["0.bias", "0.weight", "3.bias", "3.weight"], SafetensorsFile.Read(run.ModelPath).Entries.Keys.Order());
        Assert.Equal([8, 2], SafetensorsFile.Read(run.ModelPath).Entries["0.weight"].Shape);
        Assert.Equal(("elu", "tiny"), (file.Activation, file.Data));
        Assert.Equal(best, Evaluation.Of(model, Tiny.Classes.Split(3, withValidation: true).Test));
        History history = run.Trainer.History;
        Assert.Equal(history.Epochs.MinBy(e => e.Validation!.Loss)!.Epoch, history.BestEpoch);
    }

    [Fact]
    public void Diverged_epoch_does_not_replace_the_best_model()
    {
        // From harmless to hopeless: in between there are rates that survive the first epoch and explode within the second.
        int exploded = 0;
        for (int i = 0; i < 16; i++)
        {
            Recipe recipe = Tiny.Recipe with { Optimizer = "sgd", LearningRate = 0.1 * Math.Pow(1.15, i), Epochs = 6 };
            TrainingRun run = Start($"{i}", recipe, activation: "identity", data: Tiny.Plane);
            Finish(run);
            History history = run.Trainer.History;
            if (history.Divergence is not { Step: > 1 } || history.BestEpoch == 0)
                continue;
            exploded++;
            TrainingRun untilBest = Start($"{i} until best", recipe with { Epochs = history.BestEpoch }, activation: "identity", data: Tiny.Plane);
            Finish(untilBest);
            foreach (var (expected, actual) in untilBest.Model.NamedParameters().Zip(ModelFile.Load(run.ModelPath).Network.NamedParameters()))
                Assert.Equal(expected.Value.Values.ToArray(), actual.Value.Values.ToArray());
        }
        Assert.True(exploded > 0, "expected a rate at which training explodes after its best epoch");
    }

    [Fact]
    public void Existing_run_is_not_overwritten()
    {
        StopInEpoch(Start("run"), 2);
        byte[] model = Model("run");

        Refused.With<ArgumentException>(
            $"'{_directory["run"]}' already holds a training run: pass RunStart.Resume to go on with it, another OutputDirectory to start a new "
                + $"one, or RunStart.Overwrite to delete it.", () => Start("run"));
        Assert.Equal(model, Model("run"));
        Assert.Equal(Finish(Start("other", seed: 4)), Finish(Start("run", seed: 4, overwrite: true)));
        Assert.Equal(Model("other"), Model("run"));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("checkpoint.safetensors")]
    [InlineData("run.json")]
    [InlineData("history.csv")]
    [InlineData("trials.jsonl")]
    public void A_single_file_of_a_run_or_study_is_not_overwritten_by_a_run(string file)
    {
        Directory.CreateDirectory(_directory["run"]);
        _directory.Write(Path.Combine("run", file), "work");
        Refused.With<ArgumentException>(
            $"'{_directory["run"]}' already holds {file}: choose another OutputDirectory, or pass RunStart.Overwrite to delete that.", () =>
                Start("run"));
        Refused.With<ArgumentException>(
            $"'{_directory["run"]}' holds {file}, but RunStart.Resume needs both checkpoint.safetensors and run.json: start a new run with another "
                + $"OutputDirectory.", () => Start("run", resume: true));
        Assert.Equal("work", File.ReadAllText(_directory[Path.Combine("run", file)]));
    }

    [Fact]
    public void Model_that_is_gone_or_older_than_the_checkpoint_is_restored_from_it()
    {
        Evaluation? expected = Finish(Start("run"));
        byte[] model = Model("run");
        string path = _directory[Path.Combine("run", "model.safetensors")];
        File.Delete(path);
        Assert.Equal(expected, Finish(Start("run", resume: true)));
        Assert.Equal(model, Model("run"));
        File.WriteAllText(path, "an older one");
        Start("run", resume: true);
        Assert.Equal(model, Model("run"));
    }

    [Fact]
    public void Result_is_that_of_the_network_in_memory_whatever_the_file_holds()
    {
        Evaluation? expected = Finish(Start("alone"));
        TrainingRun run = Start("run");
        Evaluation? actual = run.Run(new Watcher(p =>
        {
            if (p.Training?.Completed is { Epoch: > 1 })
                File.WriteAllText(run.ModelPath, "written by somebody else");
        }), TestContext.Current.CancellationToken)?.Test;
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Settings_that_an_earlier_version_wrote_are_resumed_and_damaged_ones_refused()
    {
        Finish(Start("run"));
        string path = _directory[Path.Combine("run", "run.json")], text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("    \"augment\": \"\",\n", "").Replace("    \"blocks\": 0,\n", "").Replace("\n", "\r\n"));
        Start("run", resume: true);
        File.WriteAllText(path, JsonDamage.WithMore(text));
        Start("run", resume: true);
        foreach ((string what, string damaged) in JsonDamage.Of(text).Append(("empty", "{}")))
        {
            File.WriteAllText(path, damaged);
            string? sentence = Record.Exception(() => Start("run", resume: true)) switch
            {
                null => null,
                ModelFormatException exception => exception.Message,
                ArgumentException exception => exception.Message,
                var exception => throw new InvalidOperationException($"{what}: {exception}"),
            };
            Assert.True(sentence is null
                || (sentence.StartsWith($"'{path}' cannot be read as the settings of a run: ")
                    && sentence.EndsWith(" Start a new run with another OutputDirectory."))
                || (sentence.StartsWith($"RunStart.Resume needs the settings of the run in '{_directory["run"]}', but it was started ")
                    && sentence.EndsWith("to change settings.")), $"{what}: {sentence}");
        }
    }

    [Fact]
    public void Resuming_needs_the_run_and_its_settings()
    {
        Refused.With<ArgumentException>(
            $"'{_directory["none"]}' holds no training run to resume: omit RunStart.Resume to start one there.", () => Start("none", resume: true));
        StopInEpoch(Start("run"), 2);
        Refused.With<ArgumentException>(
            $"RunStart.Resume needs the settings of the run in '{_directory["run"]}', but it was started with Recipe.Epochs = 6 and now got "
                + $"Recipe.Epochs = 7. "
                + "Start a new run with another OutputDirectory to change settings.",
            () => Start("run", Recipe with { Epochs = 7 }, resume: true));
        Refused.With<ArgumentException>(
            $"RunStart.Resume needs the settings of the run in '{_directory["run"]}', but it was started with RunSettings.Data = "
                + $"\"{Tiny.Classes.Id}\" and now got RunSettings.Data = \"{Tiny.Plane.Id}\". "
                + "Start a new run with another OutputDirectory to change settings.",
            () => Start("run", resume: true, data: Tiny.Plane));
    }

    [Fact]
    public void Run_that_is_stopped_before_its_first_epoch_leaves_nothing_to_resume()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Null(Start("run").Run(null, stop.Token));
        Assert.Equal(Finish(Start("other")), Finish(Start("run")));
    }

    [Fact]
    public void Damaged_checkpoint_is_refused()
    {
        StopInEpoch(Start("run"), 3);
        string checkpoint = _directory[Path.Combine("run", "checkpoint.safetensors")];
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..^8]);
        Assert.Throws<ModelFormatException>(() => Start("run", resume: true));
    }

    [Fact]
    public void Errors_are_in_the_targets_own_units()
    {
        TrainingRun run = Start("run", Tiny.Recipe with { Epochs = 30 }, data: Tiny.Plane);
        Evaluation test = Finish(run)!;

        Assert.InRange(test.Rmse!.Value / Math.Sqrt(test.Loss), 10, 40);
        double last = double.Parse(HistoryWithoutTimes("run")[^1].Split(',')[4], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(run.InOwnUnits(run.Trainer.History.Epochs[^1].Validation!).Rmse!.Value, last);
        Assert.InRange(last / Math.Sqrt(run.Trainer.History.Epochs[^1].Validation!.Loss), 10, 40);
    }

    sealed class Watcher(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
