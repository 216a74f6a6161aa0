using System.Globalization;
using System.Text.Json;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Runs;

/// <summary>A run that learns several targets of a table.</summary>
[AnyWidth]
public sealed class SeveralRunTests : IDisposable
{
    static readonly Recipe Recipe = Tiny.Recipe with { Epochs = 8 };

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    (TrainingRun Run, RunResult? Result) Train(
        string name, bool apart = false, StudyData? data = null, bool resume = false, int stopAt = 0, Recipe? recipe = null, int? folds = null)
    {
        data ??= Tiny.Mixed;
        using OutputDirectory directory = OutputDirectory.Open(_directory[name]);
        TrainingRun run = new(
            new RunSettings(data.Id, recipe ?? Recipe, "elu", 3) { Apart = apart, Folds = folds }, data, directory,
            resume ? RunStart.Resume : RunStart.New);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        RunResult? result = run.Run(new Watcher(progress =>
        {
            if (stopAt > 0 && progress.Training?.Epoch == stopAt)
                stop.Cancel();
        }), stop.Token);
        if (result is not null)
            RunFiles.Write(result, directory, "elucid train");
        return (run, result);
    }

    [Fact]
    public void Scores_are_those_of_each_target_in_its_own_unit_and_one_for_all()
    {
        RunResult run = Train("run").Result!;
        Assert.Equal(["share explained", "of kind", "of size"], run.Metrics.Select(metric => metric.ShortName));
        double kind = run.Test.Metrics["explained(kind)"], size = run.Test.Metrics["explained(size)"];
        int kinds = run.Split.Test.OfTarget(0).Count, sizes = run.Split.Test.OfTarget(1).Count;
        Assert.NotEqual(kinds, sizes);
        Assert.Equal((kinds * kind + sizes * size) / (kinds + sizes), run.Test.Metrics["Explained"], 1e-12);

        // By hand, from what the model says of the raw rows.
        TrainedModel model = TrainedModel.Load(_directory["run/model.safetensors"]);
        Dataset own = run.Split.Test.OfTarget(1);
        double unit = run.Scales!.Targets!.Deviations[^1], mean = run.Scales.Targets.Means[^1], square = 0;
        for (int row = 0; row < own.Count; row++)
        {
            float[] features = own.Features.Slice(2 * row, 2).ToArray();
            run.Scales.Features.Restore(features);
            square += Math.Pow(model.Predict(features).Targets["size"].Value!.Value - (own.Targets[row] * unit + mean), 2) / own.Count;
        }
        Assert.Equal(Math.Sqrt(square), run.Test.Metrics["rmse(size)"], 1e-3);
        Assert.Equal(["means and class shares", "ridge or logistic regression"], run.Baselines.Select(baseline => baseline.Name));
        Assert.True(run.Baselines[1].Test.Metrics["explained(size)"] > 0.99, "10 + 2x is a line");
    }

    [Fact]
    public void The_report_shows_balance_cosines_and_each_target()
    {
        RunResult run = Train("run").Result!;
        string[] headings = [.. RunReport.Of(run, "elucid train").Sections.Select(section => section.Heading)];
        Assert.Equal(
            [
                "How did it learn?", "How well is each target answered?", "Are the losses in balance?", "Do the targets pull at one end?",
                "kind: which classes are taken for which?", "kind: is it right as often as it says?", "kind: which columns matter?",
            ], headings.Take(7));
        Assert.Contains("size: how far is it from the truth?", headings);
        Assert.All(run.TaskSentences.Take(2), sentence => Assert.NotEqual("", sentence));
        string[] history = File.ReadAllLines(_directory["run/history.csv"]);
        Assert.Contains("validation_remaining(kind)", history[0]);
        Assert.Contains(",validation_cosine", history[0]);
        Assert.Equal(9, history.Length);
        Assert.StartsWith(
            "target,score,network,linear,constant\nkind,explained,", File.ReadAllText(_directory["run/targets.csv"]));
    }

