using System.Diagnostics;
using System.Globalization;
using Benchmarks.Measuring;

namespace Benchmarks.Networks;

/// <summary>How much memory a process takes that trains a network in one of the libraries; a process of its own for each, as memory once taken is
/// seldom given back.</summary>
/// <param name="Growth">The most that the training steps took on top of the process that had loaded library, weights and data.</param>
/// <param name="Peak">The most that the whole process took.</param>
sealed record MemoryProcess(double Growth, double Peak)
{
    public const string Command = "network-memory";
    const int Steps = 5;
    const double MiB = 1 << 20;

    /// <summary>Starts the process and waits for its figures, in MiB.</summary>
    public static MemoryProcess Measure(NetworkCase network, int index, bool inTorch, int threads)
    {
        using Process process =
            Process.Start(
                new ProcessStartInfo(
                    Environment.ProcessPath!,
                    [Command, $"{index}", inTorch ? "libtorch" : "elucid", $"{threads}"]) { RedirectStandardOutput = true })!;
        string[] figures = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0 && figures.Length == 2
            ? new MemoryProcess(double.Parse(figures[0], CultureInfo.InvariantCulture), double.Parse(figures[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The process that measures the memory of {network.Name} ended with code {process.ExitCode}.");
    }

    /// <summary>What that process does.</summary>
    public static void Serve(NetworkCase network, bool inTorch, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        TwinStart start = new(network, isTraining: true);
        using ITwin twin = inTorch ? new TorchTwin(start) : new ElucidTwin(start);
        GC.Collect();
        // Linux: the peak so far, of making weights, is forgotten.
        const string Reset = "/proc/self/clear_refs";
        if (File.Exists(Reset))
            File.WriteAllText(Reset, "5");
        using Process self = Process.GetCurrentProcess();
        double before = self.WorkingSet64 / MiB;
        for (int step = 0; step < Steps; step++)
            twin.Step();
        self.Refresh();
        double peak = self.PeakWorkingSet64 / MiB;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peak - before:F1} {peak:F1}"));
    }
}
