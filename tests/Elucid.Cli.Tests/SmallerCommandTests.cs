using Elucid.Lab;
using Elucid.Onnx;
using Elucid.Onnx.Tests;

namespace Elucid.Cli.Tests;

/// <summary>What docs/guides/smaller.md shows, in a short form, and what is refused.</summary>
[AnyWidth]
public sealed class SmallerCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string Trained(params string[] more)
    {
        Assert.Equal(
            ExitCode.Done,
            _tool.Run(["train", "--data", "digits", "--quiet", "--out", _tool["run"], .. more]).ExitCode);
        return _tool["run/model.safetensors"];
    }

    [Fact]
    public void The_guide_in_a_short_form()
    {
        string model = Trained("--hidden", "64", "--epochs", "6"), small = _tool["small.safetensors"], onnx = _tool["small.onnx"];
        Outcome weights = _tool.Run(
            "export", model, "--remove-weights", "80%", "--retrain", "2", "--data", "digits", "--out", small, "--quiet");
        Assert.Equal((ExitCode.Done, ""), (weights.ExitCode, weights.Error));
        Assert.Matches(@"without +weights +file +as cut +accuracy +one +of 256\s", weights.Output);
        Assert.Matches(@"\n +80 % +[\d,.]+ +[\d.]+ kB +[\d.]+ % +[\d.]+ % ", weights.Output);
        Assert.Contains("It is not faster: weights that are 0 are multiplied like others.", weights.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Model: {small}\nReport: {_tool["small.html"]}\n", weights.Output);
        Assert.True(new FileInfo(small).Length < 0.5 * new FileInfo(model).Length);

        Outcome units = _tool.Run(
            "export", model, "--remove-units", "0.5", "--retrain", "2", "--data", "digits", "--out", small, "--onnx", onnx, "--quiet");
        Assert.Equal(ExitCode.Done, units.ExitCode);
        Assert.Equal([32], ModelFile.Load(small).File.Recipe.Hidden);
        Assert.Contains($"{onnx}: operator set 17.\n", units.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, _tool.Run("predict", small, "digits", "--score", "--out", _tool["answers.csv"]).ExitCode);
        // A further step, from a file without a run beside it.
        Assert.Equal(
            ExitCode.Done,
            _tool.Run("export", small, "--remove-weights", "50%", "--data", "digits", "--seed", "0", "--out", _tool["smaller.safetensors"], "--quiet")
                .ExitCode);

        TrainedModel answers = TrainedModel.Load(small);
        float[] first = Digits.Load().Features[..64].ToArray();
        Tensor logits = OnnxRuntime.Run(File.ReadAllBytes(onnx), new Tensor([1, 1, 8, 8], first));
        Tensor probabilities = Ops.Softmax(logits);
        for (int i = 0; i < 10; i++)
            Assert.Equal(answers.Predict(first).Probabilities[answers.File.OutputNames[i]], probabilities.Values[i], 1e-5);
    }

    [Fact]
    public void Files_that_are_no_report_are_not_overwritten_by_one()
    {
        string model = Trained("--hidden", "16", "--epochs", "1"), mine = _tool.Write("small.csv", "a,b\n");
        string[] export = ["export", model, "--remove-weights", "50%", "--data", "digits", "--quiet", "--out", _tool["small.safetensors"]];
        Outcome refused = _tool.Run(export);
        Assert.Equal(
            (ExitCode.Usage,
                $"elucid: The report would overwrite '{mine}', which is of no earlier export: move that file, or give --out another name."),
            (refused.ExitCode, refused.Error.ReplaceLineEndings(" ").Trim()));
        Assert.Equal("a,b\n", File.ReadAllText(mine));
        File.Delete(mine);
        Assert.Equal((ExitCode.Done, ExitCode.Done), (_tool.Run(export).ExitCode, _tool.Run(export).ExitCode));
    }

    [Fact]
    public async Task An_interrupted_export_says_what_is_kept_and_goes_on()
    {
        string model = Trained("--hidden", "16", "--epochs", "1"), small = _tool["small.safetensors"];
        string unfinished = _tool["small.unfinished"];
        string[] export = ["export", model, "--remove-units", "50%", "--data", "digits", "--out", small, "--retrain"];
        Assert.Equal(
            new Outcome(ExitCode.Cancelled, "", "Stopped before the first epoch was done: there is nothing to resume.\n"),
            _tool.Run(new CancellationToken(canceled: true), [.. export, "2", "--quiet"]));
        Assert.Equal(
            $"elucid: There is no '{unfinished}', where an interrupted run would be: omit --resume to begin one.\n",
            _tool.Run([.. export, "2", "--resume", "--quiet"]).Error);
        Assert.Equal(
            "elucid: --resume goes on with an interrupted --retrain: name that as well, or omit it.\n",
            _tool.Run("export", model, "--remove-units", "50%", "--resume", "--out", small).Error);
        using CancellationTokenSource stop = new();
        Task stops = StopWhere(() => File.Exists(Path.Combine(unfinished, "checkpoint-0.5.safetensors")), stop);
        Outcome stopped = _tool.Run(stop.Token, [.. export, "100000", "--quiet"]);
        await stops;
        Assert.Equal(
            new Outcome(
                ExitCode.Cancelled, "", $"Stopped with 0 of 6 networks trained on; '{unfinished}' keeps each epoch that is done. Run the same "
                    + "command with --resume to go on.\n"), stopped);
        Assert.False(File.Exists(small));
        Assert.Equal(
            $"elucid: --resume goes on with the run in '{unfinished}', but it was started with --remove-units 0.5 --retrain 100000 and now got "
                + "--remove-units 0.5 --retrain 2. Give what it was started with, or delete the directory to begin anew.\n",
            _tool.Run([.. export, "2", "--resume", "--quiet"]).Error);
        Assert.Equal(
            $"elucid: '{unfinished}' holds what an interrupted run has trained: pass --resume to go on with it, or delete the directory to begin "
                + "anew.\n", _tool.Run([.. export, "2", "--quiet"]).Error);
        Directory.Delete(unfinished, recursive: true);

        using (SmallerWork work = SmallerWork.Open(small, resumes: false))
        using (CancellationTokenSource soon = new())
            Assert.Throws<OperationCanceledException>(() =>
                new SmallerRun(model, new(Removal.Units, 0.5) { Retrain = 2 }, StudyData.Digits(), work).Run(new Stopper(soon), soon.Token));
        Outcome resumed = _tool.Run([.. export, "2", "--resume"]);
        Assert.Equal(ExitCode.Done, resumed.ExitCode);
        Assert.True(File.Exists(small));
        Assert.False(Directory.Exists(unfinished));
    }

    static async Task StopWhere(Func<bool> isSo, CancellationTokenSource stop)
    {
        while (!isSo())
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
    }

    // After half of the work.
    sealed class Stopper(CancellationTokenSource stop) : IProgress<SmallerProgress>
    {
        public void Report(SmallerProgress value)
        {
            if (value.Share > 0.5)
                stop.Cancel();
        }
    }

    [Theory]
    [InlineData("mlp", "64,64")]
    [InlineData("cnn", "8,64")]
    [InlineData("autoencoder", "64")]
    public void In_eight_bits_it_is_smaller_answers_alike_and_goes_to_onnx(string kind, string hidden)
    {
        bool puts = kind == "autoencoder";
        string[] how = puts ? ["--task", "reconstruct"] : ["--model", kind];
        string model = Trained([.. how, "--hidden", hidden, "--epochs", "2"]), small = _tool["small.safetensors"], onnx = _tool["small.onnx"];
        Outcome outcome = _tool.Run(
            ["export", model, "--int8", "--data", "digits", .. puts ? how : [], "--out", small, "--onnx", onnx, "--quiet"]);
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Matches(@"\n +bits +weights +file .*\n.*\n +32 +[\d,.]+ .*\n +8 +[\d,.]+ ", outcome.Output);
        Assert.True(new FileInfo(small).Length < 0.6 * new FileInfo(model).Length);
        Assert.Equal(ExitCode.Done, _tool.Run("predict", small, "digits", "--score", "--out", _tool["answers.csv"]).ExitCode);
        (ModelFile file, Module network) = ModelFile.Load(small);
        Tensor x = new([3, .. file.FeatureShape], Digits.Load().Features[..(3 * 64)]);
        // There inputs are not rounded, and products are those of floats.
        Assert.True(OnnxRuntime.Difference(network.Predict(x), OnnxRuntime.Run(File.ReadAllBytes(onnx), x)) < 1e-5);
        Assert.True(OnnxRuntime.Difference(network.Predict(x), OnnxImport.Load(onnx).Predict(x)) < 1e-5);
        if (kind == "cnn")
            Assert.Equal(
                ExitCode.Done,
                _tool.Run("train", "--data", "digits", "--from", onnx, "--epochs", "1", "--quiet", "--out", _tool["tuned"]).ExitCode);
        Assert.Equal(
            $"elucid: '{small}' has eight bits for a weight already: omit --int8.\n",
            _tool.Run("export", small, "--int8", "--out", _tool["again.safetensors"]).Error);
    }

    [Theory]
    [InlineData("mlp", "16,12", "batch")]
    [InlineData("mlp", "16,12", "layer")]
    [InlineData("cnn", "8,12", "none")]
    [InlineData("cnn", "8,12", "batch")]
    [InlineData("cnn", "8,12", "layer")]
    [InlineData("resnet", "4,6", "batch")]
    public void A_narrow_network_gives_in_onnx_runtime_what_it_gives_here(string kind, string hidden, string norm)
    {
        string model = Trained("--model", kind, "--hidden", hidden, "--norm", norm, "--epochs", "1"), onnx = _tool["small.onnx"];
        Assert.Equal(
            ExitCode.Done, _tool.Run("export", model, "--remove-units", "50%", "--onnx", onnx, "--out", _tool["small.safetensors"]).ExitCode);
        Module network = ModelFile.Load(_tool["small.safetensors"]).Network;
        Tensor x = new([3, 1, 8, 8], Digits.Load().Features[..(3 * 64)]);
        Assert.True(OnnxRuntime.Difference(network.Predict(x), OnnxRuntime.Run(File.ReadAllBytes(onnx), x)) < 1e-5);
    }

    [Fact]
    public void A_table_trains_on_and_the_same_raw_file_is_predicted()
    {
        string data = _tool.Write("plane.csv", string.Join('\n', Enumerable.Range(0, 200).Select(i => $"{i % 20},{i / 20},{i % 20 + 3 * (i / 20)}")
            .Prepend("a,b,y")));
        Assert.Equal(
            ExitCode.Done, _tool.Run("train", "--data", data, "--target", "y", "--task", "regression", "--hidden", "16", "--epochs", "5", "--quiet",
                "--seed", "2", "--out", _tool["run"]).ExitCode);
        Outcome outcome = _tool.Run(
            "export", _tool["run/model.safetensors"], "--remove-units", "25%", "--retrain", "3", "--data", data, "--target", "y", "--task",
            "regression", "--out", _tool["small.safetensors"]);
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Equal([12], ModelFile.Load(_tool["small.safetensors"]).File.Recipe.Hidden);
        Assert.Equal(201, _tool.Run("predict", _tool["small.safetensors"], data).Output.TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith("share,weights,bytes,multiply_adds,test_RMSE,", File.ReadAllText(_tool["small.csv"]));
    }

    [Fact]
    public void What_cannot_be_done_is_refused_in_a_sentence()
    {
        Assert.Equal("", _tool.Run(_tool.Train("--quiet")).Error);
        string model = _tool["run/model.safetensors"], small = _tool["small.safetensors"], data = _tool["tiny.csv"];
        void Refuses(string sentence, params string[] args) =>
            Assert.Equal(new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(["export", model, .. args]));

        Refuses("Name the file to write: --onnx FILE, or --out FILE of a smaller model.");
        Refuses("Name the file to write: --out FILE of the smaller model, or --onnx FILE, or both.", "--remove-units", "50%");
        Refuses("--out is for a network that is made smaller: add --remove-weights 70%, --remove-units 50% or --int8.", "--out", small);
        Refuses(
            "--data is for a network that is made smaller: add --remove-weights 70%, --remove-units 50% or --int8.", "--data", data, "--onnx",
            "x.onnx");
        Refuses("--retrain is for a network that is made smaller: add --remove-weights 70%, --remove-units 50% or --int8.", "--retrain", "3");
        Refuses("--remove-weights and --remove-units are two steps: use one of them, and then the other on the file that it writes.",
            "--remove-units", "50%", "--remove-weights", "50%");
        Refuses("--remove-units must be above 0 % and below 100 %, such as 70% or 0.7, but got 5000 %.", "--remove-units", "50", "--out", small);
        Refuses("--retrain must be a positive number of epochs, but got 0.", "--remove-units", "50%", "--retrain", "0", "--out", small);
        Refuses("--retrain needs what the model learned from: name it with --data, with the options of its training.",
            "--remove-units", "50%", "--retrain", "2", "--out", small);
        Refuses("--target says how to read what --data names: name that as well, or omit it.",
            "--remove-units", "50%", "--target", "kind", "--out", small);
        Refuses(
            $"--out must not be what the command reads, but '{model}' is '{model}': name another file.", "--remove-units", "50%", "--out", model);
        Refuses($"--out must not be what the command reads, but '{data}' is '{data}': name another file.",
            "--remove-units", "50%", "--data", data, "--target", "kind", "--out", _tool["tiny.safetensors"]);
        Refuses($"--out and --onnx must be two files, but both are '{small}'.", "--remove-units", "50%", "--out", small, "--onnx", small);
        Outcome unread = _tool.Run("export", model, "--remove-units", "half", "--out", small);
        Assert.Contains("--remove-units must be a share such as 70% or 0.7, but got 'half'.", unread.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(small));
    }

    [Fact]
    public void Units_of_other_networks_hang_together_but_their_weights_can_leave()
    {
        string model = Trained("--model", "gru", "--hidden", "16", "--epochs", "1"), small = _tool["small.safetensors"];
        Assert.Equal(
            "elucid: --remove-units is for networks of the kinds mlp, cnn, resnet, grid, and the units of gru hang together: remove single weights "
                + "with --remove-weights.\n",
            _tool.Run("export", model, "--remove-units", "50%", "--out", small, "--quiet").Error);
        Outcome outcome = _tool.Run("export", model, "--remove-weights", "0.9", "--out", small, "--quiet");
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains(
            "Whether it still answers well is not known: name what it learned from with --data, with the options of its training, to see.",
            outcome.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, _tool.Run("predict", small, "digits", "--out", _tool["answers.csv"]).ExitCode);
    }
}
