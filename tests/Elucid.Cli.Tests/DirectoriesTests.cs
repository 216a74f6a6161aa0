using System.Diagnostics;
using Elucid.Lab;

namespace Elucid.Cli.Tests;

/// <summary>Whose an output directory is and what becomes of the work in it, between processes; and what is left when they are stopped or
/// killed.</summary>
[AnyWidth]
public sealed class DirectoriesTests : IDisposable
{
    const int Long = 1_000_000;

    public static bool IsWindows => OperatingSystem.IsWindows();

    readonly TemporaryDirectory _home = new();

    public DirectoriesTests() => _home.Write("tiny.csv", Tiny.ClassesCsv);

    public void Dispose() => _home.Dispose();

    static string[] Train(int epochs, params string[] more) =>
        ["train", "--data", "tiny.csv", "--target", "kind", "--hidden", "8", "--lr", "0.01", "--quiet", "--epochs", $"{epochs}", .. more];

    static string[] Compare(int epochs, int seeds, params string[] more) =>
        ["compare", "--data", "tiny.csv", "--target", "kind", "--hidden", "8", "--lr", "0.01", "--activations", "elu,relu", "--epochs", $"{epochs}",
            "--seeds", $"{seeds}", .. more];

    ToolProcess Start(params string[] args) => new(_home.Path, args);

    Outcome Run(params string[] args)
    {
        using ToolProcess process = Start(args);
        return process.Wait();
    }

    bool Has(string file) => File.Exists(_home[file]);

    int Lines(string file) => Has(file) ? File.ReadLines(_home[file]).Count(line => line.Length > 0) : 0;

    [Fact(SkipWhen = nameof(IsWindows), Skip = "signals, pipes and links are those of Unix")]
    public void A_second_process_in_a_directory_is_refused_whatever_it_wants_and_the_first_is_not_disturbed()
    {
        using ToolProcess first = Start(Train(Long, "--out", "run"));
        first.WaitUntil(() => Has("run/checkpoint.safetensors"));
        foreach (string[] second in new[] { Train(2, "--out", "run"), Train(Long, "--out", "run", "--resume"),
            Train(2, "--out", "run", "--overwrite"), Compare(2, 2, "--out", "run") })
        {
            Outcome outcome = Run(second);
            Assert.Equal((ExitCode.Failed, ""), (outcome.ExitCode, outcome.Output));
            Assert.Matches(
                $@"(^|\n)elucid: 'run' is in use by process {first.Id} \(elucid train --data tiny.csv .* --out run\) since [-0-9]+ [:0-9]+ UTC\. Wait until it ends, or choose another --out\.\n$", outcome.Error);
        }
        first.Stop();
        Outcome stopped = first.Wait();
        Assert.Equal(ExitCode.Cancelled, stopped.ExitCode);
        Assert.Matches(@"(^|\n)Stopped after epoch \d+; run the same command with --resume to go on\.\n$", stopped.Error);
        Assert.False(Has("run/.lock.owner"));
    }

    [Fact]
    public void The_plain_command_works_twice_and_at_once()
    {
        using ToolProcess first = Start(Train(Long));
        first.WaitUntil(() => Has("elucid-train/checkpoint.safetensors"));
        Outcome second = Run(Train(2));
        Assert.Equal(ExitCode.Done, second.ExitCode);
        Assert.EndsWith("'elucid-train' is taken, so this goes to 'elucid-train-2'.\n", second.Error);
        Assert.EndsWith("Model: elucid-train-2/model.safetensors\n", second.Output);
        first.Kill();
        Assert.EndsWith("Model: elucid-train-3/model.safetensors\n", Run(Train(2)).Output);

        Outcome resumed = Run(Train(2, "--resume"));
        Assert.EndsWith("The run in 'elucid-train-3', the last one, is resumed; --out names another.\n", resumed.Error);
        Assert.Equal(ExitCode.Done, resumed.ExitCode);
    }

