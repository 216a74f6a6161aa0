using Elucid;
using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Networks;
using Benchmarks.Peers;

namespace Benchmarks.Studies;

/// <summary>Fashion-MNIST from the first step to the test accuracy, in both libraries: equal start, equal batches, epochs in turn.</summary>
static class FashionCommand
{
    const double WantedAccuracy = 0.88;

    public static void Run(int epochs, int threads, string? file)
    {
        DataSplit data = ImageSets.FashionMnist();
        Mlp mlp = StepCases.ImageMlp("elu");
        Report report = new($"Fashion-MNIST on {Machine.Processor}", $"fashion --epochs {epochs} --threads {threads}");
        report.Section(
            "Training", $"{mlp}, Adam {Mlp.LearningRate}, {epochs} epochs, {Machine.Threads(threads)}. Seconds are those of the training steps, "
                + $"batches included; "
            + "the libraries run an epoch each in turn.", "library", "test accuracy", "seconds", "seconds per epoch", "Elucid × faster");
        using var limit = Machine.UseThreads(threads);
        using TwinNetworks twins = new(mlp, data.Train);
        Training elucid = new(twins.Elucid, data.Train, mlp.BatchSize, seed: 1), torch = new(twins.Torch, data.Train, mlp.BatchSize, seed: 1);
        Timing elucidEpochs = new(epochs), torchEpochs = new(epochs);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            elucidEpochs.Seconds[epoch] = Time(elucid.RunEpoch);
            torchEpochs.Seconds[epoch] = Time(torch.RunEpoch);
        }
        double accuracy = twins.Elucid.Accuracy(data.Test);
        report.Duel(["Elucid"], elucidEpochs.FasterThan(torchEpochs), $"{accuracy:P2}", $"{elucidEpochs.Seconds.Sum():F1}",
            $"{elucidEpochs.Median:F2}");
        report.Row("TorchSharp", $"{twins.Torch.Accuracy(data.Test):P2}", $"{torchEpochs.Seconds.Sum():F1}", $"{torchEpochs.Median:F2}", "");
        report.Target($"Fashion-MNIST test accuracy, ELU, {epochs} epochs", $"≥ {WantedAccuracy:P0}", $"{accuracy:P2}", accuracy >= WantedAccuracy);
        report.End(file);
    }

    static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
