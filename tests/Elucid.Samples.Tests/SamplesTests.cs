using System.Globalization;
using System.Text.RegularExpressions;

namespace Elucid.Samples.Tests;

public sealed partial class SamplesTests
{
    [Fact]
    public void The_digits_are_learned()
    {
        string output = Run(TrainDigits.Run);
        double accuracy = double.Parse(Number().Match(output).Value, CultureInfo.InvariantCulture);
        Assert.InRange(accuracy, 95, 100);
    }

    [Fact]
    public void The_three_lines_keep_every_digit() => Assert.Equal(
        "f  = -1, -1E-08, -0, 0.5, 100\nf′ = 2.0611537E-09, 1, 1, 1, 1\n", Run(ThreeLines.Run));

    [Fact]
    public void A_module_of_ones_own_fits_a_curve()
    {
        string output = Run(OwnModule.Run);
        double error = double.Parse(output["mean squared error ".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(error, 0, 1e-2);
    }

    [Fact]
    public void An_activation_of_ones_own_is_differentiated_and_joins_the_catalog() => Assert.Equal(
        "sum 9.25, gradient 0, 0, 1, 6\n33 parameters around squared-relu, f(3) = 9\n", Run(OwnActivation.Run));

    [Fact]
    public void An_operation_of_ones_own_is_differentiated_and_makes_a_loss() => Assert.Equal("weights 3.0, -2.0\n", Run(OwnOperation.Run));

    [Fact]
    public void An_initializer_an_augmentation_and_a_schedule_of_ones_own_train_a_network() =>
        Assert.InRange(double.Parse(Number().Match(Run(OwnParts.Run)).Value, CultureInfo.InvariantCulture), 90, 100);

    [Fact]
    public void A_network_of_ones_own_is_compared_and_the_page_shows_how()
    {
        string[] said = Run(OwnStudy.Run).TrimEnd().Split('\n');
        Assert.Contains("test accuracy", said[0], StringComparison.Ordinal);
        Assert.Contains("my-network", File.ReadAllText(said[1]), StringComparison.Ordinal);

        string shown = Read("compare.md").Split("```cs\n")[1].Split("```")[0].Replace("Console.", "output.", StringComparison.Ordinal);
        Assert.All(shown.Split('\n'), line => Assert.Contains(line, Read("OwnStudy.cs"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_generator_learns_where_the_true_numbers_are()
    {
        string output = Run(TwoNetworks.Run);
        Assert.InRange(double.Parse(Number().Match(output).Value, CultureInfo.InvariantCulture), 3.5, 4.5);
    }

    [Fact]
    public void An_autoencoder_learns_what_digits_look_like()
    {
        double[] nats = [.. Number().Matches(Run(DrawDigits.Run).Split('\n')[0]).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        Assert.InRange(nats[^1], 10, nats[0] - 3);
    }

    [Fact]
    public void A_detector_finds_the_bars() =>
        Assert.InRange(double.Parse(Run(FindBars.Run).TrimEnd()[^4..], CultureInfo.InvariantCulture), 0.6, 1);

    [Fact]
    public void A_cart_learns_to_balance_its_pole()
    {
        double[] lengths = [.. Number().Matches(Run(BalancePole.Run)).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        Assert.InRange(lengths[0], 8, 60);
        Assert.InRange(lengths[^1], 120, 200);
    }

    [Fact]
    public void Clients_train_one_network_without_showing_their_digits()
    {
        double[] shares = [.. Number().Matches(Run(Federated.Run)).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        Assert.True(shares[^1] > shares[0]);
        Assert.InRange(shares[^1], 70, 100);
    }

    [Fact]
    public void A_transformer_writes_the_rhyme_that_it_learned() =>
        Assert.StartsWith("How I wonder what you are!\nUp above the world so high,\n", Run(WriteText.Run), StringComparison.Ordinal);

    [Fact]
    public void A_network_goes_elsewhere_changes_its_activation_and_is_trained_on()
    {
        string[] lines = Run(ElsewhereAndBack.Run).Split('\n');
        Assert.Equal("replaced 2/Relu, 6/Relu", lines[1]);
        Assert.InRange(double.Parse(Number().Match(lines[3]).Value, CultureInfo.InvariantCulture), 94, 100);
    }

    [Theory]
    [InlineData("TrainDigits.cs", "README.md")]
    [InlineData("ThreeLines.cs", "README.md")]
    [InlineData("ThreeLines.cs", "kernels.md")]
    [InlineData("WriteText.cs", "transformers.md")]
    public void The_code_in_the_documents_is_the_code_that_runs(string file, string document)
    {
        string source = Read(file);
        string[] lines =
            source[(source.IndexOf("// <page>\n", StringComparison.Ordinal) + "// <page>\n".Length)..source.IndexOf(
                "        // </page>", StringComparison.Ordinal)].Split('\n');
        string code = string.Join('\n', lines.Select(line => line.Length > 8 ? line[8..] : line.TrimStart()));
        Assert.Contains(code.Replace("output.WriteLine", "Console.WriteLine", StringComparison.Ordinal), Read(document), StringComparison.Ordinal);
    }

    [Fact]
    public void The_changelog_has_a_section_for_the_version() => Assert.Contains(
        $"## {typeof(RandomStream).Assembly.GetName().Version!.ToString(3)}", Read("CHANGELOG.md"), StringComparison.Ordinal);

    static string Run(Action<TextWriter> sample)
    {
        using StringWriter output = new() { NewLine = "\n" };
        sample(output);
        return output.ToString();
    }

    static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Repository", file));

    [GeneratedRegex(@"[\d.]+")]
    private static partial Regex Number();
}
