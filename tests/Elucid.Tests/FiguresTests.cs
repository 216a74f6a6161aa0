using System.Globalization;

namespace Elucid.Tests;

/// <summary>Figures in the documents are those of the result files of the benchmarks: measured again, they fail here until the documents say the new
/// ones.</summary>
[AnyWidth]
public sealed class FiguresTests
{
    const string Results = "bench/results/amd-epyc-zen4-2vcpu/";
    const string OneThread = "1 thread", TwoThreads = "2 threads", Faster = "× faster (range of rounds)";

    [Theory]
    [InlineData("ELU, α = 1", "elu"), InlineData("ReLU", "relu"), InlineData("SELU", "selu"), InlineData("Mish", "mish"),
        InlineData("softplus", "softplus"), InlineData("tanh", "tanh")]
    [InlineData("swish", "swish"), InlineData("tanh-GELU", "gelu-tanh"), InlineData("ELU, α = 1.5", "elu:alpha=1.5"),
        InlineData("sigmoid", "sigmoid"), InlineData("GELU", "gelu")]
    [InlineData("CELU", "celu")]
    public void The_README_says_how_fast_a_function_was_measured(string name, string function)
    {
        ResultTable forward = Table("activations.md", "Forward, 1 thread");
        string[] row = forward.Row(function, "64 Ki");
        string peer = row[^1].Trim();
        double ratio = forward.Number(row, "× fastest peer (range of rounds)");
        string text = ratio < 0.995 ? $"**{Text(ratio, 2)}**" : Text(ratio, 2);
        Says("README.md",
            $"| {name} | {Text(forward.Number(row, "Elucid"), 1)} | {peer.Split(',')[0]} {Text(forward.Number(row, peer), 1)} | {text} |");
    }

    [Fact]
    public void The_README_says_how_fast_training_and_products_were_measured()
    {
        ResultTable steps = Table("peers.md", "Training steps"), products = Table("peers.md", "Matrix products");
        double Step(string network, string threads) => steps.Number(steps.Row(network, threads, "step"), Faster);
        Says("README.md", $"| training step, 64-128-128-10, batch 32, one thread | {Text(Step("64-128-128-10 elu, batch 32", OneThread), 1)} |");
        const string Larger = "784-256-128-10 elu, batch 128";
        Says("README.md",
            $"| training step, 784-256-128-10, batch 128, one and two threads | {Text(Step(Larger, OneThread), 1)} and "
                + $"{Text(Step(Larger, TwoThreads), 1)} |");
        string Range(string threads)
        {
            double[] all = [.. products.Rows.Where(r => r[1].Trim() == threads).Select(r => products.Number(r, Faster))];
            return $"{Text(all.Min(), 1)} to {Text(all.Max(), 1)}";
        }
        Says("README.md", $"| matrix products, 32 × 64 × 128 to 960³, one and two threads | {Range(OneThread)} and {Range(TwoThreads)} |");

        ResultTable networks = Table("networks.md", "Training steps of networks"), memory = Table("networks.md", "Memory");
        string[] three = ["ResNet-20", "lstm 128 → 256", "transformer block 128, 4 heads"];
        double[] times = [.. three.Select(n => networks.Number(networks.Row(n, OneThread), Faster))];
        double[] shares =
            [.. three.Select(n => memory.Row(n, OneThread)).Select(row => memory.Number(row, "Elucid steps") / memory.Number(row, "libtorch steps"))];
        Says("README.md", $"| training step of ResNet-20, of an LSTM, of a transformer block, one thread | {Join(times)} |");
        Says("README.md", $"| memory of the same steps, less is better | {Join(shares)} |");
        double[] steps2 = [.. memory.Rows.Select(row => memory.Number(row, "Elucid steps") / memory.Number(row, "libtorch steps"))];
        Says("docs/architecture.md", $"takes {Text(steps2.Min(), 1)} to {Text(steps2.Max(), 1)} times libtorch's memory");

        ResultTable fashion = Table("fashion.md", "Training");
        string[] elucid = fashion.Row("Elucid"), torch = fashion.Row("TorchSharp");
        Assert.Equal(elucid[1], torch[1]);
        Says("README.md",
            $"| Fashion-MNIST, 784-256-128-10, 10 epochs, {Text(fashion.Number(elucid, "test accuracy"), 1)} % in both | "
                + $"{Text(fashion.Number(elucid, "Elucid × faster"), 1)} |");
    }

