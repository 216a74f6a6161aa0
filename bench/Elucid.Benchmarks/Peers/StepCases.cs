using Elucid;
using Benchmarks.Measuring;
using Benchmarks.Networks;

namespace Benchmarks.Peers;

/// <summary>Training steps of two networks, whole and without the optimizer.</summary>
static class StepCases
{
    /// <summary>The network of `elucid compare` on the embedded digits.</summary>
    public static Mlp DigitsMlp(string activation) => new([64, 128, 128, 10], activation, BatchSize: 32);

    /// <summary>The network for images of 28 × 28 pixels.</summary>
    public static Mlp ImageMlp(string activation) => new([784, 256, 128, 10], activation, BatchSize: 128);

    /// <summary>Uniform pixels with random labels: no network learns them in a benchmark's time, so its gradients stay ordinary numbers.</summary>
    public static Dataset Images()
    {
        const int Rows = 60 * 128, Pixels = 784, Classes = 10;
        RandomStream random = new(3);
        float[] features = new float[Rows * Pixels];
        random.FillUniform(features);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt32(Classes))];
        return new Dataset("uniform images", features, [Pixels], labels, [.. Enumerable.Range(0, Classes).Select(c => $"{c}")]);
    }

    public static void Run(Contest contest, Report report)
    {
        report.Section("Training steps",
            "Microseconds. Both networks start from equal weights and see equal batches; their losses are compared over 20 steps before the "
                + "timing, and a run "
            + "in which they differ ends with an error. A step copies the batch, runs forward, cross-entropy, backward and Adam; \"gradients\" "
            + "leaves Adam out, "
            + "because TorchSharp's optimizers are C# code that calls libtorch for every small operation.",
            "network", "threads", "what", "Elucid µs", "libtorch µs", "× faster (range of rounds)");
        Dataset digits = Digits.Load(), images = Images();
        int most = Math.Min(2, Environment.ProcessorCount);
        List<string> checks =
            [RunNetwork(contest, report, DigitsMlp("elu"), digits, threads: 1), RunNetwork(contest, report, ImageMlp("elu"), images, threads: 1)];
        if (most > 1)
            checks.Add(RunNetwork(contest, report, ImageMlp("elu"), images, most));
        report.Note($"Checked: {string.Join("; ", checks)}.");

        report.Section("ELU beside ReLU", "The same step with either activation: what ELU costs. Microseconds.",
            "network", "threads", "Elucid ELU", "Elucid ReLU", "Elucid ELU / ReLU", "libtorch ELU / ReLU");
        CompareWithRelu(contest, report, DigitsMlp, digits, threads: 1);
        for (int threads = 1; threads <= most; threads++)
            CompareWithRelu(contest, report, ImageMlp, images, threads);
    }

    static string RunNetwork(Contest contest, Report report, Mlp mlp, Dataset data, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        using TwinNetworks twins = new(mlp, data);
        string check = $"{mlp}, {Machine.Threads(threads)}: {twins.CheckEqual()}";
        Row("gradients", contest.Run(() => twins.GradientsElucid(), () => twins.GradientsTorch()));
        Ratio ratio = Row("step", contest.Run(() => twins.StepElucid(), () => twins.StepTorch()));
        if (mlp.Widths[0] == 784 && threads == 2)
            report.Target($"step of {mlp}, two threads", "≥ 2 × libtorch", $"{ratio.Value:F2} ×", ratio.Value >= 2);
        return check;

        Ratio Row(string what, Timing[] timings)
        {
            Ratio faster = timings[0].FasterThan(timings[1]);
            report.Duel([$"{mlp}", Machine.Threads(threads), what], faster, Micro(timings[0]), Micro(timings[1]));
            return faster;
        }
    }

    static void CompareWithRelu(Contest contest, Report report, Func<string, Mlp> network, Dataset data, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        using TwinNetworks elu = new(network("elu"), data), relu = new(network("relu"), data);
        Timing[] timings = contest.Run(() => elu.StepElucid(), () => relu.StepElucid(), () => elu.StepTorch(), () => relu.StepTorch());
        Ratio elucid = timings[1].FasterThan(timings[0]), libtorch = timings[3].FasterThan(timings[2]);
        report.Row($"{string.Join('-', network("elu").Widths)}", Machine.Threads(threads), Micro(timings[0]), Micro(timings[1]), $"{elucid}",
            $"{libtorch}");
        report.Target(
            $"ELU step / ReLU step, {string.Join('-', network("elu").Widths)}, {Machine.Threads(threads)}", "≤ 1.05", $"{elucid.Value:F3}",
            elucid.Value <= 1.05);
    }

    static string Micro(Timing timing) => $"{timing.Median * 1e6:F1}";
}
