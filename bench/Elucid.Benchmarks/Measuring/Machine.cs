using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Benchmarks.Libraries;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Benchmarks.Measuring;

/// <summary>What a reader needs to judge a figure: processor, runtime and both versions.</summary>
static class Machine
{
    public static string Processor { get; } = ProcessorName();

    /// <summary>How wide the vectors are that the runtime uses.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The versions of the libraries compared.</summary>
    public static IReadOnlyList<string> Peers { get; } =
    [
        $"TorchSharp {VersionOf(typeof(torch))} with libtorch {torch.__version__}",
        $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
        $"System.Numerics.Tensors {VersionOf(typeof(TensorPrimitives))}",
        $"XNNPACK {XnnpackLibrary.Version}",
    ];

    public static IReadOnlyList<string> Lines { get; } =
    [
        $"processor: {Processor}, {Environment.ProcessorCount} logical cores, {VectorBits}-bit vectors",
        $"system: {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, TieredCompilation off",
        $"Elucid {VersionOf(typeof(Elucid.Tensor))}",
        .. Peers,
        $"date: {DateTime.UtcNow:yyyy-MM-dd} (UTC); {Load()}",
    ];

    /// <summary>Sets how many threads both libraries use until the returned scope ends.</summary>
    public static Elucid.ThreadLimit UseThreads(int count)
    {
        torch.set_num_threads(count);
        return Elucid.Threads.Limit(count);
    }

    /// <summary>How tables say a number of threads.</summary>
    public static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";

    static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    // Two busy neighbours are enough to make every figure with two threads worthless: the reader must see it.
    static string Load()
    {
        const string LinuxLoad = "/proc/loadavg";
        return File.Exists(LinuxLoad)
            ? $"load average before the run {File.ReadAllText(LinuxLoad).Split(' ')[0]} (figures with two threads need a machine that does "
                + $"nothing else)"
            : "load before the run unknown";
    }

    static string ProcessorName()
    {
        const string LinuxList = "/proc/cpuinfo";
        if (!File.Exists(LinuxList))
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        // Virtual machines often say no more than "AMD EPYC": family and model tell the generation.
        Dictionary<string, string> first = File.ReadLines(LinuxList).TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1]);
        return $"{first.GetValueOrDefault("model name", "unknown")} (family {first.GetValueOrDefault("cpu family")}, model "
            + $"{first.GetValueOrDefault("model")})";
    }
}
