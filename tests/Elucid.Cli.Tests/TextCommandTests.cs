using System.Text;

namespace Elucid.Cli.Tests;

/// <summary>The guide on texts in a short form, and what is refused.</summary>
public sealed class TextCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    static string Sentences(int count)
    {
        RandomStream random = new(1);
        string[] who = ["Anne", "Mary", "the captain"], does = ["walked to", "looked at", "spoke of"], what = ["the sea", "a letter", "Lyme"];
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
            text.Append($"{who[random.NextInt32(3)]} {does[random.NextInt32(3)]} {what[random.NextInt32(3)]}.\n");
        return text.ToString();
    }

    string[] Train(int epochs, params string[] more) =>
        ["train", "--data", _tool.Write("novel.txt", Sentences(120)), "--task", "text", "--window", "16", "--hidden", "16", "--epochs", $"{epochs}",
            "--batch", "4", "--lr", "0.01", "--out", _tool["run"], .. more];

    [Fact]
    public void A_text_is_learned_written_and_judged()
    {
        Outcome trained = _tool.Run(Train(epochs: 8));
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.StartsWith("novel.txt: ", trained.Error, StringComparison.Ordinal);
        Assert.Matches("epoch   1/8  loss [0-9.]+ +validation [0-9.]+ +perplexity [0-9.]+", trained.Error);
        Assert.Matches("\n      ….*\\|.*…\n", trained.Error);
        Assert.Contains("bits per character", trained.Output, StringComparison.Ordinal);
        Assert.Contains("frequency of each pair", trained.Output, StringComparison.Ordinal);
        Assert.Contains("Next: elucid generate ", trained.Error, StringComparison.Ordinal);
        string model = _tool["run/model.safetensors"];

        Outcome written = _tool.Run("generate", model, "--prompt", "Anne ", "--length", "60", "--temperature", "0.5");
        Assert.Equal((ExitCode.Done, "Anne "), (written.ExitCode, written.Output[..5]));
        Assert.Equal(5 + 60 + 1, written.Output.Length);
        Assert.Matches("walked to|looked at|spoke of", written.Output);
        Assert.Equal(written, _tool.Run("generate", model, "--prompt", "Anne ", "--length", "60", "--temperature", "0.5"));
        Assert.Equal(ExitCode.Done, _tool.Run("generate", model, "--length", "5", "--top", "3", "--seed", "2").ExitCode);
        foreach (string option in new[] { "--temperature", "--top", "--length" })
            Assert.Equal(
                $"elucid: {option} must be 0 or a positive number, but got -3.\n", _tool.Run("generate", model, option, "-3").Error);

        Assert.Matches(
            @"nats per token +perplexity *\n─+\n +[\d,]+ tokens +[\d.]+ +[\d.]+",
            _tool.Run("predict", model, _tool["novel.txt"], "--score", "--out", _tool["surprise.csv"]).Output);
        Outcome judged = _tool.Run("predict", model, _tool["novel.txt"]);
        Assert.StartsWith("token,text,nats,likeliest\n2,", judged.Output, StringComparison.Ordinal);
        Assert.Matches("^[0-9.]+ nats per token, perplexity [0-9.]+\\.\n$", judged.Error);
        Outcome exported = _tool.Run("export", model, "--onnx", _tool["novel.onnx"]);
        Assert.Contains(
            "  input  [batch, 16]: tokens of novel, each the number of its place among the outputs\n  output [batch, 16, 25]: logits of the token "
                + "after each token: \\n,  , ., A, L, M, a, c, d, e, f, h, … (25)\n", exported.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transformer")]
    [InlineData("rnn")]
    public void Other_networks_and_tokens_learn_it(string model)
    {
        Outcome trained = _tool.Run(Train(epochs: 1, "--quiet", "--model", model, "--tokens", "pairs:280"));
        Assert.Equal((ExitCode.Done, ""), (trained.ExitCode, trained.Error));
        Assert.Equal(ExitCode.Done, _tool.Run("generate", _tool["run/model.safetensors"], "--prompt", "Zoë", "--length", "9").ExitCode);
    }

    [Fact]
    public void Activations_are_compared_on_a_text()
    {
        Outcome compared = _tool.Run(
            "compare", "--data", _tool.Write("novel.txt", Sentences(60)), "--task", "text", "--model", "rnn", "--window", "16", "--hidden", "8",
            "--activations", "elu,tanh", "--seeds", "2", "--epochs", "1", "--quiet", "--out", _tool["study"]);
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Contains("test perplexity", compared.Output, StringComparison.Ordinal);
        Assert.Contains("Against elu: gain in test perplexity (%)", compared.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        void Refuses(int exitCode, string sentence, params string[] args)
        {
            Outcome outcome = _tool.Run(args);
            Assert.Equal((exitCode, $"elucid: {sentence}\n"), (outcome.ExitCode, outcome.Error));
        }
        string text = _tool.Write("novel.txt", Sentences(60)), bad = _tool.Write("bad.txt", [(byte)'a', 0xFF]);
        Refuses(
            ExitCode.Usage, "--window is for texts and forecasts: omit it, or add --task text, --text COLUMN or --task forecast.",
            "train", "--data", text, "--window", "9", "--target", "x");
        Refuses(
            ExitCode.Usage, "--target is for CSV files, but --task is text: omit it.", "train", "--data", text, "--task", "text", "--target", "x");
        Refuses(ExitCode.Usage, "--task text learns from a text in UTF-8, but --data is digits: name a file.", "train", "--task", "text");
        Refuses(
            ExitCode.Usage,
            "--model mlp is for classification and regression and forecast and reconstruct and control and several, not for text: choose rnn or "
                + "gru or lstm or transformer.",
            "train", "--data", text, "--task", "text", "--model", "mlp", "--quiet");
        Refuses(
            ExitCode.Failed, $"'{bad}': expected a text in UTF-8, but byte 1 (0xFF) begins no character. Save it as UTF-8.", "train", "--data", bad,
            "--task", "text");
        Assert.Equal(ExitCode.Done, _tool.Run(Train(epochs: 1, "--quiet")).ExitCode);
        Assert.Equal(ExitCode.Done, _tool.Run([.. _tool.Train()[..^2], "--out", _tool["table"], "--quiet"]).ExitCode);
        string model = _tool["run/model.safetensors"], table = _tool["table/model.safetensors"];
        Refuses(
            ExitCode.Usage, "The character 'ë' at position 2 is not one of the 25 that were learned: leave it out, or learn parts of words with "
                + "--tokens pairs:2000, which takes every text.", "generate", model, "--prompt", "aaë");
        Refuses(
            ExitCode.Usage, "--prompt: expected at least one character to begin with, but got none.", "generate", model, "--prompt", "");
        Refuses(ExitCode.Usage, "--length: expected at least one token to write, but got 0.", "generate", model, "--length", "0");
        Refuses(
            ExitCode.Usage, $"'{table}' learned classification from tiny and makes nothing new: use `elucid predict`, or train a model with --task "
                + "text, --model vae or --model gan.", "generate", table);
    }

    // The guide on columns of prose in a short form.
    [Fact]
    public void Rows_are_classified_by_a_column_of_prose()
    {
        RandomStream random = new(2);
        string[] own = ["ship", "bonnet"];
        string csv = "by,said,page\n" + string.Concat(Enumerable.Range(0, 80).Select(row =>
            $"{(row % 2 == 0 ? "captain" : "lady")},\"the sea, the {own[row % 2]} of {new[] { "Anne", "Mary" }[random.NextInt32(2)]}\",{row}\n"));
        string data = _tool.Write("said.csv", csv), model = _tool["run/model.safetensors"];
        string[] named = ["--data", data, "--text", "said", "--target", "by"];
        Outcome trained = _tool.Run(["train", .. named, "--lr", "0.01", "--out", _tool["run"]]);
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.StartsWith(
            "said.csv: 80 texts of column said, to predict by (2 classes); other columns are not looked at.\n", trained.Error,
            StringComparison.Ordinal);
        Assert.Contains("logistic regression on TF-IDF", trained.Output, StringComparison.Ordinal);
        Outcome predicted = _tool.Run("predict", model, data);
        Assert.StartsWith("row,prediction,p(captain),p(lady)\n1,captain,", predicted.Output, StringComparison.Ordinal);
        Outcome compared = _tool.Run(
            ["compare", .. named, "--hidden", "8,8", "--activations", "elu,relu", "--seeds", "2", "--epochs", "2", "--quiet", "--out",
                _tool["study"]]);
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Contains("logistic regression on TF-IDF", compared.Output, StringComparison.Ordinal);

        void Refuses(string sentence, params string[] args)
        {
            Outcome outcome = _tool.Run(args);
            Assert.Equal((ExitCode.Usage, $"elucid: {sentence}\n"), (outcome.ExitCode, outcome.Error));
        }
        Refuses(
            "--text said names the column of prose: name the one to predict with --target COLUMN.", "train", "--data", data, "--text", "said");
        Refuses(
            "--missing is for tables of numbers and names, but --text reads a column of prose alone: omit it.",
            ["train", .. named, "--missing", "mean"]);
        Refuses(
            "--model mlp reads numbers, not a column of prose: choose rnn or gru or lstm or transformer or mean.",
            ["train", .. named, "--model", "mlp", "--quiet"]);
        Refuses(
            "--text learns from a CSV file, but --data is digits: name a file.", "train", "--text", "said", "--target", "by");
    }
}
