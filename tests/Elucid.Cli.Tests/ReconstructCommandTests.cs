using System.Globalization;
using Elucid.Onnx.Tests;
using Microsoft.ML.OnnxRuntime;

namespace Elucid.Cli.Tests;

/// <summary>docs/guides/reconstruct.md in a short form, and what is refused.</summary>
public sealed class ReconstructCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string Model => Path.Combine(_tool["run"], "model.safetensors");

    string[] Train(string data, params string[] more) =>
        ["train", "--task", "reconstruct", "--data", data, "--quiet", "--out", _tool["run"], .. more];

    /// <summary>Writes embedded digits as files: the first ones for training without eights, the others for the test.</summary>
    string WriteDigits(int training, int test)
    {
        Dataset digits = Digits.Load();
        for (int i = 0; i < training + test; i++)
        {
            string kind = digits.ClassNames[digits.Labels[i]];
            if (i < training && kind == "8")
                continue;
            string directory = Path.Combine(_tool["no-eights"], i < training ? "train" : "test", kind);
            Directory.CreateDirectory(directory);
            ImageGrid.Of(new Tensor([1, 1, 8, 8], digits.Features.Slice(64 * i, 64))).SavePng(Path.Combine(directory, $"{i}.png"));
        }
        return _tool["no-eights"];
    }

    static string Csv(int rows) => "a,b,colour\n" + string.Concat(Enumerable.Range(0, rows).Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row % 17},{(2.5 * (row % 17)) + 100},{(row % 17 > 8 ? "red" : "blue")}\n")));

    [Fact]
    public void Digits_that_training_did_not_see_stand_out()
    {
        string data = WriteDigits(400, 200);
        Outcome trained = _tool.Run(Train(data, "--epochs", "30"));
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Contains("Other kinds than those of training stand out with an AUC of 0.", trained.Output);
        Assert.Contains("What comes back?", File.ReadAllText(_tool["run/report.html"]));

        Outcome scored = _tool.Run("predict", Model, data, "--score", "--out", _tool["scores.csv"]);
        Assert.Matches("all rows +200 .*\n +kinds of training +18.*\n +other kinds +1", scored.Output);
        Assert.StartsWith("file,anomaly_score,above_threshold\ntest/0/", File.ReadAllText(_tool["scores.csv"]));
    }

    [Fact]
    public void A_table_needs_no_target_and_comes_back_in_its_own_units()
    {
        string table = _tool.Write("table.csv", Csv(120));
        Outcome trained = _tool.Run(Train(table, "--latent", "1", "--epochs", "30", "--lr", "0.01"));
        Assert.Equal((ExitCode.Done, ""), (trained.ExitCode, trained.Error));
        Assert.Contains("PCA, 1 component ", trained.Output);

        string[] rows = _tool.Run("predict", Model, table).Output.TrimEnd('\n').Split('\n');
        Assert.Equal("row,anomaly_score,above_threshold,strangest_column,a,b,colour", rows[0]);
        string[] first = rows[1].Split(',');
        Assert.InRange(double.Parse(first[5], CultureInfo.InvariantCulture), 90, 110);
        Assert.Equal("blue", first[6]);
    }

    [Theory]
    [InlineData("mlp", "16")]
    [InlineData("cnn", "4,6,16")]
    public void Images_come_back_alike_in_onnx_runtime(string model, string hidden)
    {
        _tool.Run(Train("digits", "--model", model, "--hidden", hidden, "--epochs", "1"));
        string[] said = _tool.Run("export", Model, "--onnx", _tool["m.onnx"]).Output.Split('\n');
        Dataset digits = Digits.Load().Take(3);
        Tensor y = OnnxRuntime.Run(File.ReadAllBytes(_tool["m.onnx"]), new Tensor([3, 1, 8, 8], digits.Features));

        Assert.Equal("  input  [batch, 1, 8, 8]: pixels from 0 to 1, as of digits", said[1]);
        IReadOnlyList<Prediction> own = TrainedModel.Load(Model).Predict(digits);
        for (int i = 0; i < y.Values.Length; i++)
            Assert.Equal(own[i / 64].Values[$"{(i % 64) + 1}"], y.Values[i], 1e-5);
    }

    [Fact]
    public void A_table_comes_back_in_onnx_runtime_in_its_own_units_and_is_scored_by_what_the_file_says()
    {
        string table = _tool.Write("table.csv", Csv(120));
        _tool.Run(Train(table, "--epochs", "2", "--hidden", "8"));
        _tool.Run("export", Model, "--onnx", _tool["m.onnx"]);
        Prediction own = TrainedModel.Load(Model).Predict(new Dictionary<string, object> { ["a"] = 3, ["b"] = 80, ["colour"] = "red" });
        float[] x = [3, 80, 0, 1];
        float[] y = OnnxRuntime.Run(File.ReadAllBytes(_tool["m.onnx"]), new Tensor([1, 4], x)).Values.ToArray();

        Assert.Equal(["a", "b", "colour=blue", "colour=red"], own.Values.Keys);
        foreach ((double mine, float theirs) in own.Values.Values.Zip(y))
            Assert.Equal(mine, theirs, 1e-4 * Math.Max(1, Math.Abs(mine)));
        string deviations = MetadataOf("elucid.deviations");
        double[] units = [.. deviations.Trim('[', ']').Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(own.AnomalyScore!.Value, x.Zip(y).Select((pair, i) => Math.Pow((pair.Second - pair.First) / units[i], 2)).Average(), 1e-3);
        Assert.Equal(
            TrainedModel.Load(Model).File.Reconstruction!.Threshold,
            double.Parse(MetadataOf("elucid.threshold"), CultureInfo.InvariantCulture));
    }

    string MetadataOf(string key)
    {
        using InferenceSession session = new(_tool["m.onnx"]);
        return session.ModelMetadata.CustomMetadataMap[key];
    }

    [Fact]
    public void Images_with_odd_sides_are_halved_and_doubled_and_come_back_in_their_size()
    {
        for (int i = 0; i < 30; i++)
        {
            Directory.CreateDirectory(_tool["odd"]);
            ImageGrid.Of(new Tensor([1, 1, 7, 9], [.. Enumerable.Range(0, 63).Select(p => (float)((p * (i + 1)) % 17) / 16)]))
                .SavePng(_tool[$"odd/{i}.png"]);
        }
        Assert.Equal(ExitCode.Done, _tool.Run(Train(_tool["odd"], "--model", "cnn", "--hidden", "4,4,8", "--epochs", "1")).ExitCode);
        _tool.Run("export", Model, "--onnx", _tool["m.onnx"]);
        float[] x = [.. Enumerable.Range(0, 63).Select(p => p / 63f)];
        Tensor y = OnnxRuntime.Run(File.ReadAllBytes(_tool["m.onnx"]), new Tensor([1, 1, 7, 9], x));
        foreach ((double own, float theirs) in TrainedModel.Load(Model).Predict(x).Values.Values.Zip(y.Values.ToArray()))
            Assert.Equal(own, theirs, 1e-5);
    }

    [Fact]
    public void Compare_asks_which_activation_an_autoencoder_should_have()
    {
        Outcome outcome = _tool.Run(
            "compare", "--task", "reconstruct", "--data", _tool.Write("table.csv", Csv(120)), "--activations", "elu,relu", "--vary", "latent=1,2",
            "--seeds", "2", "--epochs", "2", "--hidden", "8", "--quiet", "--out", _tool["study"]);

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains("reconstruction error", outcome.Output);
        Assert.Contains("PCA", outcome.Output);
    }

    [Theory]
    [InlineData("--latent is for --task reconstruct and for vae, gan: omit it.", "--data", "digits", "--latent", "3")]
    [InlineData("--latent must be a positive number, but got 0.", "--data", "digits", "--task", "reconstruct", "--latent", "0")]
    [InlineData("--model lstm is for classification and regression and text and forecast and several, not for reconstruct: choose mlp or cnn.",
        "--data", "digits", "--task", "reconstruct", "--model", "lstm")]
    [InlineData("--data passengers is a series: omit --task, or use --task forecast.", "--data", "passengers", "--task", "reconstruct")]
    [InlineData("--target is for CSV files, but --data is digits: omit it, or name a file.",
        "--data", "digits", "--task", "reconstruct", "--target", "kind")]
    [InlineData("--class-weights is for classes, but --data digits is for reconstruct: omit it.",
        "--data", "digits", "--task", "reconstruct", "--class-weights", "balanced", "--epochs", "1")]
    public void What_cannot_be_done_is_said(string sentence, params string[] arguments) =>
        Assert.Equal(
            new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(["train", "--quiet", "--out", _tool["run"], .. arguments]));
}
