using Elucid;
using Benchmarks.Measuring;
using Benchmarks.Networks;

namespace Benchmarks.Peers;

/// <summary>What a training step leaves to the garbage collector once it runs steadily.</summary>
static class GarbageCases
{
    const int Steps = 200;

    public static void Run(Report report)
    {
        report.Section(
            "Garbage", $"Managed bytes per training step over {Steps} steps, all threads; new buffers are tensors' memory that the pool could "
                + $"not reuse. "
            + "TorchSharp's tensors live outside the managed heap: its figure counts only the objects around them.",
            "network", "threads", "Elucid bytes", "Elucid new buffers", "TorchSharp bytes");
        Measure(report, StepCases.DigitsMlp("elu"), Digits.Load(), threads: 1);
        Dataset images = StepCases.Images();
        for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
            Measure(report, StepCases.ImageMlp("elu"), images, threads);
    }

    static void Measure(Report report, Mlp mlp, Dataset data, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        using TwinNetworks twins = new(mlp, data);
        twins.CheckEqual();
        int before = BufferPool.OfThread.Allocations;
        double elucid = BytesPerStep(() => twins.StepElucid());
        int buffers = BufferPool.OfThread.Allocations - before;
        double torch = BytesPerStep(() => twins.StepTorch());
        report.Row($"{mlp}", Machine.Threads(threads), $"{elucid:N0}", $"{buffers}", $"{torch:N0}");
        report.Target(
            $"garbage of a step, {mlp}, {Machine.Threads(threads)}", "< 16 KB, no new buffer", $"{elucid / 1024:F1} KB, {buffers}", elucid < 16 * 1024
                && buffers == 0);
    }

    static double BytesPerStep(Action step)
    {
        step();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Steps; i++)
            step();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Steps;
    }
}
