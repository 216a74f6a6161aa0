using Benchmarks.Measuring;

namespace Benchmarks.Functions;

/// <summary>How fast one function ran at one size: in Elucid and in the peers that have it.</summary>
sealed record Measurement(string Function, int Count, int Threads, Timing Elucid, IReadOnlyList<(string Name, Timing Timing)> Peers)
{
    /// <summary>The fastest peer; null where no peer has the function.</summary>
    public (string Name, Timing Timing)? Best => Peers.Count == 0 ? null : Peers.MinBy(peer => peer.Timing.Median);

    public Timing? Of(string peer) => Peers.FirstOrDefault(p => p.Name == peer).Timing;
}

/// <summary>How fast one derivative ran at one size; the triad z = x + y moves as much memory and computes nothing.</summary>
sealed record BackwardMeasurement(string Function, int Count, int Threads, Timing FromInput, Timing? FromOutput, Timing Triad);

/// <summary>How tables write figures.</summary>
static class Figures
{
    /// <summary>10⁹ elements a second; a dash where nothing was measured.</summary>
    public static string Rate(Timing? timing, int count) => timing is null ? "—" : $"{Gelem(timing, count):F2}";

    public static double Gelem(Timing timing, int count) => count / timing.Median / 1e9;

    /// <summary>4 Ki, 16 Mi.</summary>
    public static string Size(int count) => count >= 1 << 20 ? $"{count >> 20} Mi" : $"{count >> 10} Ki";
}
