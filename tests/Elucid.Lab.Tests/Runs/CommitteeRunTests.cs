using System.Text.Json;
using Elucid.Kernels;
using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class CommitteeRunTests : IDisposable
{
    static readonly Recipe Recipe = Tiny.Recipe with { Members = 4, Dropout = 0.25 };

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    (TrainingRun Run, RunResult? Result) Train(
        string name, Recipe? recipe = null, StudyData? data = null, bool resume = false, Func<RunProgress, bool>? stops = null)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory[name]);
        TrainingRun run = new(
            new RunSettings((data ?? Tiny.Classes).Id, recipe ?? Recipe, "elu", 3), data ?? Tiny.Classes, directory,
            resume ? RunStart.Resume : RunStart.New);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        RunResult? result = run.Run(new Watcher(progress =>
        {
            if (stops?.Invoke(progress) == true)
                stop.Cancel();
        }), stop.Token);
        if (result is not null)
            RunFiles.Write(result, directory, "elucid train");
        return (run, result);
    }

    byte[] ModelOf(string name) => File.ReadAllBytes(_directory[$"{name}/model.safetensors"]);

    static float[] Weights(Module network) => [.. network.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_number_of_threads_changes_no_bit(bool bagging, bool boosting)
    {
        Recipe recipe = Recipe with { Bagging = bagging, Boosting = boosting };
        foreach (int threads in new[] { 1, 3 })
        {
            using ThreadLimit limit = Threads.Limit(threads);
            Train($"{threads}", recipe);
        }
        Assert.Equal(ModelOf("1"), ModelOf("3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_committee_that_was_stopped_has_the_bits_of_one_that_was_not(bool boosting)
    {
        Recipe recipe = Recipe with { Boosting = boosting };
        Train("whole", recipe);
        (TrainingRun stopped, _) = Train("stopped", recipe, stops: progress =>
            progress is { Network: "member 2", Training.Completed.Epoch: 2 });
        Assert.False(stopped.IsFinished);
        (TrainingRun resumed, RunResult? result) = Train("stopped", recipe, resume: true);

        Assert.True(resumed.IsFinished);
        Assert.True(result!.IsWhole);
        Assert.Equal(ModelOf("whole"), ModelOf("stopped"));
    }

    [Fact]
    public void What_is_trained_when_a_run_stops_answers_and_the_report_says_that_members_are_missing()
    {
        using ThreadLimit limit = Threads.Limit(1);
        (_, RunResult? result) = Train("run", stops: progress => progress is { Network: "member 2", Ended: not null });
        Assert.Equal(2, result!.Members.Count);
        Assert.Contains("Partial: 2 of 4 members. Run the command again to go on.", File.ReadAllText(_directory["run/report.html"]));
        Assert.Equal(2, ModelFile.Load(_directory["run/model.safetensors"]).File.Committee!.Members);
        Assert.Equal(4, Train("run", resume: true).Result!.Members.Count);
    }

    [Fact]
    public void The_first_member_is_the_network_that_would_be_alone_and_the_others_differ()
    {
        RunResult alone = Train("alone", Recipe with { Members = null }).Result!, committee = Train("run").Result!;
        Assert.Equal(Weights(alone.Network), Weights(committee.Members[0].Network));
        Assert.Equal(4, committee.Members.Select(member => string.Join(' ', Weights(member.Network))).Distinct().Count());
        Assert.Equal(alone.Test, committee.Committee!.Tests[0]);
    }

    [Fact]
    public void The_committee_answers_with_the_mean_of_its_members()
    {
        RunResult run = Train("run").Result!;
        Dataset test = run.Split.Test;
        float[] mean = new float[test.Count * test.OutputCount];
        foreach (TrainedMember member in run.Members)
        {
            double[] probabilities = Probabilities.FromLogits(Evaluation.Outputs(member.Network, test).Values, test.OutputCount);
            for (int i = 0; i < mean.Length; i++)
                mean[i] += (float)probabilities[i] / 4;
        }
        Prediction first = TrainedModel.Load(_directory["run/model.safetensors"]).Predict(new Dataset(
            "rows", Tiny.Classes.Split(3, true).Test.Features.ToArray(), [2], test.Labels.ToArray(), test.ClassNames))[0];
        Assert.NotNull(first.Class);
        Assert.Equal(mean, Probabilities.FromLogits(run.Outputs.Values, test.OutputCount).Select(p => (float)p), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(run.Test.Accuracy, run.Committee!.Growing[^1].Accuracy);
        Assert.Equal(run.Test.Loss, run.Committee.Growing[^1].Loss, 1e-6);
    }

    [Fact]
    public void Votes_of_boosting_are_in_the_file_and_grow_with_how_good_a_member_is()
    {
        RunResult run = Train("run", Recipe with { Boosting = true, Epochs = 1 }).Result!;
        IReadOnlyList<double> votes = ModelFile.Load(_directory["run/model.safetensors"]).File.Committee!.Votes!;
        Assert.Equal(run.Members.Select(member => member.Vote), votes);
        Assert.All(votes, vote => Assert.True(vote > 0));
        Assert.Equal(run.Test, Evaluation.Of(ModelFile.Load(_directory["run/model.safetensors"]).Network, run.Split.Test));
    }

    [Fact]
    public void Disagreement_is_what_the_mean_takes_from_the_members_squared_errors()
    {
        RunResult run = Train("run", data: Tiny.Plane).Result!;
        (double error, double disagreement) = run.Committee!.Ambiguity();
        Assert.Equal(run.Test.Loss, error - disagreement, 1e-5);
        Assert.Equal(run.Committee.Tests.Average(test => test.Loss), error, 1e-5);
    }

    [Fact]
    public void Report_results_and_table_show_members_beside_the_committee()
    {
        RunResult run = Train("run", Recipe with { Bagging = true }).Result!;
        string report = File.ReadAllText(_directory["run/report.html"]);
        foreach (string text in new[]
            { "Are several better than one?", "How alike are they?", "Do they know better what they know?", "its members, mean", "4, bagging" })
            Assert.Contains(text, report);
        string[] lines = File.ReadAllLines(_directory["run/members.csv"]);
        Assert.StartsWith("member,best_epoch,epochs,seconds,vote,agreement,loss,accuracy,", lines[0]);
        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(','), line.Count(',')));
        Assert.StartsWith("network,epoch,", File.ReadLines(_directory["run/history.csv"]).First());
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_directory["run/results.json"]));
        JsonElement committee = json.RootElement.GetProperty("committee");
        Assert.Equal(4, committee.GetProperty("members").GetArrayLength());
        Assert.Equal(run.Committee!.Gain, committee.GetProperty("gain").GetDouble());
        Assert.True(json.RootElement.GetProperty("settings").GetProperty("recipe").GetProperty("bagging").GetBoolean());
    }

    [Fact]
    public void Settings_that_make_no_committee_are_refused()
    {
        void Refuse(string sentence, Recipe recipe, StudyData? data = null) => Refused.With<ArgumentException>(sentence, () =>
        {
            recipe.Check();
            Train("none", recipe, data);
        });
        Refuse("Recipe.Members must be a number of networks from 1 to 1000, but got 0.", Recipe with { Members = 0 });
        Refuse(
            "Recipe.Bagging = true and Recipe.Boosting = true contradict each other: they draw rows in different ways. Use one of them.",
            Recipe with { Bagging = true, Boosting = true });
        Refuse(
            "Recipe.Bagging = true is for several networks: say how many with Recipe.Members = 10.", Recipe with { Bagging = true, Members = null });
        Refuse(
            "Recipe.Boosting = true gives votes for classes, and regression has none: use Recipe.Bagging = true, or neither.",
            Recipe with { Boosting = true }, Tiny.Plane);
        Refuse(
            "Recipe.Boosting = true needs networks that are better than guessing, but the first one is wrong on 68.9 % of its training rows, with 3 "
                + "classes. Train it longer with Recipe.Epochs, or with a larger Recipe.LearningRate.",
            Recipe with { Boosting = true, LearningRate = 1e-9 });
    }

    [Fact]
    public void A_file_that_describes_more_members_than_it_holds_is_refused_before_they_are_built()
    {
        RunResult run = Train("run").Result!;
        string path = _directory["more.safetensors"];
        (run.File with { Committee = new Committee(999) }).Save(run.Network, path);
        Refused.With<ModelFormatException>(
            $"'{path}': the described network has 39,960 weights, but the file holds only {Weights(run.Network).Length} numbers.",
            () => ModelFile.Load(path));
        (run.File with { Committee = new Committee(1_000_000) }).Save(run.Network, path);
        Refused.With<ModelFormatException>(
            $"'{path}': the description of the network cannot be used: Committee: expected 1 to 1000 members, but got 1000000.",
            () => ModelFile.Load(path));
        (run.File with { Committee = new Committee(4) { Votes = [1, 2, 3, double.NaN] } }).Save(run.Network, path);
        Refused.With<ModelFormatException>(
            $"'{path}': the description of the network cannot be used: Committee: expected a vote of at least 0 for each of 4 members, but got "
                + "1, 2, 3, NaN.", () => ModelFile.Load(path));
    }

    [Fact]
    public void Checkpoints_of_members_are_work_that_is_not_written_over()
    {
        Train("run");
        Refused.With<ArgumentException>(
            $"'{_directory["run"]}' already holds a training run: pass RunStart.Resume to go on with it, another OutputDirectory to start a new "
                + "one, or RunStart.Overwrite to delete it.", () => Train("run"));
        using OutputDirectory directory = OutputDirectory.Open(_directory["run"]);
        Assert.Contains("checkpoint-member-4.safetensors", directory.Work);
        directory.Clear();
        Assert.Empty(directory.Work);
    }

    sealed class Watcher(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
