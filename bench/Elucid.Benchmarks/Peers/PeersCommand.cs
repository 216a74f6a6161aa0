using Benchmarks.Measuring;

namespace Benchmarks.Peers;

/// <summary>Elucid beside libtorch: matrix products, training steps, garbage. Activations have their own command.</summary>
static class PeersCommand
{
    public static void Run(bool isQuick, string? file)
    {
        Contest contest = isQuick ? new(rounds: 5, TimeSpan.FromMilliseconds(16)) : new(rounds: 15, TimeSpan.FromMilliseconds(32));
        Report report = new($"Elucid beside TorchSharp on {Machine.Processor}", isQuick ? "peers --quick" : "peers");
        ProductCases.Run(contest, report);
        StepCases.Run(contest, report);
        GarbageCases.Run(report);
        report.End(file);
    }
}
