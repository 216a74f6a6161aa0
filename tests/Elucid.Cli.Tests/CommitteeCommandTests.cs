using System.Globalization;
using System.Text.RegularExpressions;

namespace Elucid.Cli.Tests;

/// <summary>The guide on committees in a short form, and what is refused.</summary>
public sealed class CommitteeCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    static string Curve() => "a,b,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
    {
        RandomStream random = new((ulong)i);
        double a = random.NextDouble(), b = random.NextDouble();
        return string.Create(CultureInfo.InvariantCulture, $"{a:0.000},{b:0.000},{10 * a * b + random.NextGaussian():0.00}\n");
    }));

    static string OnOneLine(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    [Theory]
    [InlineData("")]
    [InlineData("--bagging")]
    public void A_committee_is_trained_judged_beside_its_members_and_used_as_one_model(string how)
    {
        string data = _tool.Write("curve.csv", Curve());
        Outcome trained = _tool.Run(
            ["train", "--data", data, "--target", "y", "--members", "3", "--epochs", "5", "--out", _tool["run"], .. how.Length > 0 ? [how]
                : Array.Empty<string>()]);
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Contains("3 such networks.", trained.Error);
        Assert.Matches("member 3: best epoch [1-5]/5, validation ", trained.Error);
        Assert.Contains("committee of 3", trained.Output);
        Assert.Contains("its members, mean", trained.Output);
        Assert.Contains("A member alone has a test RMSE of", OnOneLine(trained.Output));
        Assert.Matches("Its gain is [+−]?[0-9.e-]+ %, with other test rows", OnOneLine(trained.Output));

        string model = _tool["run/model.safetensors"];
        Outcome predicted = _tool.Run("predict", model, data, "--score", "--out", _tool["p.csv"]);
        Assert.Matches("200 of 200 rows", predicted.Output);
        string[] lines = File.ReadAllLines(_tool["p.csv"]);
        Assert.Equal(("row,y,disagreement", 201), (lines[0], lines.Length));
        Assert.All(lines.Skip(1), line => Assert.InRange(double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture), 1e-6, 10));
        Assert.Equal(ExitCode.Done, _tool.Run("export", model, "--onnx", _tool["committee.onnx"]).ExitCode);
    }

    [Fact]
    public void Arms_of_a_comparison_may_differ_in_members()
    {
        Outcome compared = _tool.Run(_tool.Compare("--vary", "members=1,3"));
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Contains("members 3", compared.Output);
    }

    [Theory]
    [InlineData("--members must be a number of networks from 1 to 1000, but got 0.", "--members", "0")]
    [InlineData("--bagging is for several networks: say how many with --members 10.", "--bagging")]
    [InlineData(
        "--bagging and --boosting contradict each other: they draw rows in different ways. Use one of them.", "--members", "3", "--bagging",
        "--boosting")]
    public void What_makes_no_committee_is_refused_in_a_sentence(string sentence, params string[] options)
    {
        Outcome outcome = _tool.Run(_tool.Train([.. options, "--quiet"]));
        Assert.Equal((ExitCode.Usage, $"elucid: {sentence}"), (outcome.ExitCode, OnOneLine(outcome.Error)));
    }

    [Fact]
    public void Texts_and_votes_for_numbers_are_refused()
    {
        string text = _tool.Write("text.txt", string.Concat(Enumerable.Repeat("All that glitters is not gold. ", 100)));
        Assert.Equal(
            "elucid: --members is for classification, regression, forecast, several, not for text: omit it.",
            OnOneLine(_tool.Run("train", "--data", text, "--task", "text", "--members", "2", "--quiet").Error));
        Assert.Equal(
            "elucid: --boosting gives votes for classes, and regression has none: use --bagging, or neither.",
            OnOneLine(_tool.Run(
                "train", "--data", _tool.Write("curve.csv", Curve()), "--target", "y", "--members", "2", "--boosting", "--quiet").Error));
        Assert.Equal(
            "elucid: --boosting trains networks one after the other, and a comparison judges arms after each epoch: compare with --bagging, or "
                + "without.",
            OnOneLine(_tool.Run(_tool.Compare("--members", "3", "--boosting", "--quiet")).Error));
    }
}
