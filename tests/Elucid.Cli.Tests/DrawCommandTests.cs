namespace Elucid.Cli.Tests;

/// <summary>The guide on networks that draw in a short form, and what is refused.</summary>
public sealed class DrawCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string Trained(string model = "vae", params string[] more)
    {
        Outcome trained = _tool.Run(
            ["train", "--model", model, "--data", "digits", "--hidden", "8", "--epochs", "2", "--out", _tool[model], .. more]);
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Matches(@"epoch   1/2  loss -?[\d.]+ +validation -?[\d.]+ +Fréchet distance [\d.]+", trained.Error);
        Assert.Contains("real ones, from training", trained.Output, StringComparison.Ordinal);
        Assert.Contains("Next: elucid generate ", trained.Error, StringComparison.Ordinal);
        return _tool[$"{model}/model.safetensors"];
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("gan")]
    public void Digits_are_learned_and_drawn(string kind)
    {
        string model = Trained(kind), picture = _tool["drawn.png"];
        Assert.Equal(new Outcome(ExitCode.Done, $"12 images: {picture}\n", ""), _tool.Run("generate", model, "-n", "12", "--out", picture));
        byte[] bytes = File.ReadAllBytes(picture);
        _tool.Run("generate", model, "-n", "12", "--out", picture, "--seed", "1");
        Assert.NotEqual(bytes, File.ReadAllBytes(picture));
        _tool.Run("generate", model, "-n", "12", "--out", picture);
        Assert.Equal(bytes, File.ReadAllBytes(picture));
        Assert.Equal($"16 images: {picture}\n", _tool.Run("generate", model, "-n", "12", "--out", picture, "--interpolate").Output);
        Assert.Equal(ExitCode.Done, _tool.Run("generate", model, "-n", "12", "--out", _tool["each"]).ExitCode);
        Assert.Equal(["01.png", "12.png"], Directory.GetFiles(_tool["each"]).Select(Path.GetFileName).Order().Where((_, i) => i is 0 or 11));
    }

    [Fact]
    public void Rows_of_a_table_are_learned_without_a_target_and_drawn_as_a_table()
    {
        string data = _tool.Write("tiny.csv", Tiny.ClassesCsv);
        Assert.Equal(
            ExitCode.Done,
            _tool.Run("train", "--task", "generate", "--data", data, "--ignore", "kind", "--epochs", "2", "--out", _tool["run"]).ExitCode);
        string model = _tool["run/model.safetensors"];
        string[] lines = _tool.Run("generate", model, "-n", "5").Output.TrimEnd('\n').Split('\n');
        Assert.Equal(("x,y", 6), (lines[0], lines.Length));
        Assert.Equal($"5 rows: {_tool["drawn.csv"]}\n", _tool.Run("generate", model, "-n", "5", "--out", _tool["drawn.csv"]).Output);
        Assert.Equal(lines, File.ReadAllText(_tool["drawn.csv"]).TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Activations_are_compared_by_what_they_draw()
    {
        Outcome outcome = _tool.Run(
            "compare", "--model", "vae", "--data", "digits", "--hidden", "8", "--epochs", "2", "--activations", "elu,relu", "--seeds", "2", "--out",
            _tool["study"]);
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains("Fréchet distance", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fits_not_is_refused()
    {
        string model = Trained();
        void Refuses(string sentence, params string[] args)
        {
            Outcome outcome = _tool.Run(args);
            Assert.Equal(ExitCode.Usage, outcome.ExitCode);
            Assert.EndsWith($"{sentence}\n", outcome.Error, StringComparison.Ordinal);
        }
        Refuses($"--prompt is for texts, but '{model}' learned from digits: omit it.", "generate", model, "--prompt", "a");
        Refuses("--count must be a positive number, but got 0.", "generate", model, "-n", "0");
        Refuses(
            $"'{model}' learned to draw rows like those of digits and says nothing of given ones: use `elucid generate`.", "predict", model,
                "digits");
        Refuses(
            ", not for generate: choose vae or gan.", "train", "--task",
            "generate", "--model", "mlp", "--data", "digits");
        Refuses(
            "or transformer or mean.", "train",
            "--task", "classification", "--target", "kind", "--model", "vae", "--data", _tool.Write("tiny.csv", Tiny.ClassesCsv));
        Refuses(
            "--members is for classification, regression, forecast, several, not for generate: omit it.", "train", "--model",
            "vae",
            "--data", "digits", "--members", "3");
        Refuses(
            "--model gan draws new examples, but --data passengers is a series: omit --model, or name other data.", "train", "--model", "gan",
            "--data", "passengers");
        Refuses("--latent is for --task reconstruct and for vae, gan: omit it.", "train", "--data", "digits", "--latent", "3");
    }
}
