using Benchmarks.Measuring;
using Elucid;

namespace Benchmarks.Networks;

/// <summary>Networks whose fully connected layers multiply in eight bits beside the same in floats: speed, size, accuracy.</summary>
static class Int8Command
{
    const double WantedSpeed = 1.5, AllowedLoss = 0.002;

    const int Epochs = 5;

    static readonly int[][] Widths =
        [[64, 128, 128, 10], [784, 128, 128, 10], [784, 512, 512, 10], [784, 1024, 1024, 1024, 10], [3072, 2048, 2048, 10]];

    static readonly int[] Batches = [1, 8, 64, 512];

    public static void Run(bool isQuick, string? file)
    {
        Contest contest = isQuick ? new(rounds: 5, TimeSpan.FromMilliseconds(8)) : new(rounds: 15, TimeSpan.FromMilliseconds(32));
        Report report = new($"Eight bits beside floats on {Machine.Processor}", isQuick ? "int8 --quick" : "int8");
        report.Section(
            "Speed", "Microseconds of one pass through a chain of fully connected layers with ELU between them; the last layer stays in floats. Both "
                + "are Elucid's.",
            "widths", "batch", "threads", "float µs", "8 bits µs", "× faster (range of rounds)");
        for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
            foreach (int[] widths in Widths)
                foreach (int batch in Batches)
                    Speed(contest, report, widths, batch, threads);
        Accuracy(report);
        report.End(file);
    }

    static void Speed(Contest contest, Report report, int[] widths, int batch, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        RandomStream random = new(1);
        Module exact = Sequential.Mlp(widths, Activations.Elu(), random), quantized = Inference.Quantize(exact);
        Tensor x = new([batch, widths[0]]);
        random.FillGaussian(x.Edit());
        Timing[] timings = contest.Run(() => exact.Predict(x), () => quantized.Predict(x));
        Ratio ratio = timings[1].FasterThan(timings[0]);
        string name = string.Join('-', widths);
        report.Duel([name, $"{batch}", Machine.Threads(threads)], ratio, $"{timings[0].Median * 1e6:F1}", $"{timings[1].Median * 1e6:F1}");
        if (threads == 1 && batch is 1 or 64)
            report.Target($"8 bits, {name}, batch of {batch}", $"≥ {WantedSpeed} × floats", $"{ratio.Value:F2} ×", ratio.Value >= WantedSpeed);
    }

    static void Accuracy(Report report)
    {
        report.Section(
            "Accuracy", $"Test images of Fashion-MNIST after {Epochs} epochs of Adam; bytes of weights and scales.", "widths", "float", "8 bits",
            "other answers", "float kB", "8 bits kB");
        DataSplit data = ImageSets.FashionMnist();
        foreach (int[] widths in Widths.Where(widths => widths[0] == 784))
        {
            RandomStream random = new(1);
            Sequential model = new([new Flatten(), .. Sequential.Mlp(widths, Activations.Elu(), random).Children.Select(child => child.Module)]);
            new Trainer(model, new Adam(model), data.Train, null, new TrainerOptions { Epochs = Epochs, BatchSize = 64 }).Fit();
            Module quantized = Inference.Quantize(model);
            double exact = Evaluation.Of(model, data.Test).Accuracy!.Value, rounded = Evaluation.Of(quantized, data.Test).Accuracy!.Value;
            Tensor x = new([data.Test.Count, .. data.Test.FeatureShape], data.Test.Features);
            double others = Best(model.Predict(x)).Zip(Best(quantized.Predict(x))).Average(pair => pair.First == pair.Second ? 0.0 : 1);
            long weights = widths.Zip(widths.Skip(1), (i, o) => (long)i * o).SkipLast(1).Sum(), last = widths[^2] * widths[^1] * 4,
                scales = widths.Skip(1).SkipLast(1).Sum() * 4;
            string name = string.Join('-', widths);
            report.Row(
                name, $"{exact:P2}", $"{rounded:P2}", $"{others:P2}", $"{(4 * weights + last) / 1000.0:F0}",
                $"{(weights + last + scales) / 1000.0:F0}");
            report.Target(
                $"accuracy of {name} in 8 bits", $"at most {AllowedLoss:P1} lower", $"{exact - rounded:P2} lower", exact - rounded <= AllowedLoss);
        }
    }

    static IEnumerable<int> Best(Tensor logits) => Enumerable.Range(0, logits.Shape[0]).Select(row =>
    {
        ReadOnlySpan<float> values = logits.Values.Slice(row * logits.Shape.Last, logits.Shape.Last);
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        return best;
    });
}
