using System.Globalization;
using Elucid.Lab;
using Elucid.Onnx.Tests;

namespace Elucid.Cli.Tests;

/// <summary>docs/guides/several.md in a short form, and what is refused.</summary>
public sealed class SeveralCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string Model => Path.Combine(_tool["run"], "model.safetensors");

    string[] Train(params string[] more) =>
        ["train", "--data", _tool.Write("mixed.csv", Tiny.MixedCsv), "--epochs", "5", "--hidden", "8", "--lr", "0.01", "--quiet", "--out",
            _tool["run"], .. more];

    [Fact]
    public void Several_targets_are_learned_judged_and_predicted()
    {
        Outcome trained = _tool.Run(Train("--target", "size,kind", "--apart"));
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Contains("Target size: missing in", trained.Error);
        Assert.Matches("explained +of size +of kind", trained.Output);
        Assert.Contains("networks apart", trained.Output);
        Assert.Contains("remains of", trained.Output);
        Assert.Contains("The gradients of the targets have a cosine of", trained.Output);

        Outcome scored = _tool.Run("predict", Model, _tool["mixed.csv"], "--score", "--out", _tool["p.csv"]);
        Assert.Matches("size +RMSE +[0-9.]+", scored.Output);
        Assert.Matches("kind +accuracy +[0-9.]+ %", scored.Output);
        Assert.StartsWith("row,size,kind,p(kind=cat),p(kind=cow),p(kind=dog)\n1,", File.ReadAllText(_tool["p.csv"]));
    }

    [Fact]
    public void Targets_may_stand_behind_an_option_each()
    {
        Assert.Equal(ExitCode.Done, _tool.Run(Train("--target", "size", "--target", "kind")).ExitCode);
        Assert.Equal(["size", "kind"], ModelFile.Load(Model).File.SeveralTargets.Select(target => target.Name));
    }

    [Fact]
    public void What_the_onnx_file_gives_in_onnx_runtime_is_what_the_model_says()
    {
        _tool.Run(Train("--target", "size,kind"));
        Outcome exported = _tool.Run("export", Model, "--onnx", _tool["m.onnx"]);
        Assert.Equal(
            $"{_tool["m.onnx"]}: operator set 17.\n  input  [batch, 2]: the features x, y\n  output [batch, 4]: logits of the classes, and the "
                + "quantities, beside each other: size, kind=cat, kind=cow, kind=dog\n", exported.Output);
        float[] rows = [0.3f, -2, 5, 1.25f, 1, 1];
        Tensor y = OnnxRuntime.Run(File.ReadAllBytes(_tool["m.onnx"]), new Tensor([3, 2], rows));
        TrainedModel model = TrainedModel.Load(Model);
        for (int row = 0; row < 3; row++)
        {
            Prediction own = model.Predict(rows.AsSpan(2 * row, 2));
            Assert.Equal(own.Targets["size"].Value!.Value, y.Values[4 * row], 1e-4);
            double[] shares = Probabilities.FromLogits(y.Values.Slice(4 * row + 1, 3), 3);
            Assert.Equal(0, own.Targets["kind"].Probabilities.Values.Zip(shares, (a, b) => Math.Abs(a - b)).Max(), 1e-5);
        }
    }

    [Fact]
    public void Activations_are_compared_by_the_share_that_is_explained()
    {
        Outcome compared = _tool.Run(
            "compare", "--data", _tool.Write("mixed.csv", Tiny.MixedCsv), "--target", "kind,size", "--activations", "elu,relu", "--seeds", "2",
            "--epochs", "2", "--hidden", "8", "--out", _tool["study"], "--quiet");
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Contains("test share explained", compared.Output);
        Assert.Contains("of kind", compared.Output);
        Assert.Contains("ridge or logistic regression", compared.Output);
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        Assert.Contains("--target kind,kind names 'kind' twice: name each target once.", _tool.Run(Train("--target", "kind,kind")).Error);
        Assert.Contains("Did you mean 'size'?", _tool.Run(Train("--target", "kind,sise")).Error);
        Assert.Contains(
            "--boosting gives votes for classes, and a row of several targets can be right in one and wrong in another: use --bagging, or neither.",
            _tool.Run(Train("--target", "kind,size", "--members", "2", "--boosting")).Error);
        Assert.Contains(
            "--balance is for several targets, but --data mixed is for regression: omit it, or name several with --target A,B.",
            _tool.Run(Train("--target", "y", "--missing", "drop", "--balance", "uncertainty")).Error);
        Assert.Contains(
            "--balance must be one of uncertainty, but got 'fair'", _tool.Run(Train("--target", "kind,size", "--balance", "fair")).Error);
        Assert.Contains(
            "--apart trains a network for each of several targets", _tool.Run(Train("--target", "y", "--missing", "drop", "--apart")).Error);
        Assert.Contains(
            "mlp, rnn, gru, lstm or transformer".Split(',')[0], _tool.Run(Train("--target", "kind,size", "--model", "resnet")).Error);
        Assert.Contains("--class-weights is for classes", _tool.Run(Train("--target", "kind,size", "--class-weights", "balanced")).Error);
        Assert.Contains(
            "a forecast has one target",
            _tool.Run(Train("--target", "kind,size", "--task", "forecast", "--time", "x", "--horizon", "2")).Error);
    }
}
