using System.Globalization;

namespace Elucid.Cli.Tests;

/// <summary>Tables that the memory of the process does not hold.</summary>
public sealed class StreamedTableCommandTests : IDisposable
{
    const int Megabytes = 40, Columns = 100, Rows = 105_000;

    // The runtime takes hexadecimal digits.
    static readonly Dictionary<string,
        string> Limit = new() { ["DOTNET_GCHeapHardLimit"] = (Megabytes << 20).ToString("X", CultureInfo.InvariantCulture) };

    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string Table()
    {
        RandomStream random = new(1);
        string path = _tool["large.csv"];
        using StreamWriter csv = new(path);
        csv.Write(string.Concat(Enumerable.Range(0, Columns).Select(column => $"x{column},")) + "answer\n");
        for (int row = 0; row < Rows; row++)
        {
            int sum = 0;
            for (int column = 0; column < Columns; column++)
            {
                int digit = random.NextInt32(10);
                sum += column < 2 ? digit : 0;
                csv.Write((char)('0' + digit));
                csv.Write(',');
            }
            csv.Write(sum >= 9 ? "much\n" : "little\n");
        }
        return path;
    }

    [Fact]
    public void A_table_larger_than_memory_trains_and_is_predicted_and_what_needs_all_rows_at_once_is_refused()
    {
        Assert.True(4L * Rows * Columns > Megabytes << 20);
        string table = Table();
        string[] train = ["train", "--data", table, "--target", "answer", "--epochs", "1", "--hidden", "16"];
        using (ToolProcess run = new(Path.GetDirectoryName(table)!, Limit, [.. train, "--out", "run"]))
        {
            Outcome outcome = run.Wait();
            Assert.True(outcome.ExitCode == ExitCode.Done, outcome.Error);
            Assert.Contains(
                "Its 105,000 rows do not fit into memory with room to train. They are in a temporary file (42 MB)",
                outcome.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
            Assert.Matches("best epoch, 1 +9[0-9]\\.[0-9] %", outcome.Output);
        }
        using (ToolProcess predict = new(
            Path.GetDirectoryName(table)!, Limit, ["predict", "run/model.safetensors", table, "--score", "--out", "predictions.csv"]))
        {
            Outcome outcome = predict.Wait();
            Assert.True(outcome.ExitCode == ExitCode.Done, outcome.Error);
            Assert.Matches("105,000 of 105,000 rows +9[0-9]\\.[0-9] %", outcome.Output);
            Assert.Equal(Rows + 1, File.ReadLines(_tool["predictions.csv"]).Count());
            Assert.StartsWith($"{Rows},", File.ReadLines(_tool["predictions.csv"]).Last(), StringComparison.Ordinal);
        }
        using ToolProcess bagging = new(Path.GetDirectoryName(table)!, Limit, [.. train, "--members", "2", "--bagging", "--out", "bag"]);
        Outcome refused = bagging.Wait();
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains(
            "--bagging needs all training rows in memory, but those of 'large' pass through it in parts: leave it out, or take fewer rows.",
            refused.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void What_memory_does_not_hold_ends_with_a_sentence()
    {
        string wide = _tool["wide.csv"];
        IEnumerable<string> rows = Enumerable.Range(0, 24).Select(
            row => string.Concat(Enumerable.Range(0, 20_000).Select(column => $"{row * column % 7},")) + row % 2);
        File.WriteAllLines(wide, [string.Concat(Enumerable.Range(0, 20_000).Select(column => $"x{column},")) + "answer", .. rows]);
        using ToolProcess run = new(
            Path.GetDirectoryName(wide)!, Limit, ["train", "--data", wide, "--target", "answer", "--epochs", "1", "--out", "wide"]);
        Outcome outcome = run.Wait();
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.EndsWith(
            $"elucid: this needs more memory than the {Megabytes} MB that the process may use. Give it more, or take fewer rows or columns, smaller "
                + "images, a smaller network, or a smaller --batch.", outcome.Error.ReplaceLineEndings(" ").TrimEnd(), StringComparison.Ordinal);
    }
}