    [Fact]
    public void A_study_goes_on_with_its_own_trials_and_leaves_those_of_others_alone()
    {
        Assert.Equal(ExitCode.Done, Run(Compare(2, 2)).ExitCode);
        Assert.Contains("4 trials were kept from an earlier run of this command.\n", Run(Compare(2, 2)).Error);
        Assert.Contains("'elucid-compare' is taken, so this goes to 'elucid-compare-2'.\n", Run(Compare(3, 2)).Error);
        Outcome mixed = Run(Compare(3, 2, "--out", "elucid-compare"));
        Assert.Equal(ExitCode.Usage, mixed.ExitCode);
        Assert.EndsWith(
            "elucid: 'elucid-compare' holds another study: it was started with --epochs 2 and now got --epochs 3. Choose another --out, or pass "
                + "--overwrite to delete it.\n", mixed.Error);
        Assert.Equal((4, 4), (Lines("elucid-compare/trials.jsonl"), Lines("elucid-compare-2/trials.jsonl")));

        File.AppendAllText(_home["elucid-compare/trials.jsonl"], "{\"settings\":{\n");
        Assert.Contains("1 line of 'elucid-compare/trials.jsonl' cannot be read as trials: what they held is run again.\n", Run(Compare(2, 2)).Error);
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "signals, pipes and links are those of Unix")]
    public void A_study_that_is_stopped_or_killed_keeps_its_finished_trials()
    {
        string trials = "study/trials.jsonl";
        using (ToolProcess stopped = Start(Compare(200, 40, "--out", "study")))
        {
            stopped.WaitUntil(() => Lines(trials) > 3);
            stopped.Stop();
            Outcome outcome = stopped.Wait();
            Assert.Equal(ExitCode.Cancelled, outcome.ExitCode);
            Assert.EndsWith($"Stopped: {Lines(trials)} of 80 trials finished and are kept. Run the same command again to go on.\n", outcome.Error);
        }
        int kept = Lines(trials);
        using ToolProcess killed = Start(Compare(200, 40, "--out", "study"));
        killed.WaitUntil(() => Lines(trials) > kept + 2);
        killed.Kill();
        int finished = Lines(trials);
        // The last line may have been cut off.
        Assert.Matches(
            $@"(^|\n)({finished - 1}|{finished}) trials were kept from an earlier run of this command\.\n",
            Run(Compare(200, finished, "--out", "study")).Error);
    }

    [Fact]
    public void A_run_that_is_killed_again_and_again_ends_with_the_bits_of_one_that_was_not()
    {
        const int Epochs = 300;
        Outcome whole = Run(Train(Epochs, "--out", "whole"));
        Assert.Equal(ExitCode.Done, whole.ExitCode);
        // From the moment in which the directory is taken to the middle of the run.
        foreach (int epochs in new[] { -1, 0, 1, 30, 100 })
        {
            using ToolProcess process =
                Start(Train(Epochs, ["--out", "run", .. Has("run/checkpoint.safetensors") ? ["--resume"] : Array.Empty<string>()]));
            process.WaitUntil(() => epochs < 0 ? Has("run/.lock") : Lines("run/history.csv") > epochs);
            process.Kill();
            if (Has("run/model.safetensors"))
                Assert.NotNull(ModelFile.Load(_home["run/model.safetensors"]).Network);
        }
        File.Delete(_home["run/model.safetensors"]);
        Outcome resumed = Run(Train(Epochs, "--out", "run", "--resume"));
        Assert.Equal(whole.Output.Replace("whole", "run"), resumed.Output);
        Assert.Equal(File.ReadAllBytes(_home["whole/model.safetensors"]), File.ReadAllBytes(_home["run/model.safetensors"]));
        Assert.Equal(
            [".lock", "checkpoint.safetensors", "history.csv", "model.safetensors", "report.html", "results.json", "run.json"],
            Directory.EnumerateFileSystemEntries(_home["run"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "signals, pipes and links are those of Unix")]
    public async Task Prediction_that_is_stopped_ends_at_once_and_leaves_what_was_there()
    {
        Assert.Equal(ExitCode.Done, Run(Train(2, "--out", "run")).ExitCode);
        _home.Write("out.csv", "what was there");
        // Opening a pipe waits for the reader: from there on the command is at work.
        string pipe = _home["pipe.csv"];
        using (Process make = Process.Start("mkfifo", [pipe]))
            make.WaitForExit();
        using ToolProcess process = Start("predict", "run/model.safetensors", "pipe.csv", "--out", "out.csv");
        Task<FileStream> data =
            Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken);
        process.WaitUntil(() => data.IsCompleted);
        process.Stop();
        Assert.Equal(new Outcome(ExitCode.Cancelled, "", "elucid: cancelled.\n"), process.Wait());
        Assert.Equal("what was there", File.ReadAllText(_home["out.csv"]));
        await (await data).DisposeAsync();
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "signals, pipes and links are those of Unix")]
    public void What_a_command_reads_is_never_its_output()
    {
        Assert.Equal(ExitCode.Done, Run(Train(2, "--out", "run")).ExitCode);
        File.CreateSymbolicLink(_home["link.csv"], "tiny.csv");
        byte[] model = File.ReadAllBytes(_home["run/model.safetensors"]);
        void Refuses(string sentence, params string[] args) => Assert.Equal(new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), Run(args));
        Refuses("--out must not be what the command reads, but 'link.csv' is 'tiny.csv': name another file.", "predict", "run/model.safetensors",
            "tiny.csv", "--out", "link.csv");
        Refuses("--out must not be what the command reads, but 'run/model.safetensors' is 'run/model.safetensors': name another file.",
            "predict", "run/model.safetensors", "tiny.csv", "--out", "run/model.safetensors");
        Refuses("--onnx must not be what the command reads, but 'run/../run/model.safetensors' is 'run/model.safetensors': name another file.",
            "export", "run/model.safetensors", "--onnx", "run/../run/model.safetensors");
        File.Copy(_home["tiny.csv"], _home["run/history.csv"], overwrite: true);
        Outcome overwritten = Run(["train", "--data", "run/history.csv", "--target", "kind", "--quiet", "--out", "run", "--overwrite"]);
        Assert.EndsWith("elucid: --overwrite would delete 'run/history.csv', which it reads: choose another --out.\n", overwritten.Error);
        Assert.Equal(model, File.ReadAllBytes(_home["run/model.safetensors"]));
        Assert.Equal(Tiny.ClassesCsv, File.ReadAllText(_home["tiny.csv"]));
    }
}
