using Elucid.Benchmarks.Measuring;

namespace Elucid.Benchmarks.Networks;

/// <summary>Layers and networks: training steps and inference, Elucid beside libtorch.</summary>
static class NetworksCommand
{
    // Every kind of network adds its cases here.
    static readonly NetworkCase[] Training = [.. ConvolutionCases.Training, .. NormalizationCases.Training, .. PoolingCases.Training, .. RecurrentCases.Training, .. TransformerCases.Training];
    static readonly NetworkCase[] Inference = [.. ConvolutionCases.Inference, .. NormalizationCases.Inference, .. PoolingCases.Inference, .. RecurrentCases.Inference, .. TransformerCases.Inference];

    /// <param name="isQuick">Short slices.</param>
    /// <param name="only">Part of the names of the cases to run; all if null.</param>
    /// <param name="file">Where the report goes, too.</param>
    public static void Run(bool isQuick, string? only, string? file)
    {
        Contest contest = isQuick ? new(rounds: 5, TimeSpan.FromMilliseconds(30)) : new(rounds: 15, TimeSpan.FromMilliseconds(100));
        Report report = new($"Networks of Elucid beside TorchSharp on {Machine.Processor}", isQuick ? "networks --quick" : "networks");
        RunAll(contest, report, only, isTraining: true);
        RunAll(contest, report, only, isTraining: false);
        report.End(file);
    }

    static void RunAll(Contest contest, Report report, string? only, bool isTraining)
    {
        report.Section(isTraining ? "Training steps of networks" : "Inference",
            isTraining
                ? "Milliseconds for forward, backward by input and weights, and a step of gradient descent. Outputs and the weights after three steps are compared before."
                : "Milliseconds for one forward pass without gradients. Outputs are compared before.",
            "network", "input", "threads", "Elucid ms", "libtorch ms", "× faster (range of rounds)");
        foreach (NetworkCase network in (isTraining ? Training : Inference).Where(network => only is null || network.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
                Run(contest, report, network, isTraining, threads);
    }

    static void Run(Contest contest, Report report, NetworkCase network, bool isTraining, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        using NetworkTwins twins = new(network, isTraining);
        twins.CheckEqual(isTraining);
        Timing[] timings = isTraining ? contest.Run(twins.StepElucid, twins.StepTorch) : contest.Run(twins.InferElucid, twins.InferTorch);
        Ratio ratio = timings[0].FasterThan(timings[1]);
        report.Duel([network.Name, $"{network.Input}", Machine.Threads(threads)], ratio, Milli(timings[0]), Milli(timings[1]));
        if ((isTraining ? network.StepTarget : network.InferenceTarget) is double target)
            report.Target($"{(isTraining ? "step" : "inference")} of {network.Name}, {Machine.Threads(threads)}", $"≥ {target:F1} × libtorch", $"{ratio.Value:F2} ×", ratio.Value >= target);
    }

    static string Milli(Timing timing) => $"{timing.Median * 1e3:F3}";
}
