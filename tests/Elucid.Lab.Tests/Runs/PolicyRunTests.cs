using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class PolicyRunTests : IDisposable
{
    static readonly Recipe Small = RecipeDefaults.For("mlp", "adam", 100, LearningTask.Control) with { Hidden = [8], Epochs = 3, Batch = 20 };

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    RunResult Train(StudyData data, string name = "run", int stopAfter = 0, RunStart start = RunStart.New)
    {
        using OutputDirectory output = OutputDirectory.Open(_directory[name]);
        TrainingRun run = new(new RunSettings(data.Id, Small, "elu", 1), data, output, start);
        using CancellationTokenSource stop = new();
        RunResult result = run.Run(stopAfter == 0 ? null : new Stopper(run, stopAfter, stop), stop.Token)!;
        RunFiles.Write(result, output, "elucid train");
        return result;
    }

    sealed class Stopper(TrainingRun run, int after, CancellationTokenSource stop) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (run.Trainer.History.Epochs.Count >= after)
                stop.Cancel();
        }
    }

    [Fact]
    public void The_report_shows_how_a_policy_learned_and_plays()
    {
        RunResult run = Train(StudyData.Episodes(EnvironmentCatalog.Find("acrobot")));
        ReportModel report = RunReport.Of(run, "");
        Assert.Equal(["How did it learn?", "How does it play?", "Can one rely on it?"], report.Sections.Select(section => section.Heading));
        LineChart returns = Assert.IsType<LineChart>(report.Sections[0].Charts.Single());
        Assert.Equal(["likeliest actions", "in training", "solved", "random policy"], returns.Series.Select(series => series.Name));
        Assert.Equal(-100, returns.Series[2].Y[0]);
        Assert.All(Enumerable.Range(0, 3), i => Assert.InRange(returns.Series[0].Y[i], returns.Series[0].Lower![i], returns.Series[0].Upper![i]));
        ImageChart strip = Assert.IsType<ImageChart>(report.Sections[1].Charts[0]);
        Assert.Equal("step 0", strip.Rows.Single().Images[0].Name);
        Assert.Equal(12, strip.Rows.Single().Images.Count);
        Assert.All(strip.Rows.Single().Images, image => Assert.Contains(image.Pixels, pixel => pixel < 100));
        BarChart bins = Assert.IsType<BarChart>(report.Sections[2].Charts.Single());
        Assert.Equal(100, bins.Bars.Sum(bar => bar.Value));
        Assert.Equal(101, File.ReadAllLines(_directory["run/episodes.csv"]).Length);
        Assert.Equal(["random policy", "best of 100 linear policies", "rule: turn with the second link"], run.Baselines.Select(b => b.Name));
        Assert.All(run.Baselines.Skip(1), baseline => Assert.True(Metric.TestReturn.Of(baseline.Test) > Metric.TestReturn.Of(run.Baselines[0].Test)));
        Assert.StartsWith(
            "Not solved: acrobot counts as solved from a mean return of −100 over 100 episodes, and this is −", run.TaskSentences.Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_is_resumed_with_the_same_bits()
    {
        StudyData data = StudyData.Episodes(EnvironmentCatalog.Find("cartpole"));
        Train(data, "whole");
        Train(data, "parts", stopAfter: 1);
        Train(data, "parts", start: RunStart.Resume);
        Assert.Equal(File.ReadAllBytes(_directory["whole/model.safetensors"]), File.ReadAllBytes(_directory["parts/model.safetensors"]));
    }

    [Fact]
    public void An_environment_of_one_s_own_is_data_as_any_other()
    {
        EnvironmentInfo own = new("mine", () => new CartPole());
        RunResult run = Train(StudyData.Episodes(own));
        Assert.Equal(2, run.Baselines.Count);
        Assert.Empty(run.TaskSentences);
        Assert.DoesNotContain(RunReport.Of(run, "").Sections.SelectMany(section => section.Charts), chart => chart is ImageChart);
        Assert.Equal("mine", TrainedModel.Load(_directory["run/model.safetensors"]).File.Environment);
        Assert.Equal(
            "The model acts in 'mine', an environment of a program's own, which is not known here: play it there with TrainedModel.Act.",
            Assert.Throws<ArgumentException>(() => Predictions.Of(new(_directory["run/model.safetensors"], "mine"))).Message);
    }

    [Fact]
    public void Scores_beside_those_of_all_tasks_are_the_last_columns_of_the_history()
    {
        Train(StudyData.Episodes(EnvironmentCatalog.Find("cartpole")));
        string[] lines = File.ReadAllLines(_directory["run/history.csv"]);
        Assert.EndsWith(
            ",learning_rate,seconds,validation_return,validation_worst_return,validation_low_return,validation_high_return,validation_steps,"
                + "validation_solved", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
    }

    [Fact]
    public void Trials_count_on_how_many_seeds_it_was_solved()
    {
        Metric solved = Metric.TestSolved;
        Assert.Equal(("yes", "no", "2 of 3"), (solved.Text(1), solved.Text(0), solved.Text(Summary.Of([1, 0, 1]))));
    }
}