    [Fact]
    public void What_ELU_costs_beside_ReLU_is_what_was_measured()
    {
        ResultTable table = Table("activations.md", "ELU beside ReLU"), steps = Table("peers.md", "ELU beside ReLU");
        double Ratio(string what, string size) => table.Number(table.Row(what, size, "1"), "ELU's time / ReLU's (range of rounds)");
        double[] cached = [.. new[] { "4 Ki", "64 Ki", "1 Mi" }.Select(size => Ratio("forward", size))];
        double[] whole = [.. steps.Rows.Select(row => steps.Number(row, "Elucid ELU / ReLU"))];
        Says("README.md",
            $"{Text(cached.Min(), 1)} to {Text(cached.Max(), 1)} times ReLU in cache, {Text(Ratio("forward", "16 Mi"), 2)} times out of it");
        Says("README.md", $"takes {Text(whole.Min(), 2)} to {Text(whole.Max(), 2)} times what the same ReLU network's does");
        Says("docs/kernels.md",
            $"Out of cache ELU takes {Text(Ratio("forward", "16 Mi"), 2)} times as long as ReLU forward and {Text(Ratio("backward", "16 Mi"), 2)} "
                + $"times backward");
        ResultTable forward = Table("activations.md", "Forward, 1 thread");
        Says("README.md", $"libtorch's ELU does {Text(forward.Number(forward.Row("elu", "64 Ki"), "libtorch"), 1)} there");
    }

    [Fact]
    public void Who_rounds_better_where_a_peer_is_faster_is_what_the_page_of_differences_found()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs/differences.md"));
        string Share(string function, string library)
        {
            string line =
                lines.First(l =>
                    l.StartsWith($"| `{function}` | {library} | ", StringComparison.Ordinal) && l.Contains(" %", StringComparison.Ordinal));
            return Text(double.Parse(line.Split('|')[7].Trim().TrimEnd('%', ' '), CultureInfo.InvariantCulture), 0);
        }
        Says("README.md",
            $"XNNPACK's ELU and CELU round {Share("celu", "XNNPACK")} % of their results correctly where Elucid's do {Share("celu", "Elucid")} %, "
            + $"libtorch's GELU {Share("gelu", "libtorch")} for {Share("gelu", "Elucid")} %, ONNX Runtime's tanh-GELU "
            + $"{Share("gelu-tanh", "ONNX Runtime")} for {Share("gelu-tanh", "Elucid")} %. "
            + $"XNNPACK's sigmoid ({Share("sigmoid", "XNNPACK")} for {Share("sigmoid", "Elucid")} %) and hard-swish "
            + $"({Share("hard-swish", "XNNPACK")} for {Share("hard-swish", "Elucid")} %) round as well or better");
    }

    [Theory]
    [InlineData("3 × 3, 32 → 64", "conv 3×3 32→64", "[64, 32, 28, 28]", "step"),
        InlineData("1 × 1, 64 → 64", "conv 1×1 64→64", "[64, 64, 28, 28]", "step")]
    [InlineData("3 × 3, depthwise, 64", "conv 3×3 64→64 depthwise", "[64, 64, 28, 28]", "step"),
        InlineData("3 × 3, stride 2, 32 → 64", "conv 3×3 32→64 stride 2", "[64, 32, 28, 28]", "step")]
    [InlineData("3 × 3, 16 → 16", "conv 3×3 16→16", "[64, 16, 32, 32]", "step"),
        InlineData("3 × 3, 64 → 64", "conv 3×3 64→64", "[64, 64, 8, 8]", "step")]
    [InlineData("5 × 5, 1 → 32", "conv 5×5 1→32", "[64, 1, 28, 28]", "step"),
        InlineData("3 × 3, 32 → 64", "conv 3×3 32→64", "[64, 32, 28, 28]", "forward")]
    [InlineData("3 × 3, 32 → 64", "conv 3×3 32→64", "[1, 32, 28, 28]", "forward"),
        InlineData("1 × 1, 64 → 64", "conv 1×1 64→64", "[1, 64, 28, 28]", "forward")]
    [InlineData("3 × 3, depthwise, 64", "conv 3×3 64→64 depthwise", "[1, 64, 28, 28]", "forward"),
        InlineData("3 × 3, stride 2, 32 → 64", "conv 3×3 32→64 stride 2", "[1, 32, 28, 28]", "forward")]
    public void The_page_of_convolutions_says_what_was_measured(string name, string network, string input, string what)
    {
        ResultTable table = Table("networks.md", what == "step" ? "Training steps of networks" : "Inference");
        string[] row = table.Row(network, input, OneThread);
        double ratio = table.Number(row, Faster);
        string text = ratio < 0.995 ? $"**{Text(ratio, 2)}**" : Text(ratio, 2);
        Says("docs/convolution.md", $"| {name} | {input} | {what} | {Milliseconds("Elucid ms")} | {Milliseconds("libtorch ms")} | {text} |");

        string Milliseconds(string column) => table.Number(row, column) is var ms && ms < 1 ? Text(ms, 3) : Text(ms, 1);
    }

    static string Join(double[] values) => $"{Text(values[0], 1)}, {Text(values[1], 1)} and {Text(values[2], 1)}";

    static string Text(double value, int decimals) =>
        Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero).ToString("F" + decimals, CultureInfo.InvariantCulture);

    static ResultTable Table(string file, string heading) => ResultTable.Read(Path.Combine(Repository.Root, Results, file), heading);

    static void Says(string document, string text)
    {
        // Lines of prose break anywhere.
        string written =
            string.Join(' ',
                File.ReadAllText(Path.Combine(Repository.Root, document)).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.True(written.Contains(text, StringComparison.Ordinal), $"{document} should say, by {Results}: {text}");
    }
}