    [Fact]
    public void A_network_for_each_target_says_whether_sharing_helps()
    {
        (TrainingRun training, RunResult? run) = Train("run", apart: true);
        Assert.Equal((3, 3), (training.NetworkCount, training.Trained));
        Assert.Equal("networks apart", run!.Baselines[^1].Name);
        (double gain, Interval interval) = run.Apart!.GainOf(run.Outputs, 1)!.Value;
        Assert.Equal(run.Test.Metrics["explained(size)"] - run.Apart.Test.Metrics["explained(size)"], gain, 1e-12);
        Assert.True(interval.Lower <= gain && gain <= interval.Upper);
        Assert.Contains("One network for all, beside one of the same size for each target", run.TaskSentences[^1]);
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(_directory["run/results.json"]));
        Assert.Equal(gain, results.RootElement.GetProperty("sharing").GetProperty("size")[0].GetDouble(), 1e-12);
    }

    [Fact]
    public void A_stopped_run_goes_on_with_the_same_bits()
    {
        Train("whole", apart: true);
        (TrainingRun stopped, _) = Train("parts", apart: true, stopAt: 4);
        Assert.False(stopped.IsFinished);
        Train("parts", apart: true, resume: true);
        Assert.Equal(File.ReadAllBytes(_directory["whole/model.safetensors"]), File.ReadAllBytes(_directory["parts/model.safetensors"]));
        Assert.Equal(File.ReadAllText(_directory["whole/targets.csv"]), File.ReadAllText(_directory["parts/targets.csv"]));
    }

    [Fact]
    public void Predictions_have_columns_for_each_target_and_scores()
    {
        Train("run");
        string raw = _directory.Write("new.csv", "size,y,x,kind\n12,0.5,1,cat\n,0.5,1,\n");
        Predictions predictions = Predictions.Of(new(_directory["run/model.safetensors"], raw));
        string[] lines = predictions.ToCsv().Split('\n');
        Assert.Equal("row,kind,p(kind=cat),p(kind=cow),p(kind=dog),size", lines[0]);
        Assert.Equal(lines[1][2..], lines[2][2..]);
        Prediction answer = predictions.Answers[0]!;
        Assert.Equal(["kind", "size"], answer.Targets.Keys);
        Assert.Equal(1, answer.Targets["kind"].Probabilities.Values.Sum(), 1e-5);
        Assert.Equal(answer.Targets["size"].Value, answer.Values["size"]);
        Assert.Null(answer.Value);
        Assert.Equal(answer.Targets["size"].Value!.Value.ToString(CultureInfo.InvariantCulture), lines[1].Split(',')[^1]);
        string[] scores = [.. predictions.Scores().Rows.Select(row => $"{row.Cells[0].Text} {row.Cells[1].Text}")];
        Assert.Equal("kind accuracy", scores[0]);
        Assert.Contains("size RMSE", scores);
    }

    [Fact]
    public void Weights_of_the_losses_are_learned_shown_and_kept_over_a_stop()
    {
        Recipe balanced = Recipe with { Balance = "uncertainty" };
        RunResult run = Train("whole", recipe: balanced).Result!;
        double[] kind = [.. run.History.Epochs.Select(epoch => epoch.Metrics["weight(kind)"])];
        double[] size = [.. run.History.Epochs.Select(epoch => epoch.Metrics["weight(size)"])];
        Assert.Equal(8, kind.Distinct().Count());
        Assert.All(kind.Concat(size), weight => Assert.InRange(weight, 0.2, 5));
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(_directory["whole/results.json"]));
        Assert.Equal(size[run.History.BestEpoch - 1], results.RootElement.GetProperty("balance").GetProperty("size").GetDouble(), 1e-12);
        Assert.Contains("Learned weights of the losses: kind ", run.TaskSentences[0]);
        Assert.Contains("What each loss counts, by epoch", File.ReadAllText(_directory["whole/report.html"]));

        Train("parts", recipe: balanced, stopAt: 4);
        RunResult resumed = Train("parts", recipe: balanced, resume: true).Result!;
        Assert.Equal(kind, resumed.History.Epochs.Select(epoch => epoch.Metrics["weight(kind)"]));
        Assert.Equal(File.ReadAllBytes(_directory["whole/model.safetensors"]), File.ReadAllBytes(_directory["parts/model.safetensors"]));
    }

    [Fact]
    public void A_committee_answers_with_the_mean_of_its_members_for_each_target()
    {
        RunResult run = Train("run", recipe: Recipe with { Members = 3, Bagging = true }).Result!;
        TrainedModel model = TrainedModel.Load(_directory["run/model.safetensors"]);
        float[] row = run.Split.Test.Features[..2].ToArray();
        Tensor x = new([1, 2], row);
        float[][] said = [.. run.Members.Select(member => member.Network.Predict(x).Values.ToArray())];
        double[] kinds = [.. Enumerable.Range(0, 3).Select(c => said.Average(one => Probabilities.FromLogits(one.AsSpan(0, 3), 3)[c]))];
        run.Scales!.Features.Restore(row);
        Prediction answer = model.Predict(row);
        Assert.Equal(0, answer.Targets["kind"].Probabilities.Values.Zip(kinds, (a, b) => Math.Abs(a - b)).Max(), 1e-5);
        ColumnScales sizes = run.Scales.Targets!;
        Assert.Equal(said.Average(one => one[3]) * sizes.Deviations[3] + sizes.Means[3], answer.Targets["size"].Value!.Value, 1e-3);
        Assert.Equal(run.Test.Metrics["Explained"], run.Committee!.Growing[^1].Metrics["Explained"], 1e-6);

        string[] headings = [.. RunReport.Of(run, "elucid train").Sections.Select(section => section.Heading)];
        Assert.Contains("Are several better than one?", headings);
        Assert.Contains("kind: how alike are they?", headings);
        Assert.Contains("size: how alike are they?", headings);
        Assert.Contains(run.TaskSentences, sentence => sentence.StartsWith("A member alone has a test share explained", StringComparison.Ordinal));
        Assert.StartsWith("member,", File.ReadAllText(_directory["run/members.csv"]));
    }

    [Fact]
    public void Folds_answer_each_target_of_each_training_row()
    {
        RunResult run = Train("run", recipe: Recipe with { Epochs = 2 }, folds: 3).Result!;
        Assert.Equal(3, run.Folds!.Folds.Count);
        Assert.NotNull(run.Folds.Of(run.Data.Profile.Deciding));
        string[] lines = File.ReadAllLines(_directory["run/out-of-fold.csv"]);
        Assert.Equal("row,fold,true kind,kind,p(kind=cat),p(kind=cow),p(kind=dog),true size,size", lines[0]);
        Assert.All(lines, line => Assert.Equal(9, line.Split(',').Length));
        Assert.Contains(lines, line => line.Split(',')[2].Length == 0);
        Assert.Contains(lines, line => line.Split(',')[7].Length == 0);
        // The truth is that of the table: 10 + 2x, in its own unit.
        string[] raw = [.. Tiny.MixedCsv.Split('\n').Where(line => !line.EndsWith(",,", StringComparison.Ordinal))];      // rows with an answer
        foreach (string[] line in lines.Skip(1).Select(line => line.Split(',')).Where(line => line[7].Length > 0))
            Assert.Equal(
                float.Parse(raw[int.Parse(line[0], CultureInfo.InvariantCulture)].Split(',')[3], CultureInfo.InvariantCulture),
                float.Parse(line[7], CultureInfo.InvariantCulture), 1e-3f);
    }

    [Fact]
    public void Targets_that_few_test_rows_know_are_warned_about()
    {
        string[] lines = Tiny.MixedCsv.TrimEnd('\n').Split('\n');
        string csv = string.Join('\n', lines.Select((line, row) => row == 0 || row % 12 == 1 ? line : line[..(line.LastIndexOf(',') + 1)])) + "\n";
        RunResult run = Train("few", data: Tiny.Read(csv, "kind,size")).Result!;
        Assert.Contains("So few test rows know a target that its scores are mostly chance: ", run.Caution);
        Assert.Contains("RunSettings.Folds = 10 judges on all rows.", run.Caution);
    }

    [Fact]
    public void What_it_is_not_for_is_said()
    {
        Assert.Equal(
            "Recipe.Boosting = true gives votes for classes, and a row of several targets can be right in one and wrong in another: use "
                + "Recipe.Bagging = true, or neither.",
            Assert.Throws<ArgumentException>(
                () => TaskProfile.Of(LearningTask.Several).Check(Tiny.Recipe with { Members = 3, Boosting = true })).Message);
        Assert.Equal(
            "RunSettings.Apart = true sets one network beside one for each target, and Recipe.Members asks for a committee: use one of them.",
            Assert.Throws<ArgumentException>(() => Train("two", apart: true, recipe: Recipe with { Members = 2 })).Message);
        Assert.StartsWith(
            "Recipe.Balance is for several targets, but tiny has one: omit it, or name several with ",
            Assert.Throws<ArgumentException>(
                () => Train("one target", data: Tiny.Classes, recipe: Recipe with { Balance = "uncertainty" })).Message);
        Assert.StartsWith(
            "RunSettings.Apart = true trains a network for each of several targets, but tiny has one: omit it",
            Assert.Throws<ArgumentException>(() => Train("one", apart: true, data: Tiny.Classes)).Message);
    }

    [Fact]
    public void A_target_that_another_column_tells_is_warned_about()
    {
        string csv = "a,b,size,kind\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{i % 13},{i % 2},{(i * 7919 % 101) / 10.0},{(i % 2 == 0 ? "even" : "odd")}\n")));
        RunResult run = Train("leak", data: Tiny.Read(csv, "size,kind")).Result!;
        Assert.Equal(1, run.Test.Metrics["accuracy(kind)"]);
        Assert.Contains("A perfect score is often too good to be true", run.Caution);
    }

    sealed class Watcher(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
