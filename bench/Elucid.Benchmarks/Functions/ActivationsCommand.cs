using Benchmarks.Measuring;

namespace Benchmarks.Functions;

/// <summary>Every activation function in Elucid and its peers, side by side in one run.</summary>
static class ActivationsCommand
{
    public static void Run(bool isQuick, string? file)
    {
        Contest contest = isQuick ? new(rounds: 3, TimeSpan.FromMilliseconds(4)) : new(rounds: 9, TimeSpan.FromMilliseconds(12));
        int[] sizes = isQuick ? [1 << 12, 1 << 20] : [1 << 12, 1 << 16, 1 << 20, 1 << 24];
        int[] threads = [.. Enumerable.Range(1, Math.Min(2, Environment.ProcessorCount))];
        Report report = new($"Activation functions beside their peers on {Machine.Processor}", isQuick ? "activations --quick" : "activations");

        IReadOnlyList<Measurement> forward = ForwardCases.Run(contest, report, sizes, threads);
        InPlaceCases.Run(contest, report, sizes);
        IReadOnlyList<BackwardMeasurement> backward = BackwardCases.Run(contest, report, sizes, threads);
        ReluCases.Run(contest, report, sizes, threads);
        FusedCases.Run(contest, report, isQuick ? [1 << 16] : [1 << 16, 1 << 24], threads);
        TypeCases.Run(contest, report, isQuick ? [1 << 12] : [1 << 16, 1 << 22]);
        TapeCases.Run(contest, report, sizes);
        Targets.Add(report, forward, backward);
        report.End(file);
    }
}
