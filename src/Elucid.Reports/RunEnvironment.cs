using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Reports;

/// <summary>Where something was run: what a reader needs to judge times and to repeat bits.</summary>
/// <param name="Elucid">Version of the library.</param>
/// <param name="Runtime">Such as <c>.NET 10.0.12</c>.</param>
/// <param name="System">Operating system.</param>
/// <param name="Processor">The CPU's name.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="Vectors">The widest vectors in use, and whether multiply-adds are fused.</param>
public sealed record RunEnvironment(string Elucid, string Runtime, string System, string Processor, int Cores, string Vectors)
{
    /// <summary>Version of the library.</summary>
    public static string Version { get; } =
        InformationalVersion.Split('+')[0];

    /// <summary>What decides the bits of a trial besides its settings: the exact build, and whether multiply-adds are fused.</summary>
    public static string Build { get; } = $"{InformationalVersion}{(IsFused ? "" : ", not fused")}";

    /// <summary>This process.</summary>
    public static RunEnvironment Current { get; } = new(
        Version, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription, ProcessorName(), Environment.ProcessorCount,
        (Vector512.IsHardwareAccelerated ? "512-bit" : Vector256.IsHardwareAccelerated ? "256-bit" : Vector128.IsHardwareAccelerated ? "128-bit"
            : "none")
            + (IsFused ? ", fused multiply-add" : ""));

    /// <summary>As a table of a report.</summary>
    public ReportTable ToTable() => ReportTable.OfPairs("Environment",
        ("Elucid", Elucid), ("runtime", Runtime), ("system", System), ("processor", Processor), ("cores", Format.Count(Cores)), ("vectors", Vectors));

    // Version and commit.
    static string InformationalVersion =>
        typeof(RandomStream).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    static string ProcessorName()
    {
        const string LinuxList = "/proc/cpuinfo";
        if (File.Exists(LinuxList)
            && File.ReadLines(LinuxList).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
