using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class TextRunTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    RunResult? Train(StudyData data, string name, RunStart start = RunStart.New, int stopAfter = 0, Recipe? recipe = null)
    {
        using OutputDirectory output = OutputDirectory.Open(_directory[name]);
        using CancellationTokenSource stop = new();
        TrainingRun run = new(new RunSettings(data.Id, recipe ?? TinyText.Recipe, "elu", 1), data, output, start);
        run.OnSample = sample => { if (sample.Epoch == stopAfter) stop.Cancel(); };
        RunResult? result = run.Run(null, stop.Token);
        if (result is not null)
            RunFiles.Write(result, output, "elucid train");
        return result;
    }

    [Fact]
    public void It_writes_after_each_epoch_and_a_resumed_run_has_what_was_written_before()
    {
        StudyData data = TinyText.Read(TinyText.Sentences(60));
        RunResult whole = Train(data, "whole")!;
        Train(data, "stopped", stopAfter: 2);
        RunResult resumed = Train(data, "stopped", RunStart.Resume)!;
        Assert.Equal([1, 2, 3], whole.Samples.Select(sample => sample.Epoch));
        Assert.Equal(whole.Samples, resumed.Samples);
        Assert.All(whole.Samples, sample => Assert.Equal((16, 200), (sample.Prompt.Length, sample.Text.Length)));
        Assert.Equal(File.ReadAllBytes(_directory["whole/model.safetensors"]), File.ReadAllBytes(_directory["stopped/model.safetensors"]));
    }

    [Fact]
    public void The_report_says_what_it_wrote_and_stands_it_beside_frequencies()
    {
        RunResult run = Train(TinyText.Read(TinyText.Sentences(60)), "run")!;
        Assert.Equal(["frequency of each token", "frequency of each pair"], run.Baselines.Select(baseline => baseline.Name));
        Assert.True(run.Baselines[1].Test.Loss < run.Baselines[0].Test.Loss);
        ReportModel report = RunReport.Of(run, "elucid train");
        Assert.Equal(
            ["How did it learn?", "What does it write?", "Does it use what came before?", "What surprised it most?"],
            report.Sections.Select(section => section.Heading));
        Assert.Equal(["perplexity", "nats per token", "bits per character"], report.Results!.Columns.Skip(1).Select(column => column.Header));
        Assert.Contains("\"bitsPerCharacter\"", File.ReadAllText(_directory["run/results.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_too_good_is_warned_about()
    {
        string text = string.Concat(Enumerable.Repeat("abc", 700));
        RunResult run = Train(TinyText.Read(text), "run", recipe: TinyText.Recipe with { Epochs = 10, LearningRate = 0.02, Batch = 4 })!;
        Assert.Contains(
            "Such a score is often too good to be true: look for passages that stand in both parts, or for a text that repeats itself.", run.Caution,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_predicted_token_by_token()
    {
        Train(TinyText.Read(TinyText.Sentences(60)), "run");
        string model = _directory["run/model.safetensors"];
        string text = _directory.Write("new.txt", "Mary spoke of the sea.\nAnne looked at Lyme.\n");
        string[] lines = Predictions.Of(new(model, text)).ToCsv().Split('\n');
        Assert.Equal("token,text,nats,likeliest", lines[0]);
        Assert.StartsWith("2,a,", lines[1], StringComparison.Ordinal);
        Assert.Equal(43, lines.Count(line => line.Length > 0 && char.IsDigit(line[0])));
        string strange = _directory.Write("strange.txt", "Zoë");
        Refused.With<DataFormatException>(
            $"'{strange}': The character 'Z' at position 0 is not one of the 25 that were learned: leave it out, or learn parts of words with "
                + "BytePairTokenizer, which takes every text.", () => Predictions.Of(new(model, strange)));
    }
}
