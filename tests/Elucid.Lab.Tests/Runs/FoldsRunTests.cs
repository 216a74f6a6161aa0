using System.Text.Json;
using Elucid.Kernels;
using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class FoldsRunTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    (TrainingRun Run, RunResult? Result) Train(
        string name, int? folds = 4, StudyData? data = null, Recipe? recipe = null, bool resume = false, Func<RunProgress, bool>? stops = null)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory[name]);
        TrainingRun run = new(
            new RunSettings((data ?? Tiny.Classes).Id, recipe ?? Tiny.Recipe, "elu", 3) { Folds = folds }, data ?? Tiny.Classes, directory,
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

    string[] Answers(string name) => File.ReadAllLines(_directory[$"{name}/out-of-fold.csv"]);

    [Fact]
    public void Each_training_row_is_judged_once_and_stands_with_its_number_in_the_file()
    {
        RunResult run = Train("run").Result!;
        string[] csv = Tiny.ClassesCsv.Split('\n');
        string[][] answers = [.. Answers("run").Skip(1).Select(line => line.Split(','))];
        Assert.Equal("row,fold,true,predicted,p(cat),p(cow),p(dog)", Answers("run")[0]);
        Assert.Equal(72, answers.Length);
        Assert.Equal(72, answers.Select(answer => answer[0]).Distinct().Count());
        Assert.All(answers, answer => Assert.EndsWith($",{answer[2]}", csv[int.Parse(answer[0])], StringComparison.Ordinal));
        Assert.All(answers, answer => Assert.Equal(1, answer[4..].Sum(float.Parse), 1e-5));
        Assert.Equal([18, 18, 18, 18], run.Folds!.Folds.Select(fold => fold.TestRows));
        Assert.All(run.Folds.Folds, fold => Assert.Equal(54, fold.TrainingRows));
        Assert.All(answers.GroupBy(answer => answer[1]), fold =>
            Assert.All(fold.CountBy(answer => answer[2]), count => Assert.Equal(6, count.Value)));
    }

    [Fact]
    public void Numbers_are_in_their_own_unit()
    {
        Train("run", data: Tiny.Plane);
        string[] csv = Tiny.PlaneCsv.Split('\n');
        Assert.Equal("row,fold,true,predicted", Answers("run")[0]);
        Assert.All(Answers("run").Skip(1).Select(line => line.Split(',')), answer =>
            Assert.Equal(float.Parse(csv[int.Parse(answer[0])].Split(',')[^1]), float.Parse(answer[2]), 1e-3));
    }

    [Fact]
    public void Preparation_is_that_of_each_fold()
    {
        DataFolds folds = Tiny.Plane.Folds(3, 4);
        float[] means = [.. Enumerable.Range(0, 4).Select(fold => folds.Prepare(fold).Scales!.Targets!.Means[0])];
        Assert.Equal(4, means.Distinct().Count());
        DataSplit parts = folds.Prepare(0).Parts;
        Assert.Equal(0, parts.Train.Targets.ToArray().Average(), 1e-5);
        Assert.NotEqual(0, parts.Test.Targets.ToArray().Average(), 1e-3);
    }

    [Fact]
    public void The_model_is_the_one_that_is_trained_without_folds_and_test_rows_take_no_part()
    {
        Train("without", folds: null);
        RunResult run = Train("with").Result!;
        Assert.Equal(
            File.ReadAllBytes(_directory["without/model.safetensors"]), File.ReadAllBytes(_directory["with/model.safetensors"]));
        int[] judged = [.. run.Folds!.Folds.SelectMany(fold => fold.Answers).Select(answer => answer.Row)];
        Assert.Equal(run.Split.Train.Count + run.Split.Validation!.Count, judged.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Neither_threads_nor_a_stop_change_a_bit(int? members)
    {
        Recipe recipe = Tiny.Recipe with { Members = members };
        foreach (int threads in new[] { 1, 3 })
        {
            using ThreadLimit limit = Threads.Limit(threads);
            Train($"{threads}", recipe: recipe);
        }
        (TrainingRun stopped, RunResult? partial) = Train("stopped", recipe: recipe, stops: progress =>
            progress.Network.StartsWith("fold 2", StringComparison.Ordinal) && progress.Training?.Completed is { Epoch: 2 });
        Assert.False(stopped.IsFinished);
        Assert.Null(partial?.Folds);
        Assert.True(Train("stopped", recipe: recipe, resume: true).Run.IsFinished);
        Assert.Equal(Answers("1"), Answers("3"));
        Assert.Equal(Answers("1"), Answers("stopped"));
    }

    [Fact]
    public void Report_and_results_have_the_folds_beside_the_baselines()
    {
        RunResult run = Train("run").Result!;
        string report = File.ReadAllText(_directory["run/report.html"]);
        Assert.Contains("How sure is the score?", report);
        Assert.Contains("Scores by fold", report);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_directory["run/results.json"]));
        JsonElement folds = json.RootElement.GetProperty("folds");
        Assert.Equal(4, folds.GetProperty("folds").GetArrayLength());
        Assert.Equal(run.Folds!.Of(Metric.TestAccuracy)!.Value.Mean, folds.GetProperty("network")[0].GetDouble());
        Assert.Equal(4, json.RootElement.GetProperty("settings").GetProperty("folds").GetInt32());
        Assert.Contains(
            run.TaskSentences, sentence => sentence.StartsWith("Over 4 folds of the training data the accuracy is ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fold_with_a_tiny_error_does_not_decide_what_is_better()
    {
        FoldResult Fold(double network, double linear) => new(
            1, 10, 1, new Evaluation(1, Rmse: network), [new("mean", new Evaluation(1, Rmse: 9)), new("linear", new Evaluation(1, Rmse: linear))],
                []);
        FoldScores scores = new([Fold(1, 0.01), Fold(0.01, 1), Fold(1, 1)], Metric.TestRmse);
        Assert.Equal(0, scores.OverLinear!.Value.Mean, 1e-9);
        Assert.True(scores.OverLinear.Value.Interval.Contains(0));
    }

    [Fact]
    public void Columns_of_prose_are_read_anew_in_every_fold()
    {
        StudyData prose = ProseData.Read(
            _directory.Write("prose.csv", TinyText.ProseCsv), new ProseOptions { Column = "said", Target = "by", Tokens = "words" }, out _);
        RunResult run = Train("run", 3, prose, Tiny.Recipe with { Model = "mean", Hidden = [8, 8] }).Result!;
        Assert.Equal(3, run.Folds!.Folds.Count);
    }

    [Fact]
    public void What_cannot_be_cut_is_refused()
    {
        Refused.With<ArgumentException>("RunSettings.Folds must be a number of parts from 2 to 1000, but got 1.", () => Train("none", 1));
        Refused.With<ArgumentException>(
            "Dataset 'tiny': expected at least 100 rows for as many folds, but there are 72.", () => Train("none", 100));
        StudyData text = TextData.Read(
            _directory.Write("text.txt", TinyText.Sentences(60)), new TextOptions { Window = 16 }, out _);
        Refused.With<ArgumentException>(
            "RunSettings.Folds is for classification, regression, several, not for text: omit it.",
            () => Train("none", data: text, recipe: TinyText.Recipe));
        using TemporaryDirectory directory = new();
        StudyData byTime = DataSource.Load(
            new(directory.Write("tiny.csv", Tiny.PlaneCsv)) { Csv = new() { Target = "y" }, Split = TableSplit.Time }, out _);
        Refused.With<ArgumentException>(
            "RunSettings.Folds deals rows at random, but those of tiny follow one another: a fold would learn from what came after its test. Omit "
                + "it; the test is what came last.", () => Train("none", data: byTime));
    }

    sealed class Watcher(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
