using Benchmarks.Libraries;
using Benchmarks.Measuring;

namespace Benchmarks.Functions;

/// <summary>The figures that the project has set itself; a target whose size was not measured is left out.</summary>
static class Targets
{
    const int InCache = 1 << 16, OutOfCache = 1 << 24;

    // At least half as fast again as the best peer.
    const double Lead = 1.5;

    static readonly string[] Leading = ["gelu", "swish", "mish", "softplus", "tanh", "sigmoid"];

    public static void Add(Report report, IReadOnlyList<Measurement> forward, IReadOnlyList<BackwardMeasurement> backward)
    {
        foreach (Measurement row in forward.Where(row => row is { Function: "elu", Threads: 1 }))
            if (row.Of(AllLibraries.Xnnpack.Name) is { } xnnpack)
            {
                Ratio ratio = row.Elucid.FasterThan(xnnpack);
                report.Target($"elu forward, {Figures.Size(row.Count)}", $"> {AllLibraries.Xnnpack.Name}", $"{ratio} ×", ratio.Value > 1);
            }
        ForwardRate("elu", InCache, 12);
        ForwardRate("elu:alpha=1.5", InCache, 8);
        ForwardRate("elu", OutOfCache, 7);

        BackwardMeasurement[] elu = [.. backward.Where(row => row is { Function: "elu", Threads: 1 })];
        foreach (BackwardMeasurement row in elu.Where(row => row.Count == InCache))
        {
            Ratio share = row.FromOutput!.FasterThan(row.Triad);
            report.Target($"elu backward from output, {Figures.Size(row.Count)}", "≥ 0.9 of a triad", $"{share}", share.Value >= 0.9);
        }
        BackwardRate("elu backward from input", row => row.FromInput, InCache, 8);
        BackwardRate("elu backward from output", row => row.FromOutput!, OutOfCache, 4.5);
        BackwardRate("elu backward from input", row => row.FromInput, OutOfCache, 3.4);

        foreach (string function in Leading)
        {
            var worst = forward.Where(row => row.Function == function && row.Best is not null)
                .Select(row => (Row: row, Ratio: row.Elucid.FasterThan(row.Best!.Value.Timing))).MinBy(pair => pair.Ratio.Value);
            report.Target($"{function} forward, every size", $"≥ {Lead} × the fastest peer",
                $"{worst.Ratio} × {worst.Row.Best!.Value.Name} at {Figures.Size(worst.Row.Count)}, {Machine.Threads(worst.Row.Threads)}",
                worst.Ratio.Value >= Lead);
        }

        void ForwardRate(string function, int count, double wanted)
        {
            foreach (Measurement row in forward.Where(row => row.Function == function && row.Count == count && row.Threads == 1))
                AddRate($"{function} forward", row.Elucid, count, wanted);
        }

        void BackwardRate(string what, Func<BackwardMeasurement, Timing> timing, int count, double wanted)
        {
            foreach (BackwardMeasurement row in elu.Where(row => row.Count == count))
                AddRate(what, timing(row), count, wanted);
        }

        void AddRate(string what, Timing timing, int count, double wanted) => report.Target(
            $"{what}, {Figures.Size(count)}", $"≥ {wanted} Gelem/s", Figures.Rate(timing, count), Figures.Gelem(timing, count) >= wanted);
    }
}
