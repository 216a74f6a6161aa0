using Benchmarks.Measuring;

namespace Benchmarks.Networks;

/// <summary>Layers and networks: training steps and inference, Elucid beside libtorch.</summary>
static class NetworksCommand
{
    // Every kind of network adds its cases here.
    static readonly NetworkCase[] Training =
        [.. WholeNetworkCases.Training, .. FullyConnectedCases.Training, .. ConvolutionCases.Training, .. NormalizationCases.Training,
            .. PoolingCases.Training, .. RecurrentCases.Training, .. TransformerCases.Training];
    static readonly NetworkCase[] Inference =
        [.. WholeNetworkCases.Inference, .. FullyConnectedCases.Inference, .. ConvolutionCases.Inference, .. NormalizationCases.Inference,
            .. PoolingCases.Inference, .. RecurrentCases.Inference, .. TransformerCases.Inference];

    /// <param name="isQuick">Short slices.</param>
    /// <param name="only">Part of the names of the cases to run; all if null.</param>
    /// <param name="file">Where the report goes, too.</param>
    public static void Run(bool isQuick, string? only, string? file)
    {
        Contest contest = isQuick ? new(rounds: 5, TimeSpan.FromMilliseconds(30)) : new(rounds: 15, TimeSpan.FromMilliseconds(100));
        Report report = new($"Networks of Elucid beside TorchSharp on {Machine.Processor}", isQuick ? "networks --quick" : "networks");
        RunAll(contest, report, only, isTraining: true);
        RunAll(contest, report, only, isTraining: false);
        CompareMemory(report, only);
        report.End(file);
    }

    /// <summary>What a process of its own does for <see cref="CompareMemory"/>.</summary>
    public static void ServeMemory(string[] arguments) =>
        MemoryProcess.Serve(Training[int.Parse(arguments[0])], arguments[1] == "libtorch", int.Parse(arguments[2]));

    static void CompareMemory(Report report, string? only)
    {
        report.Section("Memory",
            "MiB that five training steps take at most, each library in a process of its own: on top of the process that has loaded library, "
                + "weights and data, and in all.",
            "network", "input", "threads", "Elucid steps", "libtorch steps", "Elucid process", "libtorch process");
        for (int i = 0; i < Training.Length; i++)
            if (Training[i] is { StepTarget: not null } network && IsMeant(network, only))
                for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
                {
                    MemoryProcess elucid = MemoryProcess.Measure(network, i, inTorch: false, threads),
                        torch = MemoryProcess.Measure(network, i, inTorch: true, threads);
                    report.Row(network.Name, $"{network.Input}", Machine.Threads(threads), $"{elucid.Growth:F1}", $"{torch.Growth:F1}",
                        $"{elucid.Peak:F1}", $"{torch.Peak:F1}");
                    report.Target(
                        $"memory of {network.Name}, {Machine.Threads(threads)}", "≤ libtorch", $"{elucid.Growth / torch.Growth:F2} ×",
                        elucid.Growth <= torch.Growth);
                }
    }

    static bool IsMeant(NetworkCase network, string? only) => only is null || network.Name.Contains(only, StringComparison.OrdinalIgnoreCase);

    static void RunAll(Contest contest, Report report, string? only, bool isTraining)
    {
        report.Section(isTraining ? "Training steps of networks" : "Inference",
            (isTraining
                ? "Milliseconds for forward, backward by weights and, but for whole networks, by the input, and a step of gradient descent. Outputs "
                    + "and the weights after three steps are compared before."
                : "Milliseconds for one forward pass without gradients. Outputs are compared before.")
            + $" \"Of peak\" is the share of {FmaPeak.Gflops:F0} GFLOP/s a thread, measured, that Elucid's multiply-adds run at; \"limit\" how many "
            + $"times faster than libtorch a program would be that did"
            + " nothing else, at all of it.",
            "network", "input", "threads", "Elucid ms", "libtorch ms", "of peak", "limit", "× faster (range of rounds)");
        foreach (NetworkCase network in (isTraining ? Training : Inference).Where(network => IsMeant(network, only)))
            for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
                Run(contest, report, network, isTraining, threads);
    }

    static void Run(Contest contest, Report report, NetworkCase network, bool isTraining, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        using NetworkTwins twins = new(network, isTraining);
        twins.CheckEqual(isTraining);
        Timing[] timings = isTraining ? contest.Run(twins.Elucid.Step, twins.Torch.Step) : contest.Run(twins.Elucid.Infer, twins.Torch.Infer);
        Ratio ratio = timings[0].FasterThan(timings[1]);
        double shortest = 2e-9 * twins.MultiplyAdds(isTraining) / (FmaPeak.Gflops * threads), fastest = timings[1].Median / shortest;
        (string share, string most) = shortest > 0 ? ($"{100 * shortest / timings[0].Median:F0} %", $"{fastest:F2}") : ("", "");
        report.Duel([network.Name, $"{network.Input}", Machine.Threads(threads)], ratio, Milli(timings[0]), Milli(timings[1]), share, most);
        if ((isTraining ? network.StepTarget : network.InferenceTarget) is double target)
            report.Target($"{(isTraining ? "step" : "inference")} of {network.Name}, {Machine.Threads(threads)}", $"≥ {target:F1} × libtorch",
                $"{ratio.Value:F2} × (limit {most})", ratio.Value >= target);
    }

    static string Milli(Timing timing) => $"{timing.Median * 1e3:F3}";
}
