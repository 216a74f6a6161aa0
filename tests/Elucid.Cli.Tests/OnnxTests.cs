using System.Globalization;
using Elucid.Lab;
using Elucid.Onnx;
using Elucid.Onnx.Tests;

namespace Elucid.Cli.Tests;

/// <summary><c>elucid export</c> and <c>elucid swap</c>.</summary>
public sealed class OnnxTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string Trained()
    {
        Assert.Equal("", _tool.Run(_tool.Train("--quiet")).Error);
        return Path.Combine(_tool["run"], "model.safetensors");
    }

    [Fact]
    public void Export_writes_a_file_that_computes_what_the_model_computes_from_features_in_their_own_units()
    {
        string model = Trained(), onnx = _tool["model.onnx"];
        Assert.Equal(
            new Outcome(ExitCode.Done,
                $"{onnx}: operator set 17.\n  input  [batch, 2]: the features x, y\n  output [batch, 3]: logits of the classes cat, cow, dog\n", ""),
                    _tool.Run("export", model, "--onnx", onnx));

        (ModelFile file, Module network) = ModelFile.Load(model);
        GraphModule exported = OnnxImport.Load(onnx);
        exported.Eval();
        float[] features = [0.3f, -2, 5, 1.25f];
        Tensor x = new([2, 2], features), y = exported.Forward(x);
        file.Scales!.Features.Apply(features);
        Tensor expected = network.Forward(new Tensor([2, 2], features));
        for (int i = 0; i < y.Shape.Size; i++)
            Assert.Equal(expected.Values[i], y.Values[i], 1e-5);
    }

    [Fact]
    public void Export_of_a_regression_gives_targets_in_their_own_units()
    {
        string data = _tool.Write("line.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 7 % 11},{100 + 3 * i}\n")));
        _tool.Run("train", "--data", data, "--target", "y", "--task", "regression", "--epochs", "2", "--hidden", "8", "--out", _tool["run"],
            "--quiet");
        string model = Path.Combine(_tool["run"], "model.safetensors"), onnx = _tool["model.onnx"];
        Assert.Equal("", _tool.Run("export", model, "--onnx", onnx, "--opset", "21").Error);

        GraphModule exported = OnnxImport.Load(onnx);
        exported.Eval();
        string[] fourth = _tool.Run("predict", model, data).Output.Split('\n')[4].Split(',');
        Assert.Equal(double.Parse(fourth[1]), exported.Forward(new Tensor([1, 2], [3, 10])).ToScalar(), 1e-3);
    }

    [Theory]
    [InlineData("mlp", "8", "none")]
    [InlineData("mlp", "8,6", "batch")]
    [InlineData("mlp", "8", "layer")]
    [InlineData("cnn", "4,8", "none")]
    [InlineData("cnn", "4,8", "batch")]
    [InlineData("cnn", "4,8", "layer")]
    [InlineData("resnet", "4,8", "batch")]
    [InlineData("resnet", "4,8", "none")]
    [InlineData("resnet", "4,8", "layer")]
    [InlineData("rnn", "8,6", "none")]
    [InlineData("rnn", "8", "layer")]
    [InlineData("gru", "8,6", "layer")]
    [InlineData("lstm", "8", "none")]
    [InlineData("lstm", "8,6", "layer")]
    [InlineData("transformer", "32", "layer")]
    public void Every_network_gives_in_onnx_runtime_what_predict_says_of_images(string model, string hidden, string norm) =>
        AssertOnnxRuntimeAgrees("--model", model, "--hidden", hidden, "--norm", norm);

    [Theory, InlineData("elu:alpha=0.5:clip=-0.25"), InlineData("elu:alpha=learn:clip=-0.25")]
    public void Functions_of_clipped_inputs_do_so_too(string activation) => AssertOnnxRuntimeAgrees("--hidden", "8", "--activation", activation);

    [Fact]
    public void A_committee_is_one_graph_that_does_so_too() => AssertOnnxRuntimeAgrees("--hidden", "8", "--members", "3", "--bagging");

    [Theory]
    [InlineData("vae", true)]
    [InlineData("gan", true)]
    [InlineData("vae", false)]
    [InlineData("gan", false)]
    public void What_draws_makes_in_onnx_runtime_of_codes_what_the_model_makes_of_them(string kind, bool areImages)
    {
        string[] data = areImages ? ["--data", "digits"] : ["--data", _tool.Write("tiny.csv", Tiny.ClassesCsv), "--ignore", "kind"];
        Assert.Equal(
            ExitCode.Done,
            _tool.Run(["train", "--model", kind, .. data, "--hidden", "8", "--epochs", "1", "--quiet", "--out", _tool["run"]]).ExitCode);
        string trained = _tool["run/model.safetensors"], onnx = _tool["model.onnx"];
        Assert.Equal(ExitCode.Done, _tool.Run("export", trained, "--onnx", onnx).ExitCode);
        TrainedModel model = TrainedModel.Load(trained);
        Tensor codes = ((GenerativeNetwork)ModelFile.Load(trained).Network).Codes(3, new RandomStream(4));
        Tensor expected = model.Decode(codes.Values), drawn = OnnxRuntime.Run(File.ReadAllBytes(onnx), codes);
        Assert.Equal(expected.Shape, drawn.Shape);
        Assert.True(OnnxRuntime.Difference(expected, drawn) < 1e-5);
    }

    void AssertOnnxRuntimeAgrees(params string[] network)
    {
        string data = Images(), onnx = _tool["model.onnx"];
        Assert.Equal(
            "", _tool.Run(
                ["train", "--data", data, .. network, "--epochs", "1", "--batch", "8", "--lr", "0.01", "--out", _tool["run"], "--quiet"]).Error);
        string trained = Path.Combine(_tool["run"], "model.safetensors");
        Assert.Equal(
            new Outcome(ExitCode.Done,
                $"{onnx}: operator set 17.\n  input  [batch, 1, 8, 8]: pixels from 0 to 1, as of images\n  output [batch, 3]: logits of the "
                    + $"classes 0, 1, 2\n", ""),
            _tool.Run("export", trained, "--onnx", onnx));

        Tensor images = new([TestImages, 1, 8, 8], [.. Pixels(TestImages, seed: 2).Select(pixel => pixel / 255f)]);
        Tensor probabilities = Ops.Softmax(OnnxRuntime.Run(File.ReadAllBytes(onnx), images));
        string[] rows = _tool.Run("predict", trained, data).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(TestImages + 1, rows.Length);
        for (int row = 0; row < TestImages; row++)
            for (int i = 0; i < 3; i++)
                Assert.Equal(double.Parse(rows[row + 1].Split(',')[i + 2], CultureInfo.InvariantCulture), probabilities.Values[row * 3 + i], 1e-5);
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("transformer")]
    public void Networks_of_sequences_read_the_features_of_a_table_in_their_own_units(string model)
    {
        string data = _tool.Write("plane.csv", Tiny.PlaneCsv), onnx = _tool["model.onnx"];
        Assert.Equal(
            "", _tool.Run(
                "train", "--data", data, "--target", "y", "--model", model, "--hidden", "32", "--epochs", "1", "--out", _tool["run"],
                "--quiet").Error);
        string trained = Path.Combine(_tool["run"], "model.safetensors");
        Assert.Equal(
            $"{onnx}: operator set 17.\n  input  [batch, 3]: the features x, colour=blue, colour=red\n  output [batch, 1]: the targets y\n",
            _tool.Run("export", trained, "--onnx", onnx).Output);

        // The first two rows: red, then blue.
        double[] x = [.. Tiny.PlaneCsv.Split('\n')[1..3].Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];
        Tensor y = OnnxRuntime.Run(File.ReadAllBytes(onnx), new Tensor([2, 3], [(float)x[0], 0, 1, (float)x[1], 1, 0]));
        string[] rows = _tool.Run("predict", trained, data).Output.Split('\n');
        for (int row = 0; row < 2; row++)
            Assert.Equal(double.Parse(rows[row + 1].Split(',')[1], CultureInfo.InvariantCulture), y.Values[row], 1e-3);
    }

    const int TrainingImages = 40, TestImages = 6;

    /// <summary>A directory of IDX files: 8 × 8 pixels, three classes.</summary>
    string Images()
    {
        string directory = _tool["images"];
        Directory.CreateDirectory(directory);
        foreach ((string part, int count, int seed) in new[] { ("train", TrainingImages, 1), ("t10k", TestImages, 2) })
        {
            byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))];
            File.WriteAllBytes(
                Path.Combine(directory, $"{part}-images-idx3-ubyte"),
                [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 8, 0, 0, 0, 8, .. Pixels(count, seed)]);
            File.WriteAllBytes(Path.Combine(directory, $"{part}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, (byte)count, .. labels]);
        }
        return directory;
    }

    static byte[] Pixels(int count, int seed)
    {
        float[] draws = new float[count * 64];
        new RandomStream((ulong)seed).FillUniform(draws, 0, 255);
        return [.. draws.Select(draw => (byte)draw)];
    }

    [Fact]
    public void Swap_says_what_it_replaced_and_where()
    {
        string onnx = _tool["model.onnx"], swapped = _tool["swapped.onnx"];
        OnnxExport.Save(
            new Sequential(new ActivationLayer(ActivationCatalog.Parse("relu")), new ActivationLayer(ActivationCatalog.Parse("relu"))), onnx, [1, 3]);
        Outcome outcome = _tool.Run("swap", onnx, "--from", "Relu", "--to", "Elu", "--alpha", "0.5", "--out", swapped);

        Assert.Equal(new Outcome(ExitCode.Done, $"{swapped}: elu:alpha=0.5 in 2 nodes:\n  0/Relu\n  1/Relu\n", ""), outcome);
        Assert.Equal(["Elu", "Elu"], OnnxFile.Read(swapped).Nodes.Select(node => node.OpType));
    }

    [Fact]
    public void What_cannot_be_done_is_refused_in_a_sentence()
    {
        string onnx = _tool["model.onnx"], absent = _tool["absent.onnx"], text = _tool.Write("notes.txt", "no model at all");
        OnnxExport.Save(new ActivationLayer(ActivationCatalog.Parse("tanh")), onnx, [1, 3]);
        void Refuses(int exitCode, string sentence, params string[] args) =>
            Assert.Equal(new Outcome(exitCode, "", $"elucid: {sentence}\n"), _tool.Run(args));

        Refuses(ExitCode.Failed,
            $"'{onnx}' has no node with the operator Relu, so nothing was written. It has Tanh (1): name one of these with --from.",
            "swap", onnx, "--from", "Relu", "--to", "elu", "--out", _tool["out.onnx"]);
        Assert.False(File.Exists(_tool["out.onnx"]));
        Refuses(ExitCode.Failed, $"'{absent}': expected an ONNX file, but there is no such file. Check the path.", "swap", absent, "--from", "Relu",
            "--to", "elu", "--out", _tool["out.onnx"]);
        Refuses(ExitCode.Usage, "Activation relu has no parameter 'alpha': it has none at all.", "swap", onnx, "--from", "Tanh", "--to", "relu",
            "--alpha", "1", "--out", _tool["out.onnx"]);
        Refuses(ExitCode.Usage, $"--out must be a file, but '{Path.GetTempPath()}' is a directory.", "swap", onnx, "--from", "Tanh", "--to", "relu",
            "--out", Path.GetTempPath());
        Refuses(ExitCode.Usage, "--from must name a function, such as Relu.", "swap", onnx, "--from", " ", "--to", "relu", "--out",
            _tool["out.onnx"]);
        Refuses(ExitCode.Usage, "--opset must be 13 to 21, but got 9.", "export", onnx, "--onnx", _tool["out.onnx"], "--opset", "9");
        Assert.StartsWith($"elucid: '{text}': expected ", _tool.Run("swap", text, "--from", "Relu", "--to", "elu", "--out", _tool["out.onnx"]).Error);
        Assert.Equal(ExitCode.Failed, _tool.Run("export", text, "--onnx", _tool["out.onnx"]).ExitCode);
        Assert.Equal(ExitCode.Usage, _tool.Run("export", text).ExitCode);
    }
}
