using Elucid;
using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Peers;

namespace Benchmarks.Studies;

/// <summary>The training behind `elucid compare`: all of it in Elucid, some blocks of it in libtorch, in turn.</summary>
static class CompareCommand
{
    const int Workers = 2;

    public static void Run(int torchSeeds, string? file)
    {
        Report report = new($"The training of `elucid compare` on {Machine.Processor}", $"compare --torch-seeds {torchSeeds}");
        report.Section("Trials",
            $"A trial: {StepCases.DigitsMlp("…")}, Adam, {Trials.Epochs} epochs of 1,400 digits, then the test accuracy on 397. A block: one seed, "
            + $"{Trials.Activations.Count} activations. The study: {Trials.Seeds} blocks. Start-up is not in it, nor the evaluation and probe after "
            + $"each epoch and the "
            + $"report, which `elucid compare` adds. libtorch ran the first {torchSeeds} blocks, the rest is extrapolated; its networks start from "
            + $"the same weights "
            + "and see the same batches.",
            "way", "blocks run", "ms per trial and core", "seconds for the study (median block × 10)", "mean test accuracy", "Elucid × faster");
        using TorchProcess first = new(0, Workers), second = new(1, Workers);
        Warm(first, second);

        Timing elucid = new(Trials.Seeds), sameBlocks = new(torchSeeds), threads = new(torchSeeds), processes = new(torchSeeds);
        List<double> elucidAccuracy = [], torchAccuracy = [];
        for (int seed = 0; seed < Trials.Seeds; seed++)
        {
            DataSplit data = Trials.Split(seed);
            elucid.Seconds[seed] = Time(() => elucidAccuracy.AddRange(Trials.RunBlock(inTorch: false, seed, Workers, data)));
            if (seed >= torchSeeds)
                continue;
            sameBlocks.Seconds[seed] = elucid.Seconds[seed];
            threads.Seconds[seed] = Time(() => torchAccuracy.AddRange(Trials.RunBlock(inTorch: true, seed, Workers, data)));
            processes.Seconds[seed] = Time(() =>
            {
                first.Begin(seed);
                second.Begin(seed);
                first.End();
                second.End();
            });
        }
        Row("Elucid, two threads", elucid, $"{elucidAccuracy.Average():P2}", null);
        Row("libtorch, two threads", threads,
            $"{torchAccuracy.Average():P2} (Elucid in these blocks {elucidAccuracy.Take(torchAccuracy.Count).Average():P2})", threads);
        Row("libtorch, two processes", processes, "", processes);
        report.End(file);

        void Row(string name, Timing timing, string accuracy, Timing? peer)
        {
            double perTrial = timing.Median * Workers / Trials.Activations.Count, study = timing.Median * Trials.Seeds;
            string[] figures = [$"{timing.Seconds.Length}", $"{perTrial * 1e3:F0}", $"{study:F1}", accuracy];
            if (peer is null)
                report.Row([name, .. figures, ""]);
            else
                report.Duel([name], sameBlocks.FasterThan(peer), figures);
        }
    }

    // The first steps compile code and load libtorch.
    static void Warm(TorchProcess first, TorchProcess second)
    {
        first.Begin(0);
        second.Begin(0);
        first.End();
        second.End();
        Trials.RunBlock(inTorch: false, 0, Workers, Trials.Split(0));
        Trials.Run(inTorch: true, "elu", 0, Trials.Split(0));
    }

    static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
