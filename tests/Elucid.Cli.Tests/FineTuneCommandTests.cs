using System.Text;

namespace Elucid.Cli.Tests;

/// <summary>The guide on fine-tuning in a short form, and what is refused.</summary>
public sealed class FineTuneCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    // Embedded digits as files, those below a number and those from it on.
    string WriteDigits(string name, Func<int, bool> where)
    {
        Dataset digits = Digits.Load();
        for (int i = 0; i < 400; i++)
        {
            if (!where(digits.Labels[i]))
                continue;
            string kind = Path.Combine(_tool[name], digits.ClassNames[digits.Labels[i]]);
            Directory.CreateDirectory(kind);
            ImageGrid.Of(new Tensor([1, 1, 8, 8], digits.Features.Slice(64 * i, 64))).SavePng(Path.Combine(kind, $"{i}.png"));
        }
        return _tool[name];
    }

    string Body(params string[] more)
    {
        _tool.Run(["train", "--data", WriteDigits("low", d => d < 5), "--epochs", "8", "--quiet", "--out", _tool["low-model"], .. more]);
        return _tool["low-model/model.safetensors"];
    }

    string[] Tune(string from, params string[] more) =>
        ["train", "--data", WriteDigits("high", d => d >= 5), "--from", from, "--epochs", "12", "--out", _tool["run"], .. more];

    [Fact]
    public void An_image_network_goes_on_with_other_images()
    {
        string body = Body("--model", "cnn");
        Outcome tuned = _tool.Run(Tune(body, "--freeze", "body.0,body.2"));
        Assert.Equal(ExitCode.Done, tuned.ExitCode);
        Assert.Contains("FineTunedNetwork", tuned.Error, StringComparison.Ordinal);
        Assert.Matches(
            @"From low-model/model\.safetensors \(cnn of low\): 32,880 weights, of which 30,400 go on\s+learning;\s+frozen:\s+body\.0,body\.2\.\s+New: "
                + @"8,581\s+weights",
            tuned.Error);
        string page = File.ReadAllText(_tool["run/report.html"]);
        Assert.Contains("What came from where?", page, StringComparison.Ordinal);
        Assert.Contains("frozen", page, StringComparison.Ordinal);
        File.Delete(body);
        Outcome predicted = _tool.Run("predict", _tool["run/model.safetensors"], _tool["high"], "--score");
        Assert.Equal(ExitCode.Done, predicted.ExitCode);
        Outcome exported = _tool.Run("export", _tool["run/model.safetensors"], "--onnx", _tool["high.onnx"]);
        Assert.Equal(ExitCode.Done, exported.ExitCode);
        Assert.Equal(ExitCode.Done, _tool.Run(Tune(_tool["high.onnx"], "--overwrite", "--quiet")).ExitCode);
    }

    [Fact]
    public void A_model_of_a_text_goes_on_with_the_classes_of_its_sentences()
    {
        RandomStream random = new(1);
        StringBuilder text = new(), table = new("who,said\n");
        string[] does = ["walked to", "looked at", "spoke of"], what = ["the sea", "a letter", "Lyme"];
        for (int i = 0; i < 120; i++)
        {
            string who = i % 2 == 0 ? "Anne" : "the captain", rest = $"{does[random.NextInt32(3)]} {what[random.NextInt32(3)]}.";
            text.Append($"{who} {rest}\n");
            table.Append($"{who},{who} {rest}\n");
        }
        _tool.Run(
            "train", "--data", _tool.Write("novel.txt", text.ToString()), "--task", "text", "--window", "32", "--hidden", "16", "--epochs", "2",
            "--batch", "4", "--quiet", "--out", _tool["text"]);
        string[] data = ["--data", _tool.Write("said.csv", table.ToString()), "--text", "said", "--target", "who"];
        Outcome tuned = _tool.Run(
            ["train", .. data, "--from", _tool["text/model.safetensors"], "--epochs", "6", "--lr", "0.01", "--out", _tool["run"]]);
        Assert.Equal(ExitCode.Done, tuned.ExitCode);
        Assert.Contains("From text/model.safetensors (gru of novel): ", tuned.Error, StringComparison.Ordinal);
        Assert.Contains("tf-idf", tuned.Output.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, _tool.Run("predict", _tool["run/model.safetensors"], _tool["said.csv"], "--score").ExitCode);

        Outcome compared = _tool.Run(
            ["compare", .. data, "--from", _tool["text/model.safetensors"], "--freeze", "body", "--activations", "elu,relu", "--seeds", "2",
                "--epochs",
                "2", "--quiet", "--out", _tool["study"]]);
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        string page = File.ReadAllText(_tool["study/report.html"]);
        Assert.Contains("model.safetensors@", page, StringComparison.Ordinal);

        Outcome varied = _tool.Run(
            ["compare", .. data, "--from", _tool["text/model.safetensors"], "--vary", "body-rate=0.01,1", "--activations", "elu,relu", "--seeds", "2",
                "--epochs", "1", "--quiet", "--out", _tool["varied"]]);
        Assert.Equal((ExitCode.Done, ""), (varied.ExitCode, varied.Error));
    }

    [Fact]
    public void What_contradicts_the_body_is_refused_in_words()
    {
        string body = Body("--hidden", "8");
        string Refusal(params string[] args)
        {
            Outcome refused = _tool.Run(args);
            Assert.Equal(ExitCode.Usage, refused.ExitCode);
            return refused.Error[refused.Error.IndexOf("elucid: ", StringComparison.Ordinal)..].ReplaceLineEndings(" ").TrimEnd();
        }
        Assert.Equal(
            "elucid: --freeze is for the body of another model: name that with --from MODEL, or omit it.",
            Refusal("train", "--data", "digits", "--freeze", "body"));
        Assert.Equal(
            "elucid: --model cnn and --from contradict each other: the network is that of --from, with a new head. Use one.",
            Refusal(Tune(body, "--model", "cnn")));
        Assert.Equal(
            $"elucid: --from {body} reads images of 8×8: omit --size 12×12.", Refusal(Tune(body, "--size", "12")));
        Assert.Equal(
            "elucid: Expected the name of a layer that has weights, with * for any part of it, but 'body.9' is none of body, body.1, head, head.0, "
                + "head.2. Did you mean 'body.1'?",
            Refusal(Tune(body, "--freeze", "body.9")));
        Assert.False(Directory.Exists(_tool["run"]));
    }
}
