namespace Elucid.Cli.Tests;

/// <summary>What docs/guides/agents.md shows, in a short form, and what is refused.</summary>
public sealed class AgentTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string[] Pole(params string[] more) =>
        ["train", "--data", "cartpole", "--hidden", "8", "--epochs", "2", "--batch", "20", "--quiet", "--out", _tool["run"], .. more];

    [Fact]
    public void A_policy_is_trained_and_plays_and_is_exported()
    {
        Outcome trained = _tool.Run(Pole());
        string model = Path.Combine(_tool["run"], "model.safetensors");
        Outcome played = _tool.Run("predict", model, "cartpole", "--score");
        Outcome exported = _tool.Run("export", model, "--onnx", _tool["pole.onnx"]);

        Assert.Equal("", trained.Error);
        Assert.Matches(
            @"return +worst return +steps +solved *\n─+\n +best epoch, \d +[\d.]+ +\d+ +[\d.]+ +(yes|no) *\n +random policy +", trained.Output);
        Assert.Matches(@"olved: cartpole counts as solved from a mean return of 475 over 100 episodes, and this is [\d.]+\.", trained.Output);
        Assert.StartsWith(
            "episode,step,position,velocity,angle,angular velocity,action,p(left),p(right),reward\n1,1,", played.Output, StringComparison.Ordinal);
        Assert.Contains("\n10,1,", played.Output, StringComparison.Ordinal);
        Assert.Matches(@"10 new episodes of cartpole: mean return [\d.]+, the worst \d+\.", played.Error);
        Assert.Contains("  input  [batch, 4]: what is seen in cartpole", exported.Output);
        Assert.Contains("  output [batch, 2]: logits of the actions left, right", exported.Output);
        Assert.True(File.Exists(Path.Combine(_tool["run"], "episodes.csv")));
        Assert.Contains(",validation_return,", File.ReadLines(Path.Combine(_tool["run"], "history.csv")).First());
        string page = File.ReadAllText(Path.Combine(_tool["run"], "report.html"));
        Assert.Contains("An episode", page);
        Assert.Contains("Returns of the test", page);
    }

    [Fact]
    public void Activations_are_compared_by_what_they_earn()
    {
        Outcome compared = _tool.Run("compare", "--data", "cartpole", "--activations", "elu,tanh", "--seeds", "2", "--hidden", "8", "--epochs", "1",
            "--batch", "40", "--quiet", "--out", _tool["study"]);
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Matches(@"test return +worst return +steps +solved", compared.Output);
        Assert.Matches(@"random policy +.* 0 of 2", compared.Output);
    }

    [Theory]
    [InlineData("--target y", "--target is for CSV files, but --data is cartpole: omit it, or name a file.")]
    [InlineData("--test a.csv", "--test is for CSV files, but --data is cartpole: omit it, or name a file.")]
    [InlineData("--task regression", "--data cartpole is an environment: omit --task, or use --task control, but not regression.")]
    [InlineData("--task text", "--task text learns from a text in UTF-8, but --data is cartpole: name a file.")]
    [InlineData("--horizon 3", "--horizon is for forecasts: add --task forecast, or omit it.")]
    [InlineData("--dropout 0.1", "--dropout makes a policy another one in training than in play: omit it for control.")]
    [InlineData("--norm batch", "--norm batch makes a policy another one in training than in play: choose none or layer for control.")]
    [InlineData("--model lstm",
        "--model lstm is for classification and regression and text and forecast and several, not for control: choose mlp.")]
    [InlineData("--class-weights balanced", "--class-weights is for classes, but --data cartpole is for control: omit it.")]
    [InlineData("--augment flip", "--augment changes examples, but --data cartpole is an environment, which is played: omit it.")]
    public void Options_that_say_nothing_of_an_environment_are_refused(string options, string sentence) =>
        Assert.Equal((ExitCode.Usage, $"elucid: {sentence}\n"), Refusal(Pole(options.Split(' '))));

    [Fact]
    public void What_is_no_environment_is_refused()
    {
        Assert.Equal(
            (ExitCode.Usage, "elucid: --task control learns to act in an environment, but --data is digits: name cartpole or acrobot.\n"),
            Refusal("train", "--data", "digits", "--task", "control", "--out", _tool["run"]));
        _tool.Run(Pole());
        Assert.Equal(
            (ExitCode.Usage, "elucid: The model acts in cartpole, but the data is 'acrobot': name cartpole, in which it plays 10 new episodes.\n"),
            Refusal("predict", Path.Combine(_tool["run"], "model.safetensors"), "acrobot"));
        Assert.Equal(
            (ExitCode.Usage,
                "elucid: Clients hold rows, but cartpole is an environment, of which there are none: choose a table, images or texts.\n"),
            Refusal("federate", "--data", "cartpole", "--out", _tool["clients"]));
    }

    (int, string) Refusal(params string[] args)
    {
        Outcome outcome = _tool.Run(args);
        return (outcome.ExitCode, outcome.Error);
    }
}
