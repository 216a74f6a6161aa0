using System.Text.Json;

namespace Elucid.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Verify_prints_a_row_for_each_function_and_derivative_and_a_verdict()
    {
        Outcome outcome = _tool.Run("verify", "--functions", "elu,relu", "--stride", "1000003", "--quiet");

        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal(4, outcome.Output.Split("PASS").Length - 1);
        Assert.All(new[] { " elu ", " elu′ ", " relu ", " relu′ ", "max ulp", "A sample of the inputs was tried, so this is not a proof" }, text =>
            Assert.Contains(text, outcome.Output));
    }

    [Fact]
    public void Verify_can_print_JSON_of_some_functions_and_types()
    {
        Outcome outcome = _tool.Run("verify", "--functions", "tanh", "--types", "half,bfloat16", "--derivatives", "only", "--json", "--quiet");
        using JsonDocument json = JsonDocument.Parse(outcome.Output);

        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal("elucid-verify/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal([65_536, 65_536], json.RootElement.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("inputs").GetInt32()));
    }

    [Fact]
    public void Cancelled_verify_prints_what_is_done()
    {
        Outcome outcome = _tool.Run(new CancellationToken(canceled: true), "verify", "--quiet");

        Assert.Equal(new Outcome(ExitCode.Cancelled, "Stopped before anything was verified.\n", ""), outcome);
    }

    [Fact]
    public void Bench_alone_shows_its_subjects()
    {
        Outcome outcome = _tool.Run("bench");

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("activations", outcome.Output);
    }

    [Theory]
    [InlineData("verify --stride 0", "--stride must be between 1 (all floats) and 4294967296, but got 0.")]
    [InlineData("verify --threads 0", "--threads must be a positive number, but got 0.")]
    [InlineData("verify --functions ,", "--functions must name at least one activation; `elucid activations` lists them.")]
    [InlineData("verify --derivatives onyl", "--derivatives must be one of both, none, only, but got 'onyl'. Did you mean 'only'?")]
    [InlineData("verify --types floats", "--types must be one of float, double, half, bfloat16, but got 'floats'. Did you mean 'float'?")]
    [InlineData("verify --types ,", "--types must name at least one of float, double, half, bfloat16.")]
    [InlineData("bench activations --threads 0", "--threads must be a positive number, but got 0.")]
    [InlineData("bench activations --functions ,", "--functions must name at least one activation; `elucid activations` lists them.")]
    public void Refuses(string arguments, string sentence)
    {
        Outcome outcome = _tool.Run(arguments.Split(' '));

        Assert.Equal(new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), outcome);
    }
}
