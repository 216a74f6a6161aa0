using System.Diagnostics;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Benchmarks.Measuring;

/// <summary>How many multiply-adds one core does at most, measured: the limit of every matrix product on it.</summary>
static class FmaPeak
{
    const int Chains = 12, Steps = 100_000;

    /// <summary>10⁹ floating-point operations a second, with the widest vectors of this machine. A multiply-add counts as two.</summary>
    public static double Gflops { get; } = Lane16.IsSupported ? Measure<Lane16>() : Lane8.IsSupported ? Measure<Lane8>() : Measure<Lane4>();

    static double Measure<V>() where V : struct, IVectorLane<V>
    {
        double best = 0;
        for (int attempt = 0; attempt < 200; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            Sink = Burn<V>(V.Of(0.999f), V.Of(0.001f));
            best = Math.Max(best, 2.0 * Chains * V.Count * Steps / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
        return best;
    }

    // Read by nobody: keeps the result alive.
    static float Sink { get; set; }

    // Twelve independent chains hide the latency of four cycles on two ports, and fit into 16 registers.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float Burn<V>(V a, V b) where V : struct, IVectorLane<V>
    {
        V c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (int i = 0; i < Steps; i++)
        {
            c0 = V.MultiplyAdd(c0, a, b);
            c1 = V.MultiplyAdd(c1, a, b);
            c2 = V.MultiplyAdd(c2, a, b);
            c3 = V.MultiplyAdd(c3, a, b);
            c4 = V.MultiplyAdd(c4, a, b);
            c5 = V.MultiplyAdd(c5, a, b);
            c6 = V.MultiplyAdd(c6, a, b);
            c7 = V.MultiplyAdd(c7, a, b);
            c8 = V.MultiplyAdd(c8, a, b);
            c9 = V.MultiplyAdd(c9, a, b);
            c10 = V.MultiplyAdd(c10, a, b);
            c11 = V.MultiplyAdd(c11, a, b);
        }
        return V.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }
}
