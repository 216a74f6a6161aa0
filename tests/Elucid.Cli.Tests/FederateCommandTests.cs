namespace Elucid.Cli.Tests;

public sealed class FederateCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    Outcome Run(params string[] more) => _tool.Run(
    [
        "federate", "--data", _tool.Write("tiny.csv", Tiny.ClassesCsv), "--target", "kind", "--hidden", "8", "--optimizer", "sgd",
        "--rounds", "2", "--out", _tool["run"], .. more, .. more.Contains("--clients") ? Array.Empty<string>() : ["--clients", "3"],
        .. more.Contains("--lr") ? Array.Empty<string>() : ["--lr", "0.05"],
    ]);

    [Fact]
    public void Rounds_go_to_the_error_stream_and_the_result_to_the_output_and_the_model_predicts()
    {
        Outcome outcome = Run("--shards", "by-label");
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Matches(@"round   2/2  3 clients  loss [\d.]+ +test accuracy [\d.]+ %  drift [\d.]+\n", outcome.Error);
        Assert.Matches(
            @" +federated, 2 rounds +[\d.]+ %.+\n +one network on all examples .+\n +each client alone, mean .+\n", outcome.Output);
        Assert.EndsWith("model.safetensors\n", outcome.Output);
        Assert.StartsWith("round,clients,training_loss,test_accuracy,drift,epsilon,seconds\n1,3,", File.ReadAllText(_tool["run/history.csv"]));
        Assert.Equal(ExitCode.Done, _tool.Run("predict", _tool["run/model.safetensors"], _tool["tiny.csv"]).ExitCode);
    }

    [Fact]
    public void Two_networks_against_each_other_are_no_network_to_average()
    {
        Outcome outcome = _tool.Run("federate", "--data", "digits", "--model", "gan", "--clients", "3", "--rounds", "1", "--out", _tool["gan"]);
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains(
            "--model gan trains two networks against each other, and clients train one by one loss: choose vae.",
            outcome.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--noise 1",
        "elucid: --noise hides a client only if its change is bounded: give --clip-updates as well, such as 1.\n")]
    [InlineData("--clients 1", "elucid: --clients must be at least 2, but got 1.\n")]
    [InlineData("--shards labels", "elucid: --shards must be one of random, by-label, but got 'labels'.\n")]
    [InlineData("--clients 90",
        "elucid: --clients: expected at most 72 clients with an example each at least, as tiny has 72 training examples, but got 90.\n")]
    public void What_cannot_be_is_refused_in_a_sentence(string more, string sentence)
    {
        Outcome outcome = Run(more.Split(' '));
        Assert.Equal((ExitCode.Usage, sentence), (outcome.ExitCode, outcome.Error[^sentence.Length..]));
    }

    [Fact]
    public void A_client_that_diverges_ends_the_command_with_a_sentence()
    {
        Outcome outcome = Run("--lr", "1e30");
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("Use a smaller learning rate.", outcome.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }
}
